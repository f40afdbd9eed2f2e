/** A search of the mailbox: the words that were typed, as a query of the index and against a text. */
import { limits } from '../core/wire/limits.ts';

function wordsIn(search: string): string[] {
  return search
    .slice(0, limits.mailbox.searchLength)
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
}

/** What the user typed as words to be found, each as the beginning of a word; never as FTS5 syntax. Null: everything. */
export function ftsQuery(search: string): string | null {
  const words = wordsIn(search);
  if (words.length === 0) return null;
  return words.map((word) => `"${word.replaceAll('"', '""').replaceAll('\0', '')}"*`).join(' ');
}

/** The same for a text that is not in the index: each word stands in it, case and accents aside. */
export function isFoundIn(search: string, text: string): boolean {
  const plain = folded(text);
  return wordsIn(search).every((word) => plain.includes(folded(word)));
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
