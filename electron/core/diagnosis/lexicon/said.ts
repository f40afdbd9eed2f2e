/** Which concepts words hold, and which of them in one clause. Read when asked, each once. */
import { type Concept, concepts } from './concepts.ts';
import { clientConcepts } from './subjects/client.ts';
import { clientSideConcepts } from './subjects/client-side.ts';
import { clientTlsConcepts } from './subjects/client-tls.ts';
import { normalWords } from './words.ts';
import type { AskedConcept } from '../types.ts';

export interface Said {
  readonly text: string;
  has(concept: Concept): boolean;
  /** All of them in one clause. */
  together(asked: readonly AskedConcept[]): boolean;
}

/** What only beside other words says something of a client: servers fail, close and greet too. */
const besideOthers: ReadonlySet<string> = new Set<Concept>([
  'handshake-trouble',
  'at-greeting',
  'never-came',
  'socket-trouble',
  'in-chain',
  'has-expired',
  'connected-line',
  'still-trying',
  'auth-word',
  'method-word',
]);

/** Whether any of the words that programs use of their own errors stands there. */
export function speaksOfClients(given: string): boolean {
  const { text } = normalWords(given);
  return [clientConcepts, clientTlsConcepts, clientSideConcepts].some((set) =>
    Object.entries(set).some(([name, wording]) => !besideOthers.has(name) && wording.test(text)),
  );
}

export function saidIn(given: string): Said {
  const { text, clauses } = normalWords(given);
  const masks = new Map<Concept, number>();

  /** A bit for each clause that holds it; one more for the text as a whole, whose words run across clauses. */
  const mask = (concept: Concept): number => {
    const known = masks.get(concept);
    if (known !== undefined) return known;
    let bits = 0;
    for (const [index, clause] of clauses.entries()) if (concepts[concept].test(clause)) bits |= 1 << index;
    masks.set(concept, bits);
    return bits;
  };
  /** Of the clauses `open` those that hold one of what is asked. */
  const any = (asked: AskedConcept, open: number): number => {
    if (typeof asked === 'string') return open & mask(asked);
    let bits = 0;
    for (const one of asked) {
      bits |= open & mask(one);
      if (bits === open) break;
    }
    return bits;
  };
  return {
    text,
    has: (concept) => mask(concept) !== 0,
    // An expression costs far more to make ready than to try: none is made ready once the answer is certain.
    together: (asked) => {
      let open = clauses.length === 0 ? 0 : ~0 >>> (32 - clauses.length);
      for (const one of asked) {
        open = any(one, open);
        if (open === 0) return false;
      }
      return true;
    },
  };
}
