/** SEC-54, SEC-70: messages made to be expensive are read within limits, and readers take time in proportion to their input. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { safeFileName } from '../../electron/storage/files/safe-name.ts';
import { WindowedFile } from '../../electron/storage/files/windowed-file.ts';
import { parseHeaderValue } from '../../electron/core/message/read/parameters.ts';
import { embeddedImagesFit } from '../../electron/core/message/html/embedded-images.ts';
import { remoteContent } from '../../electron/core/message/html/references.ts';
import { imageOf } from '../../electron/core/message/html/image.ts';
import { allParts, readStructure } from '../../electron/core/message/read/structure.ts';
import { decoded } from '../../electron/core/message/read/transfer-encoding.ts';
import { limits } from '../../electron/core/message/limits.ts';

const dir = mkdtempSync(join(tmpdir(), 'posthorn-bombs-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function partsOf(source: string | Buffer): { count: number; depth: number } {
  const path = join(dir, 'message.eml');
  writeFileSync(path, source);
  const file = new WindowedFile(path);
  try {
    const { root } = readStructure(file);
    const depth = (part: typeof root): number => 1 + Math.max(0, ...part.children.map(depth));
    const all = allParts(root);
    expect(all.map(({ index }) => index)).toEqual(all.map((_, at) => at));
    for (const { start, end } of all) expect(start <= end && end <= file.size).toBe(true);
    return { count: all.length, depth: depth(root) };
  } finally {
    file.close();
  }
}

const multipart = (boundary: string): string => `Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n`;

describe('SEC-54: bombs', () => {
  test('ten thousand multiparts within each other', () => {
    const levels = Array.from({ length: 10_000 }, (_, at) => `${multipart(`b${at}`)}--b${at}\r\n`).join('');
    expect(partsOf(levels).depth).toBeLessThanOrEqual(limits.mailbox.mimeDepth + 2);
  });

  test('two hundred thousand parts', () => {
    expect(partsOf(`${multipart('b')}${'--b\r\n\r\nx\r\n'.repeat(200_000)}--b--\r\n`).count).toBe(limits.mailbox.parts);
  });

  test('messages within messages', () => {
    const { count } = partsOf('Content-Type: message/rfc822\r\n\r\n'.repeat(50_000));
    expect(count).toBeLessThanOrEqual(limits.mailbox.mimeDepth + 2);
  });

  test('lines that all but are a boundary, and boundaries that begin alike', () => {
    expect(partsOf(`${multipart('b')}${'--bb\r\n--\r\n--b-\r\n'.repeat(100_000)}`).count).toBe(1);
    const source = `${multipart('b')}--b\r\n${multipart('b-')}--b-\r\n\r\nx\r\n--b---\r\n--b\r\n\r\ny\r\n--b--\r\n`;
    expect(partsOf(source)).toEqual({ count: 4, depth: 3 });
  });

  test('ten megabytes of header, a million header fields, a hundred thousand pieces of a name', () => {
    expect(partsOf(`X: ${'x'.repeat(10_000_000)}\r\n\r\nbody`).count).toBe(1);
    expect(partsOf(`${'A: b\r\n'.repeat(1_000_000)}\r\nbody`).count).toBe(1);
    const pieces = Array.from({ length: 100_000 }, (_, at) => `name*${at}=x`).join(';');
    expect(parseHeaderValue(`text/plain;${pieces}`).parameters.get('name')).toHaveLength(
      limits.mailbox.headerParameters,
    );
  });

  test('pixels without end are no image that is shown', () => {
    const gif = Buffer.from('GIF89a\xff\xff\xff\xff\0\0\0', 'latin1');
    expect(imageOf(gif, 'image/gif')?.pixels).toBe(65_535 ** 2);
    expect(imageOf(Buffer.from('\xff\xd8\xff\xe0\xff\xff', 'latin1'), 'image/jpeg')).toBeNull();
    expect(imageOf(Buffer.from('\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff', 'latin1'), 'image/jpeg')?.pixels).toBe(
      65_535 ** 2,
    );
  });
});

async function length(encoding: string, text: string): Promise<number> {
  let size = 0;
  const octets = Buffer.from(text, 'latin1');
  async function* chunks(): AsyncIterable<Uint8Array> {
    for (let at = 0; at < octets.length; at += 65_536) yield octets.subarray(at, at + 65_536);
  }
  for await (const chunk of decoded(encoding, chunks())) size += chunk.length;
  return size;
}

describe('SEC-70: a hundred kilobytes and more take no time to speak of', () => {
  const readers: Readonly<Record<string, (input: string) => unknown>> = {
    'header value': parseHeaderValue,
    'remote content': remoteContent,
    'embedded images': embeddedImagesFit,
    'file name': (input) => safeFileName(input, 'x'),
    'quoted-printable': (input) => length('quoted-printable', input),
    base64: (input) => length('base64', input),
  };
  const inputs = [
    '(',
    ' ',
    '"',
    '\\',
    '=',
    '=?',
    '<',
    '<!--',
    '<a',
    '&#',
    'data:',
    'data:image/png;base64,',
    '//',
    '\t ',
    "x*0*=''",
    ';',
    'a=b;',
    '\r\n',
    '.',
    'xmlns="',
  ];
  test.each(Object.keys(readers))('%s', async (name) => {
    for (const input of inputs) {
      const text = input.repeat(Math.ceil(500_000 / input.length));
      const began = performance.now();
      await readers[name]?.(text);
      // A reader that is quadratic takes minutes here; this is no measure of speed.
      expect(performance.now() - began, JSON.stringify(input)).toBeLessThan(5_000);
    }
  });
});

test.each([
  ['a=3Db =\r\nc  \r\n=C3=A9=\r\n', 'a=b c\r\né'],
  ['=ZZ=4', '=ZZ=4'],
  ['x \t\r\n y', 'x\r\n y'],
  ['soft= \t\r\nbreak', 'softbreak'],
  ['bare\rcr', 'bare\rcr'],
  ['ends=', 'ends'],
])('quoted-printable %j, cut anywhere, is %j', async (source, expected) => {
  const octets = Buffer.from(source, 'latin1');
  for (let cut = 0; cut <= octets.length; cut += 1) {
    const chunks: Uint8Array[] = [];
    async function* two(): AsyncIterable<Uint8Array> {
      yield octets.subarray(0, cut);
      yield octets.subarray(cut);
    }
    for await (const chunk of decoded('quoted-printable', two())) chunks.push(Buffer.from(chunk));
    expect(Buffer.concat(chunks).toString('utf8')).toBe(expected);
  }
});
