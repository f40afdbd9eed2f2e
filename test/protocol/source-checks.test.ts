/** What is said of a source while it is typed. */
import { expect, test } from 'vitest';
import { checkSource } from '../../electron/protocol/parse/message/source-checks.ts';

const HEAD = 'From: a@x.test\nDate: Wed, 04 Mar 2026 05:06:07 +0000\nMessage-ID: <1@x.test>\n';
const codes = (source: string): string[] => checkSource(source).map(({ code, line }) => `${line} ${code}`);

test('a good one has nothing, with LF as text fields have it and with CR LF', () => {
  expect(codes(`${HEAD}Subject: x\n\nHello.\n`)).toEqual([]);
  expect(codes(`${HEAD}Subject: x\n\nHello.\n`.replaceAll('\n', '\r\n'))).toEqual([]);
});

test('header: fields that are missing or doubled, lines that are none, no end', () => {
  expect(checkSource('Subject: x\n\n').map((one) => 'field' in one && one.field)).toEqual([
    'Date',
    'From',
    'Message-ID',
  ]);
  expect(checkSource(`${HEAD}from: b@x.test\n\n`)).toMatchObject([{ code: 'field-repeated', line: 4, field: 'From' }]);
  expect(codes(`${HEAD}Received: a\nReceived: b\n\n`)).toEqual([]);
  expect(codes(`${HEAD}no field\n\n`)).toEqual(['4 not-a-field']);
  expect(codes(`${HEAD}X: a\n b: c\n\tno field either\n\n`)).toEqual([]);
  expect(codes(`${HEAD}X: a`)).toEqual(['1 no-empty-line']);
  expect(codes('')).toContain('1 no-empty-line');
});

test('lines: octets are counted, not characters', () => {
  const source = (line: string): string => `${HEAD}Content-Transfer-Encoding: 8bit\n\n${line}\nshort\n${line}\n`;
  expect(codes(source('x'.repeat(998)))).toEqual([]);
  expect(checkSource(source('x'.repeat(999)))).toMatchObject([
    { code: 'line-too-long', line: 6, octets: 999, lines: 2 },
  ]);
  expect(checkSource(source('ü'.repeat(500)))).toMatchObject([
    { code: 'needs-8bitmime' },
    { code: 'line-too-long', octets: 1_000 },
  ]);
  expect(checkSource(source('💌'.repeat(250)))).toMatchObject([
    { code: 'needs-8bitmime' },
    { code: 'line-too-long', octets: 1_000 },
  ]);
});

test('line ends: bare ones where the others are CR LF', () => {
  const head = HEAD.replaceAll('\n', '\r\n');
  expect(checkSource(`${head}\r\na\nb\rc\n\rd\r\n`)).toMatchObject([
    { code: 'bare-line-feed', line: 5, lines: 2 },
    { code: 'bare-carriage-return', line: 6, lines: 2 },
  ]);
});

test('octets: NUL, UTF-8 in the header, 8-bit text declared or not, in a part too', () => {
  expect(codes(`${HEAD}\na\0b\n`)).toEqual(['5 null-octet']);
  expect(codes(`${HEAD}Subject: ü\n\n`)).toEqual(['4 needs-smtputf8']);
  expect(codes(`${HEAD}\nü\n`)).toEqual(['5 eight-bit-not-declared']);
  const part = (encoding: string): string =>
    `${HEAD}Content-Type: multipart/mixed;\n boundary="b"\n\n--b\nContent-Transfer-Encoding: ${encoding}\n\nü\n--b--\n`;
  expect(codes(part('8bit'))).toEqual(['10 needs-8bitmime']);
  expect(codes(part('7bit'))).toEqual(['10 eight-bit-not-declared']);
});

test('parts: each boundary begins and is closed, nested ones too', () => {
  const head = `${HEAD}Content-Type: multipart/mixed; boundary=outer\n\n`;
  const inner = '--outer\nContent-Type: multipart/alternative;\n\tboundary="outer-b"\n\n--outer-b\n\nx\n';
  expect(codes(`${head}${inner}--outer-b--\n--outer--\n`)).toEqual([]);
  expect(checkSource(`${head}${inner}--outer--\n`)).toMatchObject([{ code: 'part-not-closed', boundary: 'outer-b' }]);
  expect(checkSource(`${head}nothing\n`)).toMatchObject([{ code: 'part-not-begun', boundary: 'outer' }]);
});

test('a hundred thousand lines made to be slow take one pass', () => {
  const source = `${HEAD}Content-Type: multipart/mixed; boundary="${'-'.repeat(200)}"\n\n${`${'-'.repeat(300)}\n`.repeat(100_000)}`;
  expect(codes(source)).toEqual(['100005 part-not-begun']);
});

test('what looks like a variable and is none is named, each once', () => {
  const found = checkSource(
    'From: a@b.test\nDate: {{date}}\nMessage-ID: <{{id}}@b.test>\nSubject: {{nmae}} {{n}} { {to}}\n\n{{nmae}}\n{{ to }} {{}} {{recipient}}\n',
  ).filter(({ code }) => code === 'unknown-variable');
  expect(found).toEqual([
    { code: 'unknown-variable', severity: 'warning', line: 4, name: 'nmae' },
    { code: 'unknown-variable', severity: 'warning', line: 7, name: ' to ' },
  ]);
});
