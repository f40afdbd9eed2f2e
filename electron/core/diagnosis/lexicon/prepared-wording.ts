/** An expression of the lexicon as the build writes it (build/lib/lexicon-words.mjs): made ready for a text that it may find, and no other. */
import type { Wording } from './any-of.ts';

/** @param words in lines, of which one is in everything that the expression matches */
export function preparedWording(words: string, make: () => RegExp): Wording {
  let needed: readonly string[] | undefined;
  let expression: RegExp | undefined;
  return {
    test: (text) => {
      needed ??= words.split('\n');
      if (!needed.some((word) => text.includes(word))) return false;
      expression ??= make();
      return expression.test(text);
    },
  };
}
