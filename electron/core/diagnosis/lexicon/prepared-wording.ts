/** An expression of the lexicon as the build writes it (build/lib/lexicon-words.mjs): made ready for a text that it may find, and no other. */
import type { Wording } from './any-of.ts';

/** Found, and replaced by `text.replace(wording, by)`. */
export interface PreparedWording extends Wording {
  [Symbol.replace](text: string, by: string): string;
}

/** @param words in lines, of which one is in everything that the expression matches */
export function preparedWording(words: string, make: () => RegExp): PreparedWording {
  let needed: readonly string[] | undefined;
  let expression: RegExp | undefined;
  const ready = (text: string): RegExp | null => {
    needed ??= words.split('\n');
    return needed.some((word) => text.includes(word)) ? (expression ??= make()) : null;
  };
  return {
    test: (text) => ready(text)?.test(text) ?? false,
    [Symbol.replace](text, by) {
      const found = ready(text);
      return found === null ? text : text.replace(found, by);
    },
  };
}
