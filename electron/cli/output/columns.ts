/** How many columns a text takes on a terminal: East Asian characters and emoji take two, combining marks none, colours count for nothing. */
import { eastAsianWidth } from 'get-east-asian-width';

/**
 * Letters, signs and marks of one column each, alone and beside each other: Latin, Greek, Cyrillic, typographic quotes and dashes, arrows, ticks. All
 * the rest is looked up in the tables of Unicode, and what makes them ready stands in functions: a start that needs none of it does not wait for it.
 */
const narrow =
  /^[ -~\u00a0-\u00ac\u00ae-\u02ff\u0391-\u03a1\u03a3-\u03ff\u0410-\u044f\u2010-\u2027\u2030-\u203b\u2190-\u2193\u2713-\u2718]*$/;
/** What `paint` writes. */
const colour = /\u001b\[[0-9;]{1,16}m/g;

export const isNarrow = (text: string): boolean => narrow.test(text);

export function columnsOf(text: string): number {
  const plain = text.includes('\u001b') ? text.replace(colour, '') : text;
  return isNarrow(plain) ? plain.length : sum(charactersOf(plain).map(({ width }) => width));
}

/** `text` with blanks after it up to `width` columns. */
export const padded = (text: string, width: number): string =>
  `${text}${' '.repeat(Math.max(0, width - columnsOf(text)))}`;

/** What a reader takes for one character (UAX 29), with its columns. `text` has no colours. */
export function charactersOf(text: string): { text: string; width: number }[] {
  if (isNarrow(text)) return Array.from(text, (one) => ({ text: one, width: 1 }));
  segmenter ??= new Intl.Segmenter();
  return Array.from(segmenter.segment(text), ({ segment }) => ({ text: segment, width: widthOf(segment) }));
}

let segmenter: Intl.Segmenter | undefined;

/** UAX 11, of the first code point that is seen; marks that take a place of their own and half-width forms count beside it. */
function widthOf(character: string): number {
  const [first, ...more] = Array.from(character).filter((one) => !isUnseen(one));
  if (first === undefined) return 0;
  if (isPicture(character)) return 2;
  return columnsOfOne(first) + sum(more.filter(isBeside).map(columnsOfOne));
}

const columnsOfOne = (character: string): number => eastAsianWidth(character.codePointAt(0) ?? 0);

const isUnseen = (one: string): boolean =>
  /[\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Nonspacing_Mark}\p{Enclosing_Mark}\p{Surrogate}]/u.test(
    one,
  );

/** Hangul that begins a syllable too: one that is not followed by its vowel stands alone. */
const isBeside = (one: string): boolean => /[\p{Spacing_Mark}\uff00-\uffef\u1100-\u115f\ua960-\ua97c]/u.test(one);

/** A sequence that is shown as one emoji: with the selector for pictures, a skin tone, joined, a key cap, a flag. Single ones are wide by UAX 11. */
const isPicture = (character: string): boolean =>
  /^\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})/u.test(character) ||
  /^\p{Extended_Pictographic}.{0,30}\u200d\p{Extended_Pictographic}/u.test(character) ||
  /^[0-9#*]\ufe0f?\u20e3$/.test(character) ||
  /^\p{Regional_Indicator}{2}$/u.test(character);

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
