import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EndOfDataReader } from '../../../electron/core/wire/body/end-of-data.ts';
import { everySplit, hostileBytes, inSizes, joined, octets, shown, sizes } from './support.ts';
import { rounds } from '../../harness/seeds.ts';

function read(chunks: readonly Uint8Array[]) {
  const reader = new EndOfDataReader();
  const message: Uint8Array[] = [];
  const rest: Uint8Array[] = [];
  for (const chunk of chunks) {
    const part = reader.push(chunk);
    expect(part.done).toBe(reader.done);
    if (!part.done) expect(part.rest.length).toBe(0);
    message.push(...part.chunks);
    rest.push(part.rest);
  }
  const text = joined(message);
  expect(reader.octets).toBe(text.length);
  return { message: text, done: reader.done, rest: joined(rest), anomalies: Object.fromEntries(reader.anomalies) };
}

describe('the end', () => {
  test.each<[string, string, string, string]>([
    ['plain', 'a\r\n.\r\n', 'a\r\n', ''],
    ['empty message', '.\r\n', '', ''],
    ['commands after it', 'a\r\n.\r\nMAIL FROM:<>\r\n', 'a\r\n', 'MAIL FROM:<>\r\n'],
    ['another message after it', '.\r\n.\r\n', '', '.\r\n'],
    ['stuffed dot', '..\r\n.\r\n', '.\r\n', ''],
    ['stuffed line', '..a\r\n...\r\n.\r\n', '.a\r\n..\r\n', ''],
    ['dot not stuffed by the client', '.a\r\n.\r\n', 'a\r\n', ''],
    ['dot inside and at the end of a line', 'a.\r\nb.c\r\n.\r\n', 'a.\r\nb.c\r\n', ''],
    ['empty lines', '\r\n\r\n.\r\n', '\r\n\r\n', ''],
  ])('%s', (_, input, message, rest) => {
    for (const chunks of everySplit(octets(input)))
      expect(read(chunks)).toEqual({ message, done: true, rest, anomalies: {} });
  });

  test.each(['', 'a', 'a\r\n', 'a\r\n.', 'a\r\n.\r', '.', '.\r', '..\r\n'])('not yet: %j', (input) => {
    for (const chunks of everySplit(octets(input))) expect(read(chunks).done).toBe(false);
  });

  test('what may still be the end is held back', () => {
    const reader = new EndOfDataReader();
    expect(joined(reader.push(octets('a\r\n.\r')).chunks)).toBe('a\r\n');
    expect(joined(reader.push(octets('b')).chunks)).toBe('\rb');
  });

  test('a few octets at the unaligned end of their memory', () => {
    const memory = new Uint8Array([...octets('x\r\n.\r\nab')].slice(0, 7));
    for (let from = 0; from < memory.length; from += 1) {
      const piece = memory.subarray(from);
      expect(joined(new EndOfDataReader().push(piece).chunks)).toBe(model(shown(piece)).message);
    }
  });

  test('once done, everything is rest', () => {
    const reader = new EndOfDataReader();
    reader.push(octets('.\r\n'));
    const part = reader.push(octets('QUIT\r\n'));
    expect({ done: part.done, chunks: part.chunks.length, rest: shown(part.rest) }).toEqual({
      done: true,
      chunks: 0,
      rest: 'QUIT\r\n',
    });
  });
});

const smuggled = 'MAIL FROM:<smuggled@evil.example>\r\n';

describe('look-alikes end nothing and are counted', () => {
  test.each<[string, string, string, Record<string, number>]>([
    ['LF.LF', '\n.\n', '\n.\n', { 'bare-lf': 2 }],
    ['LF.CRLF', '\n.\r\n', '\n.\r\n', { 'bare-lf': 1 }],
    ['CRLF.LF', '\r\n.\n', '\r\n\n', { 'bare-lf': 1 }],
    ['LF.CR', '\n.\r', '\n.\r', { 'bare-lf': 1, 'bare-cr': 1 }],
    ['CR.LF', '\r.\n', '\r.\n', { 'bare-lf': 1, 'bare-cr': 1 }],
    ['CR.CR', '\r.\r', '\r.\r', { 'bare-cr': 2 }],
    ['CR.CRLF', '\r.\r\n', '\r.\r\n', { 'bare-cr': 1 }],
    ['CRLF.CR', '\r\n.\r', '\r\n\r', { 'bare-cr': 1 }],
    ['CRCRLF.CRCRLF', '\r\r\n.\r\r\n', '\r\r\n\r\r\n', { 'bare-cr': 2 }],
    ['CRLF.NUL CRLF', '\r\n.\0\r\n', '\r\n\0\r\n', { nul: 1 }],
    ['CRLF NUL.CRLF', '\r\n\0.\r\n', '\r\n\0.\r\n', { nul: 1 }],
    ['CRLF.SP CRLF', '\r\n. \r\n', '\r\n \r\n', {}],
    ['CRLF.TAB CRLF', '\r\n.\t\r\n', '\r\n\t\r\n', {}],
    ['LF NUL.NUL SP LF', '\n\0.\0 \n', '\n\0.\0 \n', { 'bare-lf': 2, nul: 2 }],
  ])('%s', (_, fake, kept, also) => {
    for (const chunks of everySplit(octets(`before${fake}${smuggled}x\r\n.\r\n`))) {
      const { message, done, rest, anomalies } = read(chunks);
      expect({ message, done, rest }).toEqual({ message: `before${kept}${smuggled}x\r\n`, done: true, rest: '' });
      expect(anomalies).toEqual({ ...also, 'smuggling-attempt': 1 });
    }
  });

  test('at the very beginning too', () => {
    for (const chunks of everySplit(octets('.\nx\r\n.\r\n')))
      expect(read(chunks).anomalies).toEqual({ 'bare-lf': 1, 'smuggling-attempt': 1 });
  });

  test('each is counted, neighbours share a line end', () => {
    expect(read([octets('\n.\n.\n.\nx\r\n.\r\n')]).anomalies).toEqual({ 'bare-lf': 4, 'smuggling-attempt': 3 });
  });

  test('CRCRLF.CRLF holds a true end', () => {
    for (const chunks of everySplit(octets('a\r\r\n.\r\n'))) {
      expect(read(chunks)).toEqual({ message: 'a\r\r\n', done: true, rest: '', anomalies: { 'bare-cr': 1 } });
    }
  });

  test.each(['a\n..\nb\r\n.\r\n', 'a\n.b\nc\r\n.\r\n', 'a\r\n .\r\n.\r\n', 'a.\nb\r\n.\r\n', 'a\r\n..\r\n.\r\n'])(
    'innocent: %j',
    (input) => {
      for (const chunks of everySplit(octets(input)))
        expect(read(chunks).anomalies['smuggling-attempt']).toBeUndefined();
    },
  );
});

describe('other oddities', () => {
  test('lines of more than 998 octets, each once', () => {
    const line = (length: number) => `${'x'.repeat(length)}\r\n`;
    for (const cuts of [[1], [7], [100_000]]) {
      const chunks = inSizes(octets(`${line(998)}${line(999)}${line(5_000)}a\r\n.\r\n`), cuts);
      expect(read(chunks).anomalies).toEqual({ 'long-body-line': 2 });
    }
  });

  test('an LF-only message is not called one long line', () => {
    expect(read([octets(`${'x'.repeat(70)}\n`.repeat(100))]).anomalies).toEqual({ 'bare-lf': 100 });
  });

  test('NUL is counted in the message, not after it', () => {
    for (const chunks of everySplit(octets('a\0b\0\0\r\n.\r\n\0\0')))
      expect(read(chunks).anomalies).toEqual({ nul: 3 });
  });
});

describe('copies', () => {
  test('a clean chunk is passed on as it is', () => {
    const chunk = Buffer.from(`${'x'.repeat(76)}\r\n`.repeat(4_000));
    const { chunks } = new EndOfDataReader().push(chunk);
    expect(chunks.length).toBe(1);
    expect(chunks[0]).toBe(chunk);
  });

  test('many stuffed dots do not become many parts', () => {
    const { chunks } = new EndOfDataReader().push(Buffer.from('..\r\n'.repeat(100_000)));
    expect(chunks.length).toBeLessThan(200);
    expect(joined(chunks)).toBe('.\r\n'.repeat(100_000));
  });
});

/** The rules in their shortest form, over the whole input at once. */
function model(input: string) {
  const whole = `\r\n${input}`;
  const at = whole.indexOf('\r\n.\r\n');
  const done = at !== -1;
  const body = done ? whole.slice(0, at + 2) : whole;
  // Unfinished, a dot at a line's start, and a CR after it, may still be the end.
  const settled = done ? body : body.replace(/\r\n\.\r?$/, '\r\n');
  const message = settled.replace(/\r\n\./g, '\r\n').slice(2);
  const ends = body.slice(2);
  const guises = `\n${ends}`.match(/(?<=[\r\n])\0*\.[\0 \t]*(?=[\r\n])/g)?.length ?? 0;
  const lookAlikes = !done && body.endsWith('\r\n.\r') ? guises - 1 : guises;
  const bareLf = ends.match(/(?<!\r)\n/g)?.length ?? 0;
  const bareCr = ends.match(/\r(?!\n|$)/g)?.length ?? 0;
  const nul = ends.match(/\0/g)?.length ?? 0;
  return { message, done, rest: done ? whole.slice(at + 5) : '', lookAlikes, bareLf, bareCr, nul };
}

function readAsModel(chunks: readonly Uint8Array[]) {
  const { message, done, rest, anomalies } = read(chunks);
  const count = (name: string) => anomalies[name] ?? 0;
  return {
    message,
    done,
    rest,
    lookAlikes: count('smuggling-attempt'),
    bareLf: count('bare-lf'),
    bareCr: count('bare-cr'),
    nul: count('nul'),
  };
}

describe('properties', () => {
  test('as the model, whatever the chunking', () => {
    fc.assert(
      fc.property(hostileBytes, sizes, (input, cuts) => {
        const expected = model(shown(input));
        expect(readAsModel([input])).toEqual(expected);
        expect(readAsModel(inSizes(input, cuts))).toEqual(expected);
      }),
      { numRuns: rounds(500) },
    );
  });

  test('as the model over several windows', () => {
    const bodies = fc
      .array(
        fc.tuple(
          fc.constantFrom(
            '\r\n',
            '\n',
            '\r',
            '..\r\n',
            '\n.',
            'x\r\n',
            `${'z'.repeat(300)}\r\n`,
            '\r\n.x',
            '\0',
            '\r\n.\r\n',
          ),
          fc.integer({ min: 1, max: 40_000 }),
        ),
        { minLength: 1, maxLength: 8 },
      )
      .map((runs) => Buffer.from(runs.map(([unit, times]) => unit.repeat(Math.ceil(times / unit.length))).join('')));
    fc.assert(
      fc.property(bodies, fc.constantFrom([1_000_000], [65_536], [65_537, 3], [777]), (body, cuts) => {
        expect(readAsModel(inSizes(body, cuts))).toEqual(model(shown(body)));
      }),
      { numRuns: rounds(60) },
    );
  });
});
