/** Lines over 998 octets, counted the same wherever the message is cut. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LongLineFinder, type LongLines } from '../../../electron/core/wire/body/long-lines.ts';
import { inSizes, octets } from './support.ts';
import { rounds } from '../../harness/seeds.ts';

function found(text: string, mode: 'normalise' | 'raw', cuts: readonly number[]): LongLines | null {
  const finder = new LongLineFinder(mode);
  for (const chunk of inSizes(octets(text), [...cuts])) finder.push(chunk);
  return finder.end();
}

const ends = { normalise: /\r\n|\r|\n/, raw: /\r\n|\n/ };

function expected(text: string, mode: 'normalise' | 'raw'): LongLines | null {
  const lengths = text.split(ends[mode]).map((line, at, all) =>
    // A CR at the very end of the message is half a line end.
    at === all.length - 1 && line.endsWith('\r') ? line.length - 1 : line.length,
  );
  const long = lengths.filter((length) => length > 998);
  return long.length === 0 ? null : { lines: long.length, longest: Math.max(...long) };
}

const x = (length: number): string => 'x'.repeat(length);

test.each<[string, string, LongLines | null]>([
  ['an empty message', '', null],
  ['998 octets are enough', `${x(998)}\r\n${x(998)}`, null],
  ['999 are too many', `${x(999)}\r\n${x(10)}\r\n`, { lines: 1, longest: 999 }],
  ['also without a line end', x(1_000), { lines: 1, longest: 1_000 }],
  ['ended by LF alone', `${x(998)}\n${x(999)}\n`, { lines: 1, longest: 999 }],
  ['several, the longest told', `a\r\n${x(5_000)}\r\n${x(2_000)}\r\nb`, { lines: 2, longest: 5_000 }],
])('%s', (_, text, wanted) => {
  for (const cuts of [[100_000], [1], [7], [997, 3], [999, 1, 1]])
    expect(found(text, 'normalise', cuts)).toEqual(wanted);
});

test('a CR alone ends a line only where it will be made one', () => {
  const text = `${x(600)}\r${x(600)}\r\n`;
  expect(found(text, 'normalise', [100])).toBeNull();
  expect(found(text, 'raw', [100])).toEqual({ lines: 1, longest: 1_201 });
});

test('as counted one by one, at any cut', () => {
  const piece = fc.oneof(
    fc.constantFrom('\r', '\n', '\r\n', '\r\r\n'),
    fc.constantFrom(1, 500, 997, 998, 999, 1_000, 2_500).map(x),
  );
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
  const cuts = fc.array(fc.integer({ min: 1, max: 1_500 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(text, cuts, fc.constantFrom('normalise' as const, 'raw' as const), (given, sizes, mode) => {
      expect(found(given, mode, sizes)).toEqual(expected(given, mode));
    }),
    { numRuns: rounds(500) },
  );
});
