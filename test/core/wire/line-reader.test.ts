import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LineReader, type WireLine } from '../../../electron/core/wire/line-reader.ts';
import { everySplit, hostileBytes, inSizes, octets, shown, sizes } from './support.ts';

type LineEnd = 'lenient' | 'strict';

function drain(reader: LineReader): WireLine[] {
  const lines: WireLine[] = [];
  for (let line = reader.next(); line !== null; line = reader.next()) lines.push(line);
  return lines;
}

/** Reads to the end, skipping what is too long; '!' stands for each such line. */
function readAll(chunks: readonly Buffer[], lineEnd: LineEnd, maxLine = 1_000) {
  const reader = new LineReader({ maxLine, lineEnd });
  const seen: string[] = [];
  let raw = '';
  for (const chunk of chunks) {
    reader.push(chunk);
    for (;;) {
      for (const line of drain(reader)) {
        seen.push(`${shown(line.raw)}|${shown(line.content)}|${line.end}|${line.anomalies.join()}`);
        raw += shown(line.raw);
      }
      if (!reader.overflow) break;
      seen.push('!');
      reader.skipLine();
    }
  }
  const rest = shown(reader.takeRest());
  return { seen, rest, raw: raw + rest };
}

describe('lines', () => {
  test.each<[string, LineEnd, string, string[], string]>([
    ['CRLF ends a line', 'lenient', '220 a\r\n250 b\r\n', ['220 a\r\n|220 a|crlf|', '250 b\r\n|250 b|crlf|'], ''],
    ['an empty line is one', 'strict', '\r\n', ['\r\n||crlf|'], ''],
    ['LF alone ends a reply line', 'lenient', '220 a\n', ['220 a\n|220 a|lf|bare-lf'], ''],
    ['LF alone, nothing before it', 'lenient', '\n\n', ['\n||lf|bare-lf', '\n||lf|bare-lf'], ''],
    ['CR inside a reply line', 'lenient', 'a\rb\r\n', ['a\rb\r\n|a\rb|crlf|bare-cr'], ''],
    ['CR before CRLF', 'lenient', 'a\r\r\n', ['a\r\r\n|a\r|crlf|bare-cr'], ''],
    ['LF inside a command', 'strict', 'NOOP\nRSET\r\n', ['NOOP\nRSET\r\n|NOOP\nRSET|crlf|bare-lf'], ''],
    ['CR inside a command', 'strict', 'a\rb\r\n', ['a\rb\r\n|a\rb|crlf|bare-cr'], ''],
    ['both inside a command', 'strict', '\na\r\r\n', ['\na\r\r\n|\na\r|crlf|bare-lf,bare-cr'], ''],
    ['no end, no line', 'strict', 'QUIT\r', [], 'QUIT\r'],
    ['LF first in a command', 'strict', '\n', [], '\n'],
    ['what follows stays', 'lenient', '220 go\r\n\x16\x03\x01', ['220 go\r\n|220 go|crlf|'], '\x16\x03\x01'],
  ])('%s', (_, lineEnd, input, lines, rest) => {
    for (const chunks of everySplit(octets(input)))
      expect(readAll(chunks, lineEnd)).toEqual({ seen: lines, rest, raw: input });
  });

  test('a reply line of more than 512 octets is long', () => {
    const lines = (length: number) => readAll([octets(`${'x'.repeat(length - 2)}\r\n`)], 'lenient').seen;
    expect(lines(512)[0]).toMatch(/crlf\|$/);
    expect(lines(513)[0]).toMatch(/crlf\|long-line$/);
  });

  test('a command line is not called long: extensions may lengthen it', () => {
    expect(readAll([octets(`${'x'.repeat(600)}\r\n`)], 'strict').seen[0]).toMatch(/crlf\|$/);
  });
});

describe('caps', () => {
  test.each<LineEnd>(['lenient', 'strict'])('the cap counts the line end (%s)', (lineEnd) => {
    for (const chunks of everySplit(octets('123456\r\n1234567\r\nab\r\n'))) {
      expect(readAll(chunks, lineEnd, 8).seen).toEqual(['123456\r\n|123456|crlf|', '!', 'ab\r\n|ab|crlf|']);
    }
  });

  test('without skipLine an overlong line stays in the way, and its head is the evidence', () => {
    const reader = new LineReader({ maxLine: 8, lineEnd: 'lenient' });
    reader.push(octets('0123456789'));
    expect(reader.next()).toBeNull();
    expect(reader.overflow).toBe(true);
    reader.push(octets('abc\r\n220 x\r\n'));
    expect(reader.next()).toBeNull();
    expect(reader.overflow).toBe(true);
    expect(shown(reader.takeRest())).toBe('01234567220 x\r\n');
    expect(reader.overflow).toBe(false);
    expect(reader.buffered).toBe(0);
  });

  test('a line without end costs no more than the cap', () => {
    const reader = new LineReader({ maxLine: 100, lineEnd: 'strict' });
    for (let round = 0; round < 1_000; round += 1) {
      reader.push(Buffer.alloc(1_000, 0x41));
      reader.next();
      expect(reader.buffered).toBeLessThanOrEqual(100);
    }
    reader.skipLine();
    expect(reader.buffered).toBe(0);
    reader.push(octets('A\r\nNOOP\r\n'));
    expect(drain(reader).map((line) => shown(line.content))).toEqual(['NOOP']);
  });

  test('strict: the end of a skipped line may be cut, and LF alone is none', () => {
    for (const chunks of everySplit(octets(`${'x'.repeat(20)}\n\r\nNOOP\r\n`))) {
      expect(readAll(chunks, 'strict', 8).seen).toEqual(['!', 'NOOP\r\n|NOOP|crlf|']);
    }
  });
});

describe('memory and time', () => {
  test('lines and rest do not hold the chunk they came in', () => {
    const reader = new LineReader({ maxLine: 1_000, lineEnd: 'lenient' });
    const chunk = Buffer.alloc(65_536, 0x20);
    chunk.write('250 ok\r\n');
    chunk.write('\r\n250', 65_531);
    // A short line and the beginning of another one, with a long one between them that is too long to keep.
    reader.push(chunk);
    const first = reader.next();
    expect(first?.raw.buffer).not.toBe(chunk.buffer);
    expect(reader.next()).toBeNull();
    reader.skipLine();
    expect(reader.next()).toBeNull();
    expect(reader.buffered).toBe(3);
    chunk.fill(0x58);
    reader.push(octets(' x\r\n'));
    expect(shown(reader.next()?.raw ?? octets(''))).toBe('250 x\r\n');
    expect(shown(first?.raw ?? octets(''))).toBe('250 ok\r\n');
  });

  test('a line has memory of its own: structured clone would send its neighbours along', () => {
    const reader = new LineReader({ maxLine: 1_000, lineEnd: 'lenient' });
    reader.push(octets('250 ok\r\n250 secret\r\n'));
    expect(reader.next()?.raw.buffer.byteLength).toBe(8);
  });

  test('one octet at a time is linear', () => {
    const reader = new LineReader({ maxLine: 1 << 20, lineEnd: 'strict' });
    const one = octets('x');
    for (let count = 0; count < 400_000; count += 1) {
      reader.push(one);
      reader.next();
    }
    reader.push(octets('\r\n'));
    expect(reader.next()?.content.length).toBe(400_000);
  }, 20_000);

  test('pushing before taking keeps everything in order', () => {
    const reader = new LineReader({ maxLine: 1_000, lineEnd: 'lenient' });
    for (let count = 0; count < 500; count += 1) reader.push(octets(`line ${count}\r\nand`));
    const lines = drain(reader);
    expect(lines.length).toBe(500);
    expect(shown(lines[499]!.content)).toBe('andline 499');
  });
});

describe('properties', () => {
  test.each<LineEnd>(['lenient', 'strict'])('the same lines whatever the chunking; nothing lost (%s)', (lineEnd) => {
    fc.assert(
      fc.property(hostileBytes, sizes, fc.integer({ min: 4, max: 60 }), (input, cuts, maxLine) => {
        const whole = readAll([input], lineEnd, maxLine);
        expect(readAll(inSizes(input, cuts), lineEnd, maxLine)).toEqual(whole);
        if (!whole.seen.includes('!')) expect(whole.raw).toBe(shown(input));
      }),
    );
  });
});
