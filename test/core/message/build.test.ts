import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { composeMessage } from '../../../electron/core/message/build.ts';
import type { MessageSource } from '../../../electron/core/smtp/types.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthorn-build-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function read(source: MessageSource): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source.open()) chunks.push(chunk);
  return Buffer.concat(chunks).toString('latin1');
}

const composed = (text: string, html: string | null = null) =>
  ({ kind: 'composed', subject: 'Grüße', text, html }) as const;
const envelope = { from: 'a@x.test', to: ['b@y.test', 'c@y.test'] };

test('has the header fields that RFC 5322 requires, and only CRLF', async () => {
  const source = await composeMessage(composed('one\ntwo\rthree\n.\n'), envelope);
  const text = await read(source);
  expect(text).toMatch(/^From: a@x\.test\r$/m);
  expect(text).toMatch(/^To: b@y\.test, c@y\.test\r$/m);
  expect(text).toMatch(/^Date: .+\r$/m);
  expect(text).toMatch(/^Message-ID: <[^@>]+@x\.test>\r$/m);
  expect(text).toMatch(/^Subject: =\?UTF-8\?/im);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  expect(source.size).toBe(text.length);
});

test('a message with attachments is read anew each time and has the same octets', async () => {
  const path = join(folder, 'data.bin');
  await writeFile(path, Buffer.alloc(200_000, 7));
  const source = await composeMessage(composed('hi', '<p>hi</p>'), envelope, { attachments: [{ path }] });
  const first = await read(source);
  expect(await read(source)).toBe(first);
  expect(source.size).toBe(first.length);
  expect(first).toContain('filename=data.bin');
  expect(first).toContain('text/html');
});

test('a header given by the user replaces ours', async () => {
  const headers = [
    { name: 'From', value: 'Somebody <s@x.test>' },
    { name: 'Date', value: 'Mon, 1 Jan 2024 00:00:00 +0000' },
    { name: 'Message-ID', value: '<mine@x.test>' },
    { name: 'X-Test', value: 'yes' },
  ];
  const text = await read(await composeMessage(composed('x'), envelope, { headers }));
  expect(text.match(/^From:/gm)).toHaveLength(1);
  expect(text).toContain('From: Somebody <s@x.test>\r\n');
  expect(text.match(/^Date:/gm)).toHaveLength(1);
  expect(text).toContain('Date: Mon, 1 Jan 2024 00:00:00 +0000\r\n');
  expect(text.match(/^Message-ID:/gim)).toHaveLength(1);
  expect(text).toContain('<mine@x.test>');
  expect(text).toContain('X-Test: yes\r\n');
});

test.each([
  ['X-Empty', '', 'X-Empty:\r\n'],
  ['x-lower_case', 'v', 'x-lower_case: v\r\n'],
  ['X-As-It-Is', '"a" <b> =?x?= (c)', 'X-As-It-Is: "a" <b> =?x?= (c)\r\n'],
  ['From', 'no address at all', 'From: no address at all\r\n'],
  ['Content-Type', 'text/x-own', 'Content-Type: text/x-own\r\n'],
  ['X-Beyond', 'grün', 'X-Beyond: =?UTF-8?Q?gr=C3=BCn?=\r\n'],
])('a header goes out once, as it was given: %s: %s', async (name, value, line) => {
  const text = await read(await composeMessage(composed('x'), envelope, { headers: [{ name, value }] }));
  expect(text).toContain(`\r\n${line}`.slice(text.startsWith(line) ? 2 : 0));
  expect(text.toLowerCase().split(`${name.toLowerCase()}:`)).toHaveLength(2);
});

test('headers of one name all go out, in their order; Bcc does not', async () => {
  const headers = ['1', '2', '3'].map((value) => ({ name: 'X-Same', value }));
  const text = await read(
    await composeMessage(composed('x'), envelope, { headers: [...headers, { name: 'bcc', value: 'z@y.test' }] }),
  );
  expect(text.match(/^X-Same: .*$/gm)).toEqual(['X-Same: 1', 'X-Same: 2', 'X-Same: 3']);
  expect(text).not.toMatch(/z@y\.test/);
});

test.each([
  ['Content-Transfer-Encoding', 'base64', null],
  ['Content-Type', 'text/plain', '<p>x</p>'],
])('%s would contradict the body: refused', async (name, value, html) => {
  const made = composeMessage(composed('x', html), envelope, { headers: [{ name, value }] });
  await expect(made).rejects.toMatchObject({ code: 'invalid-argument', params: { argument: 'header' } });
});

test('no line is longer than RFC 5322 allows, whatever the subject, and unfolding gives it back', async () => {
  for (const subject of ['word '.repeat(400).trim(), 'x'.repeat(3000), '日本'.repeat(500), '=?utf-8?q?no?=']) {
    const text = await read(await composeMessage({ ...composed('x'), subject }, envelope));
    expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78);
    const [, field = ''] = /^Subject: ((?:.|\r\n )*)\r$/m.exec(text) ?? [];
    const words = field.match(/=\?UTF-8\?B\?[^?]*\?=/g);
    const decoded = words?.map((word) => Buffer.from(word.slice(10, -2), 'base64').toString()).join('');
    expect(decoded ?? field.replaceAll('\r\n', '')).toBe(subject);
  }
});

test('recipients without a domain, as LMTP has them, are not written into To', async () => {
  expect(await read(await composeMessage(composed('x'), { from: 'a@x.test', to: ['joe'] }))).toMatch(
    /^To: undisclosed-recipients:;\r$/m,
  );
  const some = { from: 'a@x.test', to: ['joe', '"q p"@[IPv6:::1]'] };
  expect(await read(await composeMessage(composed('x'), some))).toMatch(/^To: "q p"@\[IPv6:::1\]\r$/m);
});

test.each(['a\r\nBcc: x@y.test', 'a\nb', 'a\0'])(
  'a header value that would break out is refused: %j',
  async (value) => {
    await expect(composeMessage(composed('x'), envelope, { headers: [{ name: 'X', value }] })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
  },
);

test('a file that cannot be read is named', async () => {
  const path = join(folder, 'missing');
  await expect(composeMessage(composed('x'), envelope, { attachments: [{ path }] })).rejects.toMatchObject({
    code: 'file-unreadable',
    params: { path, systemCode: 'ENOENT' },
  });
});

test('the null sender still gets a From field', async () => {
  const text = await read(await composeMessage(composed('x'), { from: '', to: ['b@y.test'] }));
  expect(text).toMatch(/^From: MAILER-DAEMON@/m);
});

test('a source is sent as it is', async () => {
  const source = await composeMessage({ kind: 'source', source: 'Subject: x\n\nhé' }, envelope);
  expect(Buffer.from(await read(source), 'latin1').toString()).toBe('Subject: x\n\nhé');
});
