/** Templates that try what carries mail: its lines, its dots, its line ends, its characters. */
import { Buffer } from 'node:buffer';
import { base64Lines, crlf, head } from './parts.ts';

const TEXT = 'Content-Type: text/plain; charset=us-ascii';
const UTF8 = ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit'] as const;

/** RFC 5321 section 4.5.3.1.6: 1,000 octets with the line end. */
const LONGEST = 998;
const TOO_LONG = 1_200;

/** A line whose length can be counted in what arrives: it ends with it. */
const counted = (length: number): string => {
  const end = ` ${length}`;
  return 'abcdefghi '.repeat(Math.ceil(length / 10)).slice(0, length - end.length) + end;
};

export const longLines = (): string =>
  head('Test message {{n}} with long lines', TEXT) +
  crlf('', 'Each line ends with its length.', counted(78), counted(LONGEST), counted(TOO_LONG), counted(20));

export const leadingDots = (): string =>
  head('Test message {{n}} with dots', TEXT) +
  crlf(
    '',
    'Between the rules: one dot, two dots, three dots, then lines that begin with one.',
    '----',
    '.',
    '..',
    '...',
    '.one dot before',
    '..two dots before',
    '----',
    'A dot alone at the end:',
    '.',
  );

/** Octet by octet: CR LF in the header, all three in the text. */
export const lineEnds = (): string =>
  head('Test message {{n}} with every line end', TEXT) +
  '\r\nThis line ends in CR LF.\r\nThis one in LF alone.\nThis one in CR alone.\rThis one in LF CR.\n\rThe last in CR LF.\r\n';

export const eightBit = (): string =>
  head('Test message {{n}} in 8-bit text', ...UTF8) +
  crlf(
    '',
    'Grüße aus Zürich, déjà vu, smørrebrød, žluťoučký kůň.',
    'Each letter beyond ASCII takes two octets of eight bits.',
  );

export const beyondLatin = (): string =>
  head(
    // Encoded words (RFC 2047): שלום, 你好 and an envelope.
    '=?UTF-8?B?16nXnNeV150g5L2g5aW9IPCfk6g=?= {{n}}',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
  ) +
  '\r\n' +
  base64Lines(
    Buffer.from(
      crlf(
        'שלום עולם. This line begins in Hebrew.',
        'مرحبا بالعالم. This one in Arabic.',
        '你好，世界。こんにちは。안녕하세요.',
        'One emoji each: 📨, 👩🏽‍💻 (four characters joined), 🇨🇭 (two).',
      ),
    ),
  );

export const smtputf8 = (): string =>
  head('Grüße {{n}}: 你好, שלום', 'Reply-To: Jörg Müller <jörg@bücher.example>', ...UTF8) +
  crlf('', 'The subject and the name in Reply-To are UTF-8 as they stand (RFC 6532).');
