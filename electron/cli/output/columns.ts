/**
 * How many columns a text takes on a terminal (East Asian characters and emoji take two, combining marks none), and lines that are no
 * wider than asked for. Colours count for nothing, and are closed and opened again where a line breaks.
 */
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

export const columnsOf = (text: string): number => stringWidth(text);

/** `text` with blanks behind it up to `width` columns. */
export const padded = (text: string, width: number): string =>
  `${text}${' '.repeat(Math.max(0, width - columnsOf(text)))}`;

/**
 * Lines of at most `width` columns, broken at blanks. `long`: of a word that is longer than a line, whether it stays whole, so that it
 * can be copied, or is cut, since another column stands beside it. What is composed of a letter and marks comes out as one character.
 */
export function wrapped(text: string, width: number, long: 'whole' | 'cut'): string[] {
  return wrapAnsi(text, width, { hard: long === 'cut' }).split('\n');
}
