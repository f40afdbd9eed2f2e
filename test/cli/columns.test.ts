/** Texts of one column a character are counted without the tables of Unicode; what comes out is what these say. */
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import wrapAnsi from 'wrap-ansi';
import { columnsOf, wrapped } from '../../electron/cli/output/columns.ts';

test('every character has the width that Unicode gives it, alone and in its neighbourhood', () => {
  const odd: string[] = [];
  for (let code = 0; code <= 0xffff; code += 1) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const one = String.fromCharCode(code);
    for (const text of [one, `a${one}b`, `${one}\u2714`]) if (columnsOf(text) !== stringWidth(text)) odd.push(text);
  }
  expect(odd).toEqual([]);
});

test.each([
  '',
  'one line',
  'it’s a “word” – no more',
  'a  b',
  ' a',
  'a ',
  'two\nlines',
  '\u001b[1mbold\u001b[0m',
  '漢字',
])('%j is wrapped as the library wraps it', (text) => {
  for (const width of [4, 10, 80]) {
    expect(wrapped(text, width, 'whole')).toEqual(wrapAnsi(text, width, { hard: false }).split('\n'));
    expect(wrapped(text, width, 'cut')).toEqual(wrapAnsi(text, width, { hard: true }).split('\n'));
  }
});
