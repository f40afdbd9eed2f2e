/** A search of the mailbox: the words that were typed, as a query of the index and against a text. */
import { tokensOf } from '../../core/message/read/tokens.ts';
import { limits } from '../limits.ts';

/** As it is stored in the index, whose own tokenizer then finds nothing left to part. */
export const indexedText = (text: string): string => tokensOf(text, limits.mailbox.indexedText).join(' ');

/** Each word that was typed, as what the index holds of it. Several where it is of a script without blanks, or has signs in it. */
function phrasesIn(search: string): string[] {
  return search
    .slice(0, limits.mailbox.searchLength)
    .split(/\s+/)
    .map(indexedText)
    .filter((phrase) => phrase !== '');
}

/** What the user typed as words to be found, each as the beginning of a word; never as FTS5 syntax. Null: everything. */
export function ftsQuery(search: string): string | null {
  const phrases = phrasesIn(search);
  // Letters, digits and blanks are all that is left of them.
  return phrases.length === 0 ? null : phrases.map((phrase) => `"${phrase}"*`).join(' ');
}

/** The same for a text that is not in the index. */
export function isFoundIn(search: string, text: string): boolean {
  const plain = ` ${indexedText(text)}`;
  return phrasesIn(search).every((phrase) => plain.includes(` ${phrase}`));
}
