/**
 * Messages that test what a message goes through on the way: dot-stuffing, line ends, octets above 127, long lines, size.
 * All have CRLF line ends and complete headers, so that no server adds any.
 */
import { randomUUID } from 'node:crypto';

export interface CorpusMessage {
  readonly name: string;
  /** Stands in the message, to find it again. */
  readonly id: string;
  readonly bytes: Buffer;
}

const bodies: Record<string, () => Buffer> = {
  'plain text': () => Buffer.from('Hello,\r\n\r\nthis is a test.\r\n'),
  'empty body': () => Buffer.alloc(0),
  'dots at line starts': () => Buffer.from('.\r\n..\r\n...\r\n.leading\r\nin.the.middle\r\n. \r\n.\r\n\r\n.\r\n'),
  'only a dot': () => Buffer.from('.\r\n'),
  'blank lines at the end': () => Buffer.from('text\r\n\r\n\r\n\r\n'),
  'tabs and trailing spaces': () => Buffer.from('\tone \r\ntwo\t\r\n   \r\n'),
  '8-bit, not UTF-8': () =>
    Buffer.concat([Buffer.from('latin: '), Buffer.from([0xe9, 0xfc, 0xff, 0x80, 0xa0]), Buffer.from('\r\n')]),
  'UTF-8': () => Buffer.from('Grüße aus Zürich, Привет, 日本語, 🦉\r\n'),
  'lines of 998 octets': () => Buffer.from(`${'x'.repeat(998)}\r\n.${'y'.repeat(997)}\r\n${'z'.repeat(998)}\r\n`),
  '1 MB': () => manyLines(1_000_000),
  '2 MB': () => manyLines(2_000_000),
};

/** One line in ten begins with a dot. */
function manyLines(octets: number): Buffer {
  const line = (n: number) =>
    `${n % 10 === 0 ? '.' : ''}line ${String(n).padStart(8, '0')} ${'abcdefghij'.repeat(6)}\r\n`;
  const count = Math.floor(octets / line(1).length);
  return Buffer.from(Array.from({ length: count }, (_, n) => line(n)).join(''));
}

/** Made anew at each call, with new ids: every copy in a mailbox belongs to one test. */
export function corpus(): CorpusMessage[] {
  return Object.entries(bodies).map(([name, body]) => makeMessage(name, body()));
}

export function makeMessage(name: string, body: Buffer | string): CorpusMessage {
  const id = randomUUID();
  const header = [
    'From: Sender <sender@client.test>',
    'To: Alice <alice@interop.test>',
    'Date: Fri, 02 Jan 2026 03:04:05 +0000',
    `Message-ID: <${id}@client.test>`,
    `Subject: ${name}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
  ];
  return { name, id, bytes: Buffer.concat([Buffer.from(`${header.join('\r\n')}\r\n\r\n`), Buffer.from(body)]) };
}

const traceFields = new Set(['return-path', 'delivered-to', 'x-original-to', 'received']);

/** The stored message without the trace fields that servers put on top, its line ends CRLF again. */
export function withoutTrace(stored: Buffer): Buffer {
  return Buffer.from(splitTrace(stored).rest.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1');
}

/** The names of the trace fields on top, in their order, and everything after them as it is. */
export function splitTrace(stored: Buffer): { readonly trace: string[]; readonly rest: Buffer } {
  const trace: string[] = [];
  let rest = stored;
  for (;;) {
    const name = /^[!-9;-~]+(?=:)/.exec(rest.subarray(0, 200).toString('latin1'))?.[0].toLowerCase();
    if (name === undefined || !traceFields.has(name)) return { trace, rest };
    trace.push(name);
    rest = rest.subarray(fieldLength(rest));
  }
}

/** Octets of the first header field, folded lines included. */
function fieldLength(message: Buffer): number {
  let at = 0;
  do {
    const end = message.indexOf('\n', at);
    if (end < 0) return message.length;
    at = end + 1;
  } while (message[at] === 0x20 || message[at] === 0x09);
  return at;
}
