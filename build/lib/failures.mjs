/**
 * What failed, by name, for the end of `npm test`: the reports of the tests themselves stand thousands of lines before the counts, and
 * a log that is cut keeps its end.
 */
import { stripVTControlCharacters } from 'node:util';

/** Lines in all: they must fit on one screen with the counts after them. */
const MOST_LINES = 20;
/** Characters of a line. An error may quote a whole page. */
const MOST_CHARACTERS = 300;

/**
 * `error`: as the runner gave it, of any number of lines; '' where there is none.
 * @typedef {{ name: string, error: string }} Failure
 */

/**
 * Of each stage with failures its name and a line for each of them. Where these are too many, each stage has its share and ends with
 * how many more there are.
 * @param {readonly { name: string, failures: readonly Failure[] }[]} stages
 * @param {string} [heading]
 * @returns {string[]}
 */
export function failureLines(stages, heading = 'failed') {
  const failed = stages.filter(({ failures }) => failures.length > 0);
  const share = Math.floor(MOST_LINES / Math.max(1, failed.length));
  const all = failed.reduce((lines, { failures }) => lines + 1 + failures.length, 0);
  return failed.flatMap(({ name, failures }) => {
    // Less the heading, and the line that counts the rest.
    const shown = all <= MOST_LINES || failures.length <= share - 1 ? failures.length : Math.max(0, share - 2);
    const rest = failures.length - shown;
    return [
      `${heading}, ${name}:`,
      ...failures.slice(0, shown).map((failure) => shorten(`  ${describe(failure)}`)),
      ...(rest > 0 ? [`  and ${rest} more`] : []),
    ];
  });
}

/** @param {Failure} failure */
function describe({ name, error }) {
  const line = stripVTControlCharacters(error)
    .split('\n')
    .map((each) => each.trim())
    .find((each) => each !== '');
  return line === undefined ? name : `${name}: ${line}`;
}

/** @param {string} text */
function shorten(text) {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 3)}...`;
}
