/**
 * EHLO keywords in words: what each offers, where it is defined, what its parameters say. Standard and historic ones are
 * those of IANA's registry of SMTP service extensions; private ones are called private. An unknown keyword is called
 * unknown: a wrong explanation is worse than none.
 */
import { isMasked, keywordFact, type KeywordFact } from '../../protocol/facts/keywords.ts';
import { keywordMeanings, parameterTexts } from './keywords.ts';
import { visible } from '../visible.ts';

export interface CapabilityText {
  readonly keyword: string;
  /** null: not known here. */
  readonly meaning: string | null;
  /** masked: overwritten on the way, such as XXXXXXXA. */
  readonly kind: KeywordFact['kind'] | 'masked' | 'unknown';
  /** "RFC 1870", or the name of the product's documentation. */
  readonly reference: string | null;
  readonly url: string | null;
  /** What may follow the keyword by its definition; null for an unknown one. */
  readonly grammar: string | null;
  /** Commands and parameters that come with it. */
  readonly adds: readonly string[];
  /** What the parameters say in words; null when there is nothing to say beyond the parameters themselves. */
  readonly parameters: string | null;
}

const rfcUrl = (reference: string | null): string | null => {
  const number = reference === null ? null : /^RFC (\d+)/.exec(reference)?.[1];
  return number === undefined || number === null ? null : `https://www.rfc-editor.org/rfc/rfc${number}`;
};

/** `keyword` as in an EHLO answer, in any case. */
export function capabilityText(keyword: string, params: readonly string[]): CapabilityText {
  const name = keyword.toUpperCase();
  const fact = keywordFact(name);
  if (fact === null) {
    const masked = isMasked(name);
    return {
      keyword: visible(name),
      meaning: masked
        ? 'A keyword that something on the way has overwritten, as some firewalls do to switch extensions off.'
        : null,
      kind: masked ? 'masked' : 'unknown',
      reference: null,
      url: null,
      grammar: null,
      adds: [],
      parameters: null,
    };
  }
  return {
    keyword: name,
    meaning: keywordMeanings[fact.name],
    kind: fact.kind,
    reference: fact.reference,
    url: fact.url ?? rfcUrl(fact.reference),
    grammar: fact.grammar ?? 'none',
    adds: fact.adds ?? [],
    parameters: parameterTexts[fact.name]?.(params) ?? null,
  };
}
