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
