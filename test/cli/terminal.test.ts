import { expect, test } from 'vitest';
import { columnsOf } from '../../electron/cli/output/columns.ts';
import { wrapped } from '../../electron/cli/output/wrap.ts';
import { drawOutline, drawTable } from '../../electron/cli/output/draw.ts';
import { mayColour, paint, type Output } from '../../electron/cli/output/terminal.ts';
import { jsonOutput } from '../../electron/cli/output/serve.ts';
import { outlineOf } from '../../electron/core/report/outline/outline.ts';
import { hostileReport } from '../core/report/sample.ts';

const output = (colour: boolean): Output => ({
  line: () => undefined,
  write: () => undefined,
  colour,
  columns: 100,
  live: false,
  waiting: 0,
  drained: async () => undefined,
});

test('colours only on a terminal that wants them', () => {
  expect(mayColour(true, {})).toBe(true);
  expect(mayColour(false, {})).toBe(false);
  expect(mayColour(true, { NO_COLOR: '1' })).toBe(false);
  expect(mayColour(true, { NO_COLOR: '' })).toBe(true);
  expect(mayColour(true, { TERM: 'dumb' })).toBe(false);
  expect(paint(output(false), 'x', 'bad')).toBe('x');
});

test('nothing a server says reaches the terminal as a control sequence', () => {
  const drawn = drawOutline(outlineOf(hostileReport()), output(false));
  expect(drawn).toContain('\\x1b[2J');
  expect(drawn).toContain('\\u202e');
  expect(drawn.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
  const coloured = drawOutline(outlineOf(hostileReport()), output(true));
  expect(coloured.replace(/\u001b\[\d+m/g, '').replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
});

test.each([
  ['a', 1],
  ['日本語', 6],
  ['한글', 4],
  ['é', 1],
  ['e\u0301', 1],
  ['💌', 2],
  ['👨‍👩‍👧', 2],
  ['✔', 1],
  ['\u001b[31mred\u001b[39m', 3],
])('%j takes %i columns', (text, columns) => {
  expect(columnsOf(text)).toBe(columns);
});

test('columns stand below each other whatever script a name is in', () => {
  const rows = ['postmaster', '日本語のプロファイル', 'e\u0301te\u0301', '💌 post'].map((name) => ({
    cells: [
      { text: name, tone: 'strong' as const },
      { text: '|', tone: 'plain' as const },
    ],
  }));
  for (const colour of [false, true]) {
    const starts = drawTable({ columns: ['Name', '|'], rows }, output(colour)).map((line) =>
      columnsOf(line.slice(0, line.lastIndexOf('|'))),
    );
    expect(new Set(starts).size).toBe(1);
  }
});

test('lines are no wider than asked, in columns; a word that is longer stays whole or is cut', () => {
  const text = '件名が長すぎる場合 これは 二行目 and abcdefghijklmnopqrstuvwxyz';
  for (const line of wrapped(text, 12, 'cut')) expect(columnsOf(line)).toBeLessThanOrEqual(12);
  expect(wrapped(text, 12, 'cut').join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
  expect(wrapped(text, 12, 'whole')).toContain('abcdefghijklmnopqrstuvwxyz');
  expect(wrapped('\u001b[31mone two\u001b[39m', 3, 'whole')).toEqual([
    '\u001b[31mone\u001b[39m',
    '\u001b[31mtwo\u001b[39m',
  ]);
});

test('the verdict is the first line', () => {
  expect(drawOutline(outlineOf(hostileReport()), output(false)).split('\n')[0]).toMatch(/^✘ .*mx\.test:587/);
});

test('what a handler failed of is reported on standard error with what lies behind it', () => {
  const said: string[] = [];
  const err = { ...output(false), line: (text: string) => said.push(text) };
  const reported = jsonOutput({ out: output(false), err });
  reported.failure?.(
    's1',
    new Error('internal', { cause: new Error('not kept', { cause: 'ENOSPC\u001b[2J' }) }),
    's1.1',
  );
  expect(said).toEqual(['posthorn: session s1.1: internal (not kept (ENOSPC\\x1b[2J))']);
});
