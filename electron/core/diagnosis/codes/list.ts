/**
 * Codes of a provider's or filter's own list, put into a reply to stand for its reason ("AUP#CXSNDR", "HL:ICC", "XGEMAIL_0012"): what each
 * means, in causes that every server shares, with the page that says so. A code whose page leaves its reason open is not here.
 */
import type { Actor } from '../../../texts/actors.ts';
import type { DiagnosisId } from '../../../texts/diagnosis/all.ts';
import type { Evidence } from '../evidence.ts';

export interface CodeList {
  /** "NetEase Mail", for sentences. */
  readonly by: string;
  readonly source: string;
  /** YYYY-MM-DD: the date of the page, or the day it was read where it bears none. */
  readonly verifiedOn: string;
  /** Finds a code in words in lower case: its first group is the key in `means`. Only what nobody else writes. */
  readonly find: RegExp;
  /** What else has to stand in the words, where the code alone could be anybody's. */
  readonly beside?: string;
  /** By code, in lower case; "1300-1340" for a range of numbers. */
  readonly means: Readonly<Record<string, DiagnosisId>>;
  /** Codes whose page names more than one reason. */
  readonly likely?: readonly string[];
  /** Who acts, by code, where it is not whoever acts for that cause elsewhere. */
  readonly acts?: Readonly<Record<string, Actor>>;
}

export interface ListedCode {
  /** As the list has it, in capitals. */
  readonly text: string;
  readonly means: DiagnosisId;
  readonly sure: 'proven' | 'likely';
  /** Null: whoever acts for that cause. */
  readonly actor: Actor | null;
  readonly list: CodeList;
}

function keyOf(code: string, { means }: CodeList): string | null {
  if (Object.hasOwn(means, code)) return code;
  const number = Number(code);
  if (!Number.isInteger(number)) return null;
  const inside = (range: string): boolean => {
    const [from = '', to = ''] = range.split('-');
    return to !== '' && number >= Number(from) && number <= Number(to);
  };
  return Object.keys(means).find(inside) ?? null;
}

/** The first code of any list in the words; null where there is none, or its list does not say what it means. */
export function codeIn(words: string, lists: readonly CodeList[]): ListedCode | null {
  const text = words.toLowerCase();
  for (const list of lists) {
    if (list.beside !== undefined && !text.includes(list.beside)) continue;
    const match = list.find.exec(text);
    const key = match?.[1] === undefined ? null : keyOf(match[1], list);
    const means = key === null ? undefined : list.means[key];
    if (match !== null && key !== null && means !== undefined) {
      const sure = list.likely?.includes(key) === true ? 'likely' : 'proven';
      return { text: match[0].trim().toUpperCase(), means, sure, actor: list.acts?.[key] ?? null, list };
    }
  }
  return null;
}

/** Causes ask for the same evidence many times over. */
const found = new WeakMap<Evidence['reply'], ListedCode | null>();

export function listedCode(reply: Evidence['reply'], lists: readonly CodeList[]): ListedCode | null {
  const known = found.get(reply);
  if (known !== undefined) return known;
  const code = codeIn(reply.words, lists);
  found.set(reply, code);
  return code;
}
