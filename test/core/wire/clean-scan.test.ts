/** What of a long body needs no change, however it is looked at: octet by octet, by words, by blocks of sixteen. */
import { Buffer } from 'node:buffer';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LinePlace, scanClean } from '../../../electron/core/wire/body/clean-scan.ts';
import { cleanBlocks } from '../../../electron/core/wire/body/clean-blocks.ts';
import { run } from '../../interop/servers/tools.ts';
import { hostileBytes, octets } from './support.ts';
import { rounds } from '../../harness/seeds.ts';

const LF = 10;
/** More than is copied at a time, so that pieces meet inside it. */
const LONG = 70_000;

/** The same rule in its shortest form. */
function model(input: Buffer, place: LinePlace, dots: boolean): { length: number; place: LinePlace } {
  let at: LinePlace = place;
  let start = 0;
  let begun: LinePlace = place;
  for (const [offset, octet] of input.entries()) {
    const char = String.fromCharCode(octet);
    const wrong = at === 'cr' ? char !== '\n' : char === '\n' || (dots && at === 'start' && char === '.');
    if (wrong) return { length: start, place: begun };
    at = char === '\r' ? 'cr' : at === 'cr' ? 'start' : 'inside';
    if (at !== 'start') continue;
    start = offset + 1;
    begun = 'start';
  }
  return { length: input.length, place: at };
}

/** A clean body of lines of that many octets, begun so far into memory, with something in the middle of it. */
function body(length: number, line: number, skew: number, wrong: { at: number; text: Buffer }): Buffer {
  const whole = Buffer.alloc(skew + length);
  const text = whole.subarray(skew);
  text.fill(`${'x'.repeat(line)}\r\n`, 'latin1');
  wrong.text.copy(text, Math.min(wrong.at, length));
  return text;
}

const places = fc.constantFrom<LinePlace>('start', 'cr', 'inside');

describe('what needs no change', () => {
  test('is the same for every body, wherever it begins in memory and whatever stands in it', () => {
    const wrong = fc.record({ at: fc.integer({ min: 0, max: LONG }), text: hostileBytes });
    const line = fc.integer({ min: 0, max: 200 });
    const skew = fc.integer({ min: 0, max: 17 });
    const length = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 4_000, max: LONG }));
    fc.assert(
      fc.property(length, line, skew, wrong, places, fc.boolean(), (size, columns, offset, some, place, dots) => {
        const input = body(size, columns, offset, some);
        expect(scanClean(input, place, dots)).toEqual(model(input, place, dots));
      }),
      { numRuns: rounds(300) },
    );
  });

  test.each(['\rx', 'x\n', '\r\n.', '\r\r\n', '\n\r'])(
    '%j is found at every offset around where two pieces meet',
    (text) => {
      for (let at = 65_500; at < 65_560; at += 1) {
        const input = body(LONG, 76, 0, { at, text: octets(text) });
        expect(scanClean(input, 'start', true)).toEqual(model(input, 'start', true));
      }
    },
  );

  test('a dot after a line end is a change only where dots are doubled', () => {
    const input = body(LONG, 76, 0, { at: 78 * 100, text: octets('.') });
    expect(scanClean(input, 'start', true)).toEqual({ length: 7_800, place: 'start' });
    expect(scanClean(input, 'start', false).length).toBe(LONG);
  });
});

describe('blocks of sixteen', () => {
  test('all but the last few octets of a clean body', () => {
    expect(cleanBlocks(body(LONG, 76, 0, { at: LONG, text: octets('') }), LF, true)).toBe(LONG - (LONG % 16));
  });

  test('stop before the block that shows the change, not after it', () => {
    expect(cleanBlocks(body(LONG, 76, 0, { at: 66_000, text: octets('\n') }), LF, true)).toBe(66_000);
    expect(cleanBlocks(body(LONG, 76, 0, { at: 66_015, text: octets('\n') }), LF, true)).toBe(66_000);
  });

  test('the tracked code is what build/generate/clean-blocks.mjs makes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'posthorn-'));
    const made = join(folder, 'code.ts');
    await run(process.execPath, ['build/generate/clean-blocks.mjs', made]);
    const [fresh, tracked] = await Promise.all(
      [made, 'electron/core/wire/body/clean-blocks-code.ts'].map((path) => readFile(path, 'utf8')),
    );
    await rm(folder, { recursive: true });
    expect(tracked).toBe(fresh);
  });
});
