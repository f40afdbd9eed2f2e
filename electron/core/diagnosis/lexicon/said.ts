/** Which concepts words hold, and which of them in one clause. Read when asked, each once. */
import { type Concept, concepts } from './concepts.ts';
import { normalWords } from './words.ts';
import type { Asked } from '../types.ts';

export interface Said {
  readonly text: string;
  has(concept: Concept): boolean;
  /** All of them in one clause. */
  together(asked: readonly Asked[]): boolean;
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
  const any = (asked: Asked): number =>
    typeof asked === 'string' ? mask(asked) : asked.reduce((bits, one) => bits | mask(one), 0);
  return {
    text,
    has: (concept) => mask(concept) !== 0,
    together: (asked) => asked.reduce((bits, one) => bits & any(one), ~0) !== 0,
  };
}
