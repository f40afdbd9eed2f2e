/** Widths and line breaks are our own, so that a start does without the tables of emoji: what comes out is what the libraries say. */
import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import wrapAnsi from 'wrap-ansi';
import { columnsOf } from '../../electron/cli/output/columns.ts';
import { paint } from '../../electron/cli/output/terminal.ts';
import { wrapped } from '../../electron/cli/output/wrap.ts';
import { rounds } from '../harness/seeds.ts';

// A quarter of a million texts, each through a library that is not quick.
test(
  'every character has the width that Unicode gives it, alone and in its neighbourhood',
  { timeout: 240_000 },
  () => {
    const odd: string[] = [];
    for (let code = 0; code <= 0x1ffff; code += 1) {
      // Halves of pairs; and a control that begins a sequence for the library, but reaches no terminal of ours.
      if ((code >= 0xd800 && code <= 0xdfff) || code === 0x9b) continue;
      const one = String.fromCodePoint(code);
      const around = code <= 0xffff ? [one, `a${one}b`, `${one}\u2714`] : [one];
      for (const text of around) if (columnsOf(text) !== stringWidth(text)) odd.push(`${code.toString(16)} ${text}`);
    }
    expect(odd).toEqual([]);
  },
);

test.each([
  '\u2709\ufe0f',
  '\u261d\u{1f3fd}',
  '\u{1f44d}\u{1f3fd}',
  '1\ufe0f\u20e3',
  '#\u20e3',
  '\u{1f1e9}\u{1f1ea}',
  '\u{1f1e9}',
  '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
  '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
  '\u{1f3f3}\ufe0f\u200d\u{1f308}',
  'e\u0301te\u0301',
  '\u200b\u2060\u00ad',
  '\u1112\u1161\u11ab\u1100\u1161',
  '\u0915\u094d\u0937\u093f',
  '\uff76\uff9e',
  '\u0e01\u0e33',
  'a\u200db',
])('%j is as wide as the library says', (text) => {
  expect(columnsOf(text)).toBe(stringWidth(text));
});

/** What stands on a terminal: each character with the tones that are on, by line. */
function seen(lines: readonly string[]): string[][] {
  let on: string[] = [];
  return lines.map((line) =>
    line.split(/(\u001b\[\d+m)/).flatMap((part) => {
      const number = /^\u001b\[(\d+)m$/.exec(part)?.[1];
      if (number === undefined) return Array.from(part, (one) => [one, ...on].join(' '));
      const off = { 22: ['1', '2'], 39: ['31', '32'] }[number];
      on = off === undefined ? [...on, number] : on.filter((one) => !off.includes(one));
      return [];
    }),
  );
}

test('texts are wrapped as the library wraps them, painted or not', () => {
  const word = fc.stringMatching(/^[a-z]{0,12}$/);
  const other = fc.constantFrom('漢字', 'e\u0301te\u0301', '\u{1f48c}', '–', '\n', '', '', '漢字漢字漢字漢字', 'ｶﾞ');
  const words = fc.array(fc.oneof(word, other), { maxLength: 12 }).map((all) => all.join(' '));
  const tone = fc.constantFrom('plain' as const, 'good' as const, 'bad' as const, 'muted' as const, 'strong' as const);
  const cells = fc.array(fc.tuple(words, tone), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(cells, fc.integer({ min: 2, max: 30 }), fc.boolean(), (parts, width, colour) => {
      const text = parts.map(([one, how]) => paint({ colour }, one, how)).join('');
      const byLibrary = (hard: boolean): string[] => wrapAnsi(text, width, { hard }).split('\n');
      for (const [long, hard] of [
        ['whole', false],
        ['cut', true],
      ] as const) {
        const lines = wrapped(text, width, long);
        expect(seen(lines)).toEqual(seen(byLibrary(hard)));
        // Each can stand beside another column.
        for (const line of lines) expect(seen([line, 'x'])[1]).toEqual(['x']);
      }
    }),
    { numRuns: rounds(500) },
  );
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
