import { expect, test } from 'vitest';
import { drawOutline } from '../../electron/cli/output/draw.ts';
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

test('the verdict is the first line', () => {
  expect(drawOutline(outlineOf(hostileReport()), output(false)).split('\n')[0]).toMatch(/^✘ .*mx\.test:587/);
});

test('what a handler failed of is told on standard error with what lies behind it', () => {
  const said: string[] = [];
  const err = { ...output(false), line: (text: string) => said.push(text) };
  const told = jsonOutput({ out: output(false), err });
  told.failure?.('s1', new Error('internal', { cause: new Error('not kept', { cause: 'ENOSPC\u001b[2J' }) }), 's1.1');
  expect(said).toEqual(['posthorn: session s1.1: internal (not kept (ENOSPC\\x1b[2J))']);
});
