/** Lines that are no wider than asked for. Colours count for nothing, and are closed and opened again where a line breaks. */
import { charactersOf, columnsOf, isNarrow } from './columns.ts';

/** What `paint` writes: numbers that switch a tone on or off. */
const colours = /(\u001b\[[0-9;]{1,16}m)/;
const isColour = (text: string): boolean => text.startsWith('\u001b[');
/** What switches off what. */
const closing: Readonly<Record<string, string>> = { 1: '22', 2: '22', 3: '23', 4: '24', 7: '27' };
const closed = (number: string): string => closing[number] ?? '39';

/**
 * Lines of at most `width` columns, broken at blanks. `long`: of a word that is longer than a line, whether it stays whole, so that it
 * can be copied, or is cut, since another column stands beside it. What is composed of a letter and marks comes out as one character.
 */
export function wrapped(text: string, width: number, long: 'whole' | 'cut'): string[] {
  // What has its place on one line and no blanks to lose is that line.
  if (text.length <= width && isNarrow(text) && !/^ | {2}| $/.test(text)) return [text];
  const parts = text.split(colours).map((part) => (isColour(part) ? part : part.normalize()));
  return coloured(
    parts
      .join('')
      .split('\n')
      .flatMap((line) => broken(line, width, long === 'cut')),
  );
}

/** One line, broken; blanks at the ends of what comes out are dropped, those between words stay. */
function broken(line: string, width: number, cut: boolean): string[] {
  const lines: string[] = [];
  let open = '';
  let taken = 0;
  const next = (): void => {
    lines.push(open);
    open = '';
    taken = 0;
  };
  for (const word of line.split(' ')) {
    const columns = columnsOf(word);
    if (taken > 0) {
      open += ' ';
      taken += 1;
    }
    if (cut && columns > width) {
      // Begun on this line only where that makes no more lines than beginning it on the next.
      const here = 1 + Math.floor((columns - (width - taken) - 1) / width);
      if (Math.floor((columns - 1) / width) < here) next();
      for (const one of piecesOf(word)) {
        if (taken > 0 && taken + one.width > width) next();
        open += one.text;
        taken += one.width;
      }
      continue;
    }
    if (taken > 0 && columns > 0 && taken + columns > width) next();
    open += word;
    taken += columns;
  }
  next();
  return lines.map(withoutBlanksBehind);
}

/** Characters, and colours of no width. */
const piecesOf = (word: string): { text: string; width: number }[] =>
  word.split(colours).flatMap((part) => (isColour(part) ? [{ text: part, width: 0 }] : charactersOf(part)));

/** Colours that follow the last blank stay. */
function withoutBlanksBehind(line: string): string {
  const parts = line.split(colours);
  for (let index = parts.length - 1; index >= 0; index -= 1) {
    const part = parts[index] ?? '';
    if (isColour(part)) continue;
    parts[index] = part.trimEnd();
    if (parts[index] !== '') break;
  }
  return parts.join('');
}

/** Each line on its own: what is open at its end is closed there and opened again in the next. */
function coloured(lines: readonly string[]): string[] {
  let open: string[] = [];
  return lines.map((line) => {
    const before = line === '' ? '' : open.map(written).join('');
    for (const [, number = ''] of line.matchAll(/\u001b\[([0-9;]{1,16})m/g)) {
      if (number === '0') open = [];
      else if (open.some((one) => closed(one) === number)) open = open.filter((one) => closed(one) !== number);
      else open = [...open, number];
    }
    const after =
      line === ''
        ? ''
        : [...open]
            .reverse()
            .map((one) => written(closed(one)))
            .join('');
    return `${before}${line}${after}`;
  });
}

const written = (number: string): string => `\u001b[${number}m`;
