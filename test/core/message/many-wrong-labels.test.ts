/**
 * What a client waits for costs little whatever a message says: labels that do not hold are doubted a few times and taken at their
 * word after that, and texts are cut up as far as the index takes them.
 */
import { expect, test, vi } from 'vitest';
import { readHead } from '../../../electron/core/message/read/head.ts';
import { readMessage } from '../../../electron/core/message/read/message.ts';
import { octetsInMemory } from '../../../electron/core/message/read/octets.ts';
import { parseHeaderValue } from '../../../electron/core/message/read/parameters.ts';
import { tokensOf } from '../../../electron/core/message/read/tokens.ts';

/** How often octets were put into a decoder. */
function decodings(work: () => unknown): number {
  let count = 0;
  class Counting extends TextDecoder {
    override decode(...input: Parameters<TextDecoder['decode']>): string {
      count += 1;
      return super.decode(...input);
    }
  }
  vi.stubGlobal('TextDecoder', Counting);
  try {
    work();
  } finally {
    vi.unstubAllGlobals();
  }
  return count;
}

const words = '=?gbk?q?=81?= =?big5?q?=81?= =?x-none?q?=ff?= ';
const WORDS = 450;
const field = words.repeat(WORDS / 3);

test.each(['Subject', 'From', 'To'])('a row of a list with wrong labels in its %s costs some decodings', (name) => {
  const octets = Buffer.from(`${name}: ${field}\r\n\r\nx`, 'latin1');
  expect(decodings(() => readHead(octets, true))).toBeLessThan(2 * WORDS);
});

test('so do the parameters of a value', () => {
  const value = `text/plain; ${Array.from({ length: 90 }, (_, i) => `a${i}="=?x?q?=ff?=b=?y?q?=81?="; b${i}*=%ff`).join('; ')}`;
  expect(decodings(() => parseHeaderValue(value))).toBeLessThan(600);
});

test('the many are read all the same, and the first is said', () => {
  const { headers, notes } = readMessage(
    octetsInMemory(Buffer.from(`Subject: ${'=?gbk?q?=c4=e3=ff?= a '.repeat(300)}\r\n\r\nx`, 'latin1')),
  );
  expect(headers[0]?.value.split(' a').filter((piece) => piece.trim() !== '')).toHaveLength(300);
  expect(headers[0]?.value.endsWith('\u4f60\ufffd a')).toBe(true);
  expect(notes).toContainEqual(expect.objectContaining({ field: 'Subject', declared: 'gbk' }));
});

test('labels that hold count for nothing: three hundred names of three hundred charsets in turn', () => {
  const name = '=?koi8-r?q?=c4=e1?= <a@b.example>, =?utf-8?q?=c3=a9?= <b@b.example>, ';
  const { headers } = readMessage(octetsInMemory(Buffer.from(`To: ${name.repeat(150)}\r\n\r\nx`, 'latin1')));
  expect(headers[0]?.value.match(/д\S* <a@b.example>, é <b@b.example>/g)).toHaveLength(150);
});

test('text that takes long to cut up is not made searchable while a client waits', () => {
  const head = (body: string) => readHead(Buffer.from(`Subject: s\r\n\r\n${body}`), true);
  expect(head('ascii text '.repeat(1_000)).plain).not.toBeNull();
  expect(head('é').plain).not.toBeNull();
  expect(head('\ufdfa'.repeat(2_000)).plain).toBeNull();
  expect(head(`\x1b$B${'0!'.repeat(2_000)}\x1b(B`).plain).toBeNull();
});

test('tokens are as many as are taken, however much a character stands for', () => {
  const text = '\ufdfa '.repeat(65_536);
  const tokens = tokensOf(text, 10_000);
  expect(tokens.join(' ').length).toBeLessThanOrEqual(10_000);
  expect(tokens.slice(0, 4)).toEqual(tokensOf('\ufdfa'));
});

test('a long text has the tokens of its pieces', () => {
  const line = 'Grüße aus Köln, 東京タワー e\u0301t\u00e9 ';
  expect(tokensOf(line.repeat(1_000))).toEqual(Array.from({ length: 1_000 }, () => tokensOf(line)).flat());
});
