/**
 * How many columns a text takes on a terminal (East Asian characters and emoji take two, combining marks none), and lines that are no
 * wider than asked for. Colours count for nothing, and are closed and opened again where a line breaks.
 */
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/**
 * Letters, signs and marks of one column each, alone and beside each other: Latin, Greek, Cyrillic, typographic quotes and dashes, arrows, ticks. The
 * tables of Unicode, which know all the rest, take longer to make ready than a whole check.
 */
const narrow =
  /^[ -~\u00a0-\u00ac\u00ae-\u02ff\u0391-\u03a1\u03a3-\u03ff\u0410-\u044f\u2010-\u2027\u2030-\u203b\u2190-\u2193\u2713-\u2718]*$/;

export const columnsOf = (text: string): number => (narrow.test(text) ? text.length : stringWidth(text));

/** `text` with blanks behind it up to `width` columns. */
export const padded = (text: string, width: number): string =>
  `${text}${' '.repeat(Math.max(0, width - columnsOf(text)))}`;

/**
 * Lines of at most `width` columns, broken at blanks. `long`: of a word that is longer than a line, whether it stays whole, so that it
 * can be copied, or is cut, since another column stands beside it. What is composed of a letter and marks comes out as one character.
 */
export function wrapped(text: string, width: number, long: 'whole' | 'cut'): string[] {
  // What has its place on one line and no blanks to lose is that line.
  if (text.length <= width && narrow.test(text) && !/^ | {2}| $/.test(text)) return [text];
  return wrapAnsi(text, width, { hard: long === 'cut' }).split('\n');
}
