/** Deletion with second thoughts, and the parts of a message: structure, contents, images, what is remote. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest';
import { fileSpool } from '../../electron/storage/spool/file-spool.ts';
import { openMailbox, type MailboxStore } from '../../electron/storage/mailbox/mailbox.ts';
import { limits } from '../../electron/storage/limits.ts';
import type { MimeNode } from '../../electron/protocol/values/server/mailbox.ts';

let dir: string;
let mailbox: MailboxStore;
const open = (): Promise<MailboxStore> =>
  openMailbox({ dir, workerUrl: pathToFileURL(join(inject('workersDir'), 'mailbox-worker.js')) });

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'posthorn-parts-'));
  mailbox = await open();
});

afterEach(async () => {
  await mailbox.close();
  await rm(dir, { recursive: true, force: true });
});

async function add(source: string | Uint8Array): Promise<string> {
  const file = await fileSpool(join(dir, 'spool')).create();
  await file.write(typeof source === 'string' ? Buffer.from(source, 'utf8') : source);
  const { message } = await mailbox.inbox.handle(
    {
      sessionId: 's',
      receivedAt: new Date(0).toISOString(),
      protocol: 'smtp',
      peer: '127.0.0.1:1',
      helo: 'c.example',
      mailFrom: 'a@s.example',
      mailOptions: [],
      rcptTo: [{ address: 'b@r.example', options: [] }],
      tls: false,
      user: null,
    },
    await file.finish(),
  );
  return message.id;
}

async function content(id: string, index: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of (await mailbox.part(id, index)).content()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const outline = ({ index, mimeType, children }: MimeNode): unknown =>
  children.length === 0 ? `${index} ${mimeType}` : [`${index} ${mimeType}`, ...children.map(outline)];

const png = (width: number, height: number): Buffer => {
  const bytes = Buffer.alloc(24);
  bytes.write('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
};

const binary = randomBytes(200_000);
const rich = [
  'Subject: parts',
  'Content-Type: multipart/mixed; boundary="outer"',
  '',
  'preamble --outer',
  '--outer',
  'Content-Type: multipart/related; boundary=outer-2',
  '',
  '--outer-2',
  'Content-Type: text/html; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  '<img src=3D"cid:a.+(b"> =',
  'caf=C3=A9   ',
  '--outer-2',
  'Content-Type: image/png',
  'Content-ID: <a.+(b>',
  'Content-Transfer-Encoding: base64',
  '',
  png(3, 2).toString('base64'),
  '--outer-2--',
  '--outer',
  'Content-Type: message/rfc822',
  '',
  'Subject: inner',
  'Content-Type: multipart/alternative; boundary=in',
  '',
  '--in',
  '',
  'inner text',
  '--in--',
  '--outer ',
  'Content-Type: application/octet-stream; name=fallback.bin',
  'Content-Disposition: attachment; filename*0*=utf-8\'\'r%C3%A9sum; filename*1="é x.bin"',
  'Content-Transfer-Encoding: base64',
  '',
  ...(binary.toString('base64').match(/.{1,76}/g) ?? []),
  '--outer--',
  'epilogue',
  '',
].join('\r\n');

test('the structure has every part, numbered in the order in which they begin, with the size of its content', async () => {
  const id = await add(rich);
  const root = await mailbox.structure(id);
  expect(outline(root)).toEqual([
    '0 multipart/mixed',
    ['1 multipart/related', '2 text/html', '3 image/png'],
    ['4 message/rfc822', ['5 multipart/alternative', '6 text/plain']],
    '7 application/octet-stream',
  ]);
  const [related, , attachment] = root.children;
  expect(related?.children[0]).toMatchObject({ charset: 'utf-8', encoding: 'quoted-printable', disposition: null });
  expect(attachment).toMatchObject({ filename: 'résumé x.bin', disposition: 'attachment', size: binary.length });
  expect(await content(id, 2)).toEqual(Buffer.from('<img src="cid:a.+(b"> café', 'utf8'));
  expect((await content(id, 7)).equals(binary)).toBe(true);
  expect((await content(id, 6)).toString()).toBe('inner text');
  expect((await content(id, 4)).toString()).toMatch(/^Subject: inner\r\n[^]*--in--$/);
  await expect(mailbox.part(id, 8)).rejects.toMatchObject({ code: 'invalid-argument' });
  const view = await mailbox.view(id);
  expect(view.attachments.map(({ index, filename }) => ({ index, filename }))).toEqual([
    { index: 3, filename: null },
    { index: 4, filename: null },
    { index: 7, filename: 'résumé x.bin' },
  ]);
  expect(view.html).toContain('café');
  const whole: Uint8Array[] = [];
  for await (const chunk of mailbox.octets(id)) whole.push(chunk);
  expect(Buffer.concat(whole).toString()).toBe(rich);
});

test('an image is found by its Content-ID letter for letter, in its own message only, and never a huge one', async () => {
  const id = await add(rich);
  expect(await mailbox.related(id, 'a.+(b')).toMatchObject({ mimeType: 'image/png' });
  expect(await mailbox.related(id, 'axx(b')).toBeNull();
  expect(await mailbox.related(await add('Subject: other\r\n\r\n'), 'a.+(b')).toBeNull();
  const part = (type: string, body: Buffer): string =>
    `Content-Type: ${type}\r\nContent-ID: <x>\r\nContent-Transfer-Encoding: base64\r\n\r\n${body.toString('base64')}\r\n`;
  expect(await mailbox.related(await add(part('image/png', png(65_000, 65_000))), 'x')).toBeNull();
  expect(await mailbox.related(await add(part('image/png', Buffer.from('<script>'))), 'x')).toBeNull();
  expect(await mailbox.related(await add(part('text/html', png(1, 1))), 'x')).toMatchObject({ mimeType: 'image/png' });
});

test('what is remote is listed; links and namespaces are not', async () => {
  const html = [
    '<a href="https://link.example/">x</a><a ping="https://ping.example/p" href=//no.example>',
    '<img src="http://one.example/a.png" srcset="//two.example/b 2x, https://three.example/c 3x">',
    '<img src="&#104;ttps&colon;//four.example/d"><style>@import url(https://five.example/e);</style>',
    '<div style="background:url(\\68 ttps://six.example/f)"><svg xmlns="http://www.w3.org/2000/svg">',
    '<!-- <img src="https://comment.example/"> -->',
  ].join('\n');
  const id = await add(`Content-Type: text/html\r\n\r\n${html}\r\n`);
  expect(await mailbox.remote(id)).toEqual([
    'https://ping.example/p',
    'http://one.example/a.png',
    '//two.example/b',
    'https://three.example/c',
    'https://four.example/d',
    'https://five.example/e',
    'https://six.example/f',
  ]);
});

test('a deletion can be taken back: unread, found and complete as before', async () => {
  const id = await add('Subject: precious\r\n\r\nbody words\r\n');
  await mailbox.delete([id]);
  expect(mailbox.counts()).toEqual({ total: 0, unread: 0 });
  expect((await mailbox.list({ offset: 0, limit: 9, search: 'precious' })).total).toBe(0);
  await expect(mailbox.structure(id)).rejects.toMatchObject({ code: 'message-not-found' });
  await mailbox.restore([id, 'unknown']);
  expect(mailbox.counts()).toEqual({ total: 1, unread: 1 });
  expect((await mailbox.list({ offset: 0, limit: 9, search: 'precious' })).messages[0]).toMatchObject({
    id,
    unread: true,
  });
  expect((await mailbox.view(id)).text).toContain('body words');
});

test('a deletion is final after its time, and when the mailbox closes', async () => {
  const first = await add('Subject: first\r\n\r\n');
  const second = await add('Subject: second\r\n\r\n');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    await mailbox.delete([first]);
    await vi.advanceTimersByTimeAsync(limits.undo.graceMs);
  } finally {
    vi.useRealTimers();
  }
  await mailbox.restore([first]);
  expect(mailbox.counts().total).toBe(1);
  await vi.waitFor(async () => expect(await readdir(join(dir, 'messages'))).toEqual([`${second}.eml`]));
  await mailbox.delete([second]);
  await mailbox.close();
  expect(await readdir(join(dir, 'messages'))).toEqual([]);
  mailbox = await open();
  expect(mailbox.counts().total).toBe(0);
});
