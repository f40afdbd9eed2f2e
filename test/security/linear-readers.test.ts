/**
 * Every reader of a message is linear and bounded: each is pumped with what could make it slow, at two sizes, and four times as
 * much may not take more than a linear reader's four times, with a wide margin. The best of several runs is compared, in CPU time of
 * this process, so that a busy machine makes no difference.
 */
import { describe, expect, test } from 'vitest';
import { safeFileName } from '../../electron/storage/files/safe-name.ts';
import { embeddedImagesFit } from '../../electron/core/message/html/embedded-images.ts';
import { remoteContent } from '../../electron/core/message/html/references.ts';
import { imageOf } from '../../electron/core/message/html/image.ts';
import { decideText } from '../../electron/core/message/read/charset/decide.ts';
import { headerSection } from '../../electron/core/message/read/fields.ts';
import { unflowed } from '../../electron/core/message/read/flowed.ts';
import { readHead } from '../../electron/core/message/read/head.ts';
import { htmlWords } from '../../electron/core/message/read/html-text.ts';
import { readMessage } from '../../electron/core/message/read/message.ts';
import { octetsInMemory } from '../../electron/core/message/read/octets.ts';
import { parseHeaderValue } from '../../electron/core/message/read/parameters.ts';
import { readForSearch } from '../../electron/core/message/read/search-text.ts';
import { tokensOf } from '../../electron/core/message/read/tokens.ts';
import { decodedAtOnce } from '../../electron/core/message/read/transfer-encoding.ts';
import { fieldText } from '../../electron/core/message/read/words.ts';
import { svgFits } from '../../electron/core/message/html/svg.ts';

const SMALL = 32 * 1_024;
const FACTOR = 4;
/** A quadratic reader takes sixteen times as long. */
const RATIO = 9;
const RUNS = 3;
/** Below this, what is measured is the machine. */
const NOISE_MS = 12;

/** CPU time of the fastest run, in milliseconds. */
function best(work: () => unknown): number {
  let least = Infinity;
  for (let run = 0; run < RUNS && least > NOISE_MS / RATIO; run += 1) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}

function expectLinear(read: (input: string) => unknown, make: (size: number) => string, name: string): void {
  const [small, large] = [make(SMALL), make(SMALL * FACTOR)];
  const least = best(() => read(small));
  const most = best(() => read(large));
  expect(most, `${name}: ${least.toFixed(1)} ms, ${FACTOR} times as much ${most.toFixed(1)} ms`).toBeLessThan(
    Math.max(least * RATIO, NOISE_MS * 2),
  );
}

const repeat = (unit: string) => (size: number) => unit.repeat(Math.ceil(size / unit.length));
const octets = (text: string): Buffer => Buffer.from(text, 'latin1');
const asMessage = (text: string) => octetsInMemory(octets(text));

const readers: Readonly<Record<string, (input: string) => unknown>> = {
  'header value': (input) => parseHeaderValue(input),
  'header value, in a parameter': (input) => parseHeaderValue(`text/plain; name=${input}`),
  'field of text': (input) => fieldText(input, null),
  'field with a hint': (input) => fieldText(input, { charset: 'gbk', guessed: false }),
  'header section': (input) => headerSection(octets(input)),
  'row of a list': (input) => readHead(octets(`Subject: ${input}`), true),
  'message, as its header': (input) => readMessage(asMessage(input)),
  'message, as its type': (input) => readMessage(asMessage(`Content-Type: ${input}\r\n\r\nx`)),
  'message, as its recipients': (input) => readMessage(asMessage(`To: ${input}\r\n\r\nx`)),
  'message, as its text': (input) => readMessage(asMessage(`\r\n${input}`)),
  'message, as flowed text': (input) =>
    readMessage(asMessage(`Content-Type: text/plain; format=flowed\r\n\r\n${input}`)),
  'message, as HTML': (input) => readMessage(asMessage(`Content-Type: text/html\r\n\r\n${input}`)),
  'message, as a multipart': (input) =>
    readMessage(asMessage(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${input}`)),
  'search, as a multipart': (input) =>
    readForSearch(asMessage(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${input}`)),
  'search, as HTML': (input) => readForSearch(asMessage(`Content-Type: text/html\r\n\r\n${input}`)),
  charset: (input) =>
    ['utf-8', 'iso-2022-jp', 'gbk', 'utf-16', 'us-ascii', 'euc-kr', 'x-none'].map((label) =>
      decideText(octets(input), label),
    ),
  'flowed text': (input) => unflowed(input, true),
  'words of HTML': htmlWords,
  'words of a search': tokensOf,
  base64: (input) => decodedAtOnce('base64', octets(input)),
  'quoted-printable': (input) => decodedAtOnce('quoted-printable', octets(input)),
  uuencode: (input) => decodedAtOnce('x-uuencode', octets(`begin 644 x\n${input}`)),
  'remote content': remoteContent,
  'embedded images': embeddedImagesFit,
  drawing: svgFits,
  'file name': (input) => safeFileName(input, 'x'),
};

const units = [
  ...[
    '(',
    ')',
    ' ',
    '"',
    '\\',
    '=',
    ';',
    ',',
    '<',
    '>',
    '&',
    '.',
    '-',
    '\n',
    '\r\n',
    '\r',
    '\t ',
    'a',
    '\xff',
    '\x1b',
    '\0',
  ],
  ...[
    '=?',
    '?=',
    '=?utf-8?Q?',
    '=?utf-8?Q?=C3?= ',
    '=?utf-8?B?w?= ',
    '=?a?q?x?=',
    '(a',
    'a=b;',
    "x*0*=''%",
    'a=(',
    '()',
  ],
  ...['> ', '>>> ', ' \n', '> \n', '>', '-- \n', '=\n', '=3', '=E4', ' =\n', 'A=', '==', '!!!!', 'begin 644 x\n'],
  ...['\n--b\n', '\n--b', '\n--b--\n', '--b-\n', '\n--bb\n\n', '\n--b\nContent-Type: message/rfc822\n\n', '\n--\n'],
  ...[
    '\n--b\nContent-Type: multipart/mixed; boundary=b\n\n',
    'Content-Type: message/rfc822\n\n',
    'A: b\r\n',
    'A: b\r\n c\r\n',
  ],
  ...[
    'Content-Type: text/plain; a=b\r\n',
    'a@example.org, ',
    '"a" <a@b>,',
    '<a@b',
    '\x1b$B\x1b(B',
    '\xe4\xb8',
    '\xc3\xa4',
    '~{',
  ],
  ...[
    '<',
    '<a',
    '<!--',
    '-->',
    '</',
    '<style>',
    '<b>',
    '<a href=',
    '<script>',
    '&#',
    '&amp;',
    '<p><a>',
    '<table>',
    '<meta charset=',
  ],
  ...[
    '<div>',
    '<!-- <!',
    '<img src="',
    'data:',
    'data:image/png;base64,',
    'url(',
    '//',
    'http://',
    'xmlns="',
    '<use href="#a"/>',
  ],
];

describe.each(Object.entries(readers))('%s', (name, read) => {
  test('takes time in proportion to its input', () => {
    for (const unit of units) expectLinear(read, repeat(unit), `${name} of ${JSON.stringify(unit)}`);
  }, 300_000);
});

describe('nested', () => {
  const kinds: Readonly<Record<string, (size: number) => string>> = {
    multiparts: (size) => {
      const levels: string[] = [];
      for (let at = 0, length = 0; length < size; at += 1) {
        const level = `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`;
        length += level.length;
        levels.push(level);
      }
      return levels.join('');
    },
    'messages in multiparts': (size) => {
      const levels: string[] = [];
      for (let at = 0, length = 0; length < size; at += 1) {
        const level = `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\nContent-Type: message/rfc822\r\n\r\n`;
        length += level.length;
        levels.push(level);
      }
      return levels.join('');
    },
    'many parts, each of them text': (size) =>
      `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\nContent-Type: text/plain; charset=gbk\r\n\r\n\xc4\xe3\xba\xc3\r\n'.repeat(size / 50)}`,
  };
  test.each(Object.entries(kinds))('%s', (name, make) => {
    expectLinear((input) => readMessage(asMessage(input)), make, name);
    expectLinear((input) => readForSearch(asMessage(input)), make, name);
  });
});

describe('what is too much is shown as far as it goes, and said', () => {
  test('thirty mebibytes of line feeds', () => {
    const before = process.cpuUsage();
    const { text, notes, truncated } = readMessage(octetsInMemory(Buffer.alloc(30 * 1_048_576, '\n')));
    const { user } = process.cpuUsage(before);
    expect(text?.length).toBeLessThanOrEqual(50_000);
    expect(truncated).toBe(true);
    expect(notes.map(({ code }) => code)).toContain('text-cut');
    // It took twenty seconds.
    expect(user / 1_000).toBeLessThan(5_000);
  });

  test('a type of a quarter of a megabyte, a million fields, a header of ten megabytes, a hundred thousand parts', () => {
    const codes = (text: string) => readMessage(asMessage(text)).notes.map(({ code }) => code);
    expect(codes(`Content-Type: text/plain; x="${'()'.repeat(125_000)}"\r\n\r\nx`)).toContain('header-cut');
    expect(codes(`${'A: b\r\n'.repeat(300_000)}\r\nx`)).toContain('header-cut');
    expect(codes(`X: ${'x'.repeat(10_000_000)}\r\n\r\nx`)).toContain('header-cut');
    expect(codes(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(100_000)}`)).toContain(
      'parts-cut',
    );
  });

  test.each([
    ['of one reference', '<svg><use href="#a"/></svg>', true],
    ['of a hundred references', `<svg>${'<use href="#a"/>'.repeat(100)}</svg>`, false],
    ['of a hundred references with a prefix', `<svg>${'<s:use href="#a"/>'.repeat(100)}</svg>`, false],
    ['with entities', '<!DOCTYPE svg [<!ENTITY a "&b;&b;">]><svg>&a;</svg>', false],
    ['with a drawing within', '<svg><image href="data:image/svg+xml,x"/></svg>', false],
  ])('a drawing %s', (_, svg, fits) => {
    expect(svgFits(svg)).toBe(fits);
    expect(imageOf(Buffer.from(svg), 'image/svg+xml') !== null).toBe(fits);
    const base64 = Buffer.from(svg).toString('base64');
    expect(embeddedImagesFit(`<img src="data:image/svg+xml;base64,${base64}">`)).toBe(fits);
    expect(embeddedImagesFit(`<img src="data:image/svg+xml,${encodeURIComponent(svg)}">`)).toBe(fits);
  });
});
