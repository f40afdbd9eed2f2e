import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DotStuffer } from '../../../electron/core/wire/body/dot.ts';
import { EndOfDataReader } from '../../../electron/core/wire/body/end-of-data.ts';
import { everySplit, hostileBytes, inSizes, joined, octets, shown, sizes } from './support.ts';
import { rounds } from '../../harness/seeds.ts';

type Mode = 'normalise' | 'raw';

function write(chunks: readonly Uint8Array[], mode: Mode, stuff = true) {
  const stuffer = new DotStuffer(mode, { stuff });
  const parts = chunks.flatMap((chunk) => stuffer.push(chunk));
  parts.push(...stuffer.end());
  const { octets: size, wireOctets, changed } = stuffer;
  return { wire: joined(parts), size, wireOctets, changed, parts };
}

/** The rules in their shortest form, over the whole message at once. */
function model(input: string, mode: Mode, stuff = true): { wire: string; size: number } {
  let text = mode === 'normalise' ? input.replace(/\r\n|\r|\n/g, '\r\n') : input;
  if (text !== '' && !text.endsWith('\r\n') && (stuff || mode === 'normalise')) text += '\r\n';
  const wire = stuff ? `\r\n${text}`.replaceAll('\r\n.', '\r\n..').slice(2) + '.\r\n' : text;
  return { wire, size: text.length };
}

describe('normalised', () => {
  test.each<[string, string, string, { bareCr?: number; bareLf?: number; addedFinalLineEnd?: boolean }]>([
    ['nothing to change', 'a: b\r\n\r\nhello\r\n', 'a: b\r\n\r\nhello\r\n.\r\n', {}],
    ['empty', '', '.\r\n', {}],
    [
      'dots',
      '.first\r\n\r\n.\r\n.\r\n...two\r\nmid.dle\r\n.\r\n',
      '..first\r\n\r\n..\r\n..\r\n....two\r\nmid.dle\r\n..\r\n.\r\n',
      {},
    ],
    ['last line not ended', 'abc', 'abc\r\n.\r\n', { addedFinalLineEnd: true }],
    ['last line a dot', '.', '..\r\n.\r\n', { addedFinalLineEnd: true }],
    ['ends with CR', 'abc\r', 'abc\r\n.\r\n', { bareCr: 1 }],
    ['ends with LF', 'abc\n', 'abc\r\n.\r\n', { bareLf: 1 }],
    ['LF only', 'a\n.\nMAIL\n', 'a\r\n..\r\nMAIL\r\n.\r\n', { bareLf: 3 }],
    ['CR only', 'a\r.\r.b\r', 'a\r\n..\r\n..b\r\n.\r\n', { bareCr: 3 }],
    ['all kinds', 'a\n.b\rc\r\nd', 'a\r\n..b\r\nc\r\nd\r\n.\r\n', { bareLf: 1, bareCr: 1, addedFinalLineEnd: true }],
    ['LF.CRLF', 'a\n.\r\nb\r\n', 'a\r\n..\r\nb\r\n.\r\n', { bareLf: 1 }],
    ['CRLF.LF', 'a\r\n.\nb\r\n', 'a\r\n..\r\nb\r\n.\r\n', { bareLf: 1 }],
    ['CRLF.CRCRLF', 'a\r\n.\r\r\nb\r\n', 'a\r\n..\r\n\r\nb\r\n.\r\n', { bareCr: 1 }],
    ['CR.LF', 'a\r.\nb\r\n', 'a\r\n..\r\nb\r\n.\r\n', { bareCr: 1, bareLf: 1 }],
    ['CRCRLF', 'a\r\r\nb\r\n', 'a\r\n\r\nb\r\n.\r\n', { bareCr: 1 }],
    ['LFCR', 'a\n\rb\r\n', 'a\r\n\r\nb\r\n.\r\n', { bareLf: 1, bareCr: 1 }],
    ['NUL before the dot is no line start', 'a\r\n\0.\r\nb\r\n', 'a\r\n\0.\r\nb\r\n.\r\n', {}],
    ['octets above 127', '\xff\xe9\r\n', '\xff\xe9\r\n.\r\n', {}],
  ])('%s', (_, input, wire, changed) => {
    for (const chunks of everySplit(octets(input))) {
      const written = write(chunks, 'normalise');
      expect(written.wire).toBe(wire);
      expect(written.changed).toEqual({ bareCr: 0, bareLf: 0, addedFinalLineEnd: false, ...changed });
      expect(written.wireOctets).toBe(wire.length);
      expect(written.size).toBe(model(input, 'normalise').size);
    }
  });

  test('octets is what SIZE= declares: line ends counted, stuffing and end of data not', () => {
    expect(write([octets('From: different\nTo: another\n\nbody\n')], 'normalise').size).toBe(38);
    expect(write([octets('.\r\n..\r\n')], 'normalise').size).toBe(7);
    expect(write([octets('abc')], 'normalise').size).toBe(5);
  });
});

describe('raw', () => {
  test.each([
    ['bare line ends pass', 'a\n.b\rc\r.\n.\r\n', 'a\n.b\rc\r.\n.\r\n.\r\n'],
    ['dots after CRLF only', '.a\r\n.\r\n\n.\r\n', '..a\r\n..\r\n\n.\r\n.\r\n'],
    ['last line not ended', 'abc', 'abc\r\n.\r\n'],
    ['ends with CR', 'abc\r', 'abc\r\r\n.\r\n'],
    ['ends with LF', 'abc\n', 'abc\n\r\n.\r\n'],
    ['empty', '', '.\r\n'],
  ])('%s', (_, input, wire) => {
    for (const chunks of everySplit(octets(input))) expect(write(chunks, 'raw').wire).toBe(wire);
  });
});

describe('without stuffing, as for BDAT', () => {
  test.each<[Mode, string, string]>([
    ['normalise', '.a\n.\n', '.a\r\n.\r\n'],
    ['normalise', 'a', 'a\r\n'],
    ['raw', '.a\n.\r', '.a\n.\r'],
    ['raw', '', ''],
  ])('%s %j', (mode, input, wire) => {
    for (const chunks of everySplit(octets(input))) expect(write(chunks, mode, false).wire).toBe(wire);
  });
});

describe('copies', () => {
  test('clean text is passed on as it is, however long', () => {
    const chunk = Buffer.from(`${'x'.repeat(76)}\r\n`.repeat(4_000));
    const stuffer = new DotStuffer('normalise');
    const parts = stuffer.push(chunk);
    expect(parts.length).toBe(1);
    expect(parts[0]).toBe(chunk);
    expect(stuffer.push(Buffer.alloc(0))).toEqual([]);
  });

  test('a dot costs a dot: the rest are slices of the input', () => {
    const chunk = Buffer.from(`a\r\n.b\r\n${'x'.repeat(1_000)}\r\n.c`);
    const parts = new DotStuffer('normalise').push(chunk);
    expect(parts.map((part) => part.length)).toEqual([3, 1, 1_006, 1, 2]);
    for (const at of [0, 2, 4]) expect(parts[at]!.buffer).toBe(chunk.buffer);
  });

  test('many dots do not become many parts', () => {
    const parts = new DotStuffer('normalise').push(Buffer.from('.\r\n'.repeat(100_000)));
    expect(parts.length).toBeLessThan(200);
    expect(joined(parts)).toBe('..\r\n'.repeat(100_000));
  });

  test('what was gathered for one chunk is not overwritten by the next', () => {
    const stuffer = new DotStuffer('normalise');
    const first = stuffer.push(Buffer.from('a\n'.repeat(1_000)));
    stuffer.push(Buffer.from('b\n'.repeat(5_000)));
    expect(joined(first)).toBe('a\r\n'.repeat(1_000));
  });
});

/** Long enough to leave the first window and to make the strategies change hands. */
const longBodies = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        '\r\n',
        '\n',
        '\r',
        '.\r\n',
        '\n.',
        'x\r\n',
        `${'y'.repeat(20)}\r\n`,
        `${'z'.repeat(300)}\r\n`,
        '.',
      ),
      fc.integer({ min: 1, max: 6_000 }),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((runs) => Buffer.from(runs.map(([unit, times]) => unit.repeat(Math.ceil(times / unit.length))).join('')));

/** Four octets are looked at together: what stands at which place of them, and how the memory is aligned, must not matter. */
test.each(['normalise', 'raw'] as const)('one oddity at every place and every alignment, %s', (mode) => {
  const clean = `${'x'.repeat(21)}\r\n`.repeat(3);
  for (const odd of ['\n', '\r', '\r\n', '\r\n.', '\n.', '\r.', '\t', '\0', '\x0e', '\x8d', '\x80\x0a', '.']) {
    for (let at = 0; at <= clean.length; at += 1) {
      const input = clean.slice(0, at) + odd + clean.slice(at);
      const expected = model(input, mode);
      for (let skew = 0; skew < 4; skew += 1) {
        const memory = octets('\n'.repeat(skew) + input).subarray(skew);
        const written = write([memory], mode);
        expect(written.wire, shown(octets(input))).toBe(expected.wire);
        expect(written.size).toBe(expected.size);
      }
    }
  }
});

describe('properties', () => {
  test.each<[Mode, boolean]>([
    ['normalise', true],
    ['raw', true],
    ['normalise', false],
    ['raw', false],
  ])('as the model, whatever the chunking (%s, stuffing %s)', (mode, stuff) => {
    fc.assert(
      fc.property(hostileBytes, sizes, (input, cuts) => {
        const expected = model(shown(input), mode, stuff);
        for (const chunks of [[input], inSizes(input, cuts)]) {
          const { wire, size, wireOctets } = write(chunks, mode, stuff);
          expect({ wire, size }).toEqual(expected);
          expect(wireOctets).toBe(wire.length);
        }
      }),
    );
  });

  test.each<Mode>(['normalise', 'raw'])('as the model over several windows (%s)', (mode) => {
    fc.assert(
      fc.property(longBodies, fc.constantFrom([1_000_000], [65_536], [65_537, 3], [4_096], [777]), (body, cuts) => {
        const expected = model(shown(body), mode);
        const { wire, size } = write(inSizes(body, cuts), mode);
        expect(size).toBe(expected.size);
        expect(wire === expected.wire).toBe(true);
      }),
      { numRuns: rounds(60) },
    );
  });

  test('a normalised message has no bare line end, no lone dot before its end, and is read back', () => {
    fc.assert(
      fc.property(hostileBytes, (input) => {
        const { wire } = write([input], 'normalise');
        expect(/\r(?!\n)|(?<!\r)\n/.test(wire)).toBe(false);
        expect(`\r\n${wire}`.indexOf('\r\n.\r\n')).toBe(wire.length - 3);
        const reader = new EndOfDataReader();
        const { chunks, done, rest } = reader.push(octets(`${wire}QUIT\r\n`));
        expect({ done, rest: shown(rest) }).toEqual({ done: true, rest: 'QUIT\r\n' });
        expect(joined(chunks)).toBe(model(shown(input), 'normalise', false).wire);
      }),
    );
  });

  test('the output is at most twice the input and five octets more', () => {
    fc.assert(
      fc.property(hostileBytes, (input) => {
        expect(write([input], 'normalise').wireOctets).toBeLessThanOrEqual(input.length * 2 + 5);
      }),
    );
  });
});
