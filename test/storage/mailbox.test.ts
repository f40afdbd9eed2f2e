import { createHash } from 'node:crypto';
import { appendFile, copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { fileSpool } from '../../electron/storage/spool/file-spool.ts';
import { messagePath } from '../../electron/storage/mailbox/files.ts';
import { openMailbox, type MailboxStore } from '../../electron/storage/mailbox/mailbox.ts';
import { MailboxIndex } from '../../electron/storage/mailbox/message-index.ts';
import type { AddItem } from '../../electron/storage/mailbox/worker-protocol.ts';
import type { NewMessage } from '../../electron/core/ports.ts';
import type { MessageSummary } from '../../electron/protocol/values/server/mailbox.ts';
import { temporaryDir, workerUrl } from '../server/fixture.ts';

const envelope: NewMessage = {
  sessionId: 's1',
  receivedAt: '2026-01-02T03:04:05.000Z',
  protocol: 'smtp',
  peer: '127.0.0.1:4711',
  helo: 'client.test',
  mailFrom: 'sender@s.example',
  mailOptions: ['SIZE=10'],
  rcptTo: [{ address: 'rcpt@r.example', options: [] }],
  tls: true,
  user: 'u',
};

async function open(dir: string): Promise<MailboxStore> {
  const mailbox = await openMailbox({ dir, workerUrl: workerUrl() });
  onTestFinished(() => mailbox.close());
  return mailbox;
}

async function add(
  mailbox: MailboxStore,
  dir: string,
  source: string | Buffer,
  over: Partial<NewMessage> = {},
): Promise<MessageSummary> {
  const file = await fileSpool(join(dir, 'incoming')).create();
  await file.write(Buffer.from(source));
  const { message } = await mailbox.inbox.handle({ ...envelope, ...over }, await file.finish());
  return message;
}

const everything = { offset: 0, limit: 100, search: '' };

test('a message is summed up, listed newest first, paged and counted', async () => {
  const dir = await temporaryDir();
  const mailbox = await open(dir);
  const source =
    'From: =?utf-8?q?J=C3=BCrgen?= <j@s.example>\r\nSubject: =?utf-8?b?R3LDvMOfZQ==?=\r\n folded\r\nTo: x@y\r\n\r\nHello\r\n';
  const first = await add(mailbox, dir, source);
  expect(first).toMatchObject({
    ...envelope,
    unread: true,
    subject: 'Grüße folded',
    from: 'Jürgen <j@s.example>',
    size: Buffer.byteLength(source),
    sha256: createHash('sha256').update(source).digest('hex'),
  });
  const second = await add(mailbox, dir, 'no headers at all');
  expect(second).toMatchObject({ subject: null, from: null });
  const page = await mailbox.list(everything);
  expect(page).toEqual({ total: 2, unread: 2, messages: [second, first] });
  expect((await mailbox.list({ offset: 1, limit: 1, search: '' })).messages).toEqual([first]);
  expect(mailbox.counts()).toEqual({ total: 2, unread: 2 });
});

test('search finds words in subject, sender, recipients and text, in plain and in encoded bodies', async () => {
  const dir = await temporaryDir();
  const mailbox = await open(dir);
  const plain = await add(mailbox, dir, 'Subject: Invoice 4711\r\n\r\nThe quick brown fox\r\n');
  const mime = [
    'Subject: parts',
    'Content-Type: multipart/alternative; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('Schöne Grüße vom Rhein').toString('base64'),
    '--b--',
    '',
  ].join('\r\n');
  const encoded = await add(mailbox, dir, mime, { mailFrom: 'other@elsewhere.example' });
  const found = async (search: string) => (await mailbox.list({ ...everything, search })).messages.map(({ id }) => id);
  expect(await found('invoi')).toEqual([plain.id]);
  expect(await found('brown')).toEqual([plain.id]);
  expect(await found('rhein')).toEqual([encoded.id]);
  expect(await found('gruße')).toEqual([encoded.id]);
  expect(await found('other@elsewhere.example')).toEqual([encoded.id]);
  expect(await found('rcpt@r.example')).toEqual([encoded.id, plain.id]);
  expect(await found('fox nowhere')).toEqual([]);
  // What looks like query syntax is text.
  expect(await found('"fox" OR subject:* NEAR(')).toEqual([]);
  expect(await found('"')).toHaveLength(2);
});

test('marking and deleting change the counts and are reported', async () => {
  const dir = await temporaryDir();
  const mailbox = await open(dir);
  const reported: string[] = [];
  const a = await add(mailbox, dir, 'Subject: a\r\n\r\n');
  const b = await add(mailbox, dir, 'Subject: b\r\n\r\n');
  const stop = mailbox.onChange(({ total, unread }) => reported.push(`${total}/${unread}`));
  await mailbox.markRead(a.id, true);
  await mailbox.markRead(a.id, true);
  await mailbox.markRead(a.id, false);
  await mailbox.markRead(a.id, true);
  await mailbox.delete([b.id, 'unknown']);
  stop();
  await mailbox.delete([a.id]);
  expect(reported).toEqual(['2/1', '2/2', '2/1', '1/0']);
  expect(mailbox.counts()).toEqual({ total: 0, unread: 0 });
  await expect(mailbox.markRead(b.id, true)).rejects.toMatchObject({ code: 'message-not-found' });
  await expect(mailbox.view(b.id)).rejects.toMatchObject({ code: 'message-not-found' });
  await expect(mailbox.source(b.id, 0, 1)).rejects.toMatchObject({ code: 'message-not-found' });
  // Files go when a deletion cannot be taken back any more, at the latest now.
  await mailbox.close();
  expect(await readdir(join(dir, 'messages'))).toEqual([]);
});

test('the source is given in slices, octet for octet', async () => {
  const dir = await temporaryDir();
  const mailbox = await open(dir);
  const octets = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7) % 256));
  const { id } = await add(mailbox, dir, octets);
  const slice = await mailbox.source(id, 100_000, 150_000);
  expect(slice.size).toBe(300_000);
  expect(Buffer.compare(Buffer.from(slice.bytes), octets.subarray(100_000, 250_000))).toBe(0);
  expect((await mailbox.source(id, 299_990, 1000)).bytes).toHaveLength(10);
  expect((await mailbox.source(id, 400_000, 1000)).bytes).toHaveLength(0);
});

test('an id from outside is never a path', async () => {
  const dir = await temporaryDir();
  const mailbox = await open(dir);
  for (const id of ['../index', 'a/b', '..', '']) {
    await expect(mailbox.source(id, 0, 10)).rejects.toMatchObject({ code: 'message-not-found' });
  }
  expect(() => messagePath(dir, '../x')).toThrow(RangeError);
});

test('a view has headers, both bodies and attachments', async () => {
  const dir = await temporaryDir();
  const mailbox = await open(dir);
  const source = [
    'Subject: =?utf-8?q?=C3=A4?=',
    'X-Two: one',
    'X-Two: two',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/html',
    '',
    '<p>hi<script>x()</script></p>',
    '--b',
    'Content-Type: application/pdf; name="a b.pdf"',
    'Content-Disposition: attachment; filename="a b.pdf"',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('%PDF').toString('base64'),
    '--b--',
    '',
  ].join('\r\n');
  const { id } = await add(mailbox, dir, source);
  const view = await mailbox.view(id);
  expect(view.headers).toContainEqual({ name: 'Subject', value: 'ä' });
  expect(view.headers.filter(({ name }) => name === 'X-Two')).toEqual([
    { name: 'X-Two', value: 'one' },
    { name: 'X-Two', value: 'two' },
  ]);
  expect(view.html).toContain('<p>hi');
  expect(view.attachments).toMatchObject([{ filename: 'a b.pdf', mimeType: 'application/pdf', size: 4 }]);
  expect(view.truncated).toBe(false);
  expect(view.summary.id).toBe(id);
});

test('a message nested beyond reason is shown as text, and the store lives on', async () => {
  const dir = await temporaryDir();
  const mailbox = await open(dir);
  const levels = Array.from(
    { length: 400 },
    (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`,
  );
  const { id } = await add(mailbox, dir, `Subject: deep\r\n${levels.join('')}`);
  const view = await mailbox.view(id);
  expect(view.truncated).toBe(true);
  expect(view.text).toContain('Subject: deep');
  expect((await mailbox.list({ ...everything, search: 'deep' })).total).toBe(1);
});

test('closing and opening again changes nothing', async () => {
  const dir = await temporaryDir();
  const before = await openMailbox({ dir, workerUrl: workerUrl() });
  const a = await add(before, dir, 'Subject: a\r\n\r\nneedle\r\n');
  await add(before, dir, 'Subject: b\r\n\r\n');
  await before.markRead(a.id, true);
  const page = await before.list(everything);
  await before.close();
  await expect(before.list(everything)).rejects.toMatchObject({ code: 'internal' });
  const after = await open(dir);
  expect(await after.list(everything)).toEqual(page);
  expect((await after.list({ ...everything, search: 'needle' })).total).toBe(1);
});

test('a second process is kept out', async () => {
  const dir = await temporaryDir();
  await open(dir);
  await expect(openMailbox({ dir, workerUrl: workerUrl() })).rejects.toMatchObject({
    code: 'internal',
    params: { reason: 'mailbox-in-use', systemCode: 'SQLITE_BUSY' },
  });
});

test.each([
  ['lost', async (dir: string) => removeIndex(dir)],
  [
    'damaged',
    async (dir: string) => {
      await removeIndex(dir);
      await writeFile(join(dir, 'index.db'), Buffer.alloc(20_000, 'not a database '));
    },
  ],
])('an index that is %s is made anew from the files', async (_, spoil) => {
  const dir = await temporaryDir();
  const before = await openMailbox({ dir, workerUrl: workerUrl() });
  for (const subject of ['a', 'b', 'c']) await add(before, dir, `Subject: ${subject}\r\n\r\nword${subject}\r\n`);
  const page = await before.list(everything);
  await before.close();
  await spoil(dir);
  const after = await open(dir);
  expect(await after.list(everything)).toEqual(page);
  expect((await after.list({ ...everything, search: 'wordb' })).total).toBe(1);
});

test('repair: a message without a row comes back with its envelope, a row without a message goes', async () => {
  const dir = await temporaryDir();
  const before = await openMailbox({ dir, workerUrl: workerUrl() });
  const gone = await add(before, dir, 'Subject: gone\r\n\r\n');
  await before.close();
  // As a process leaves it that is killed between the renaming and the commit: journal and file, no row.
  const sidecar = { ...gone, id: 'killed-1', subject: 'kept', size: 17, unread: undefined };
  await appendFile(join(dir, 'envelopes.jsonl'), `${JSON.stringify(sidecar)}\n{"id":"half`);
  await writeFile(messagePath(dir, 'killed-1'), 'Subject: kept\r\n\r\n');
  // And one that nobody knows anything of.
  await writeFile(messagePath(dir, 'stranger'), 'Subject: strange\r\nFrom: f@x\r\n\r\n');
  await writeFile(join(dir, 'messages', 'half.copy'), 'x');
  // Killed in the middle of writing a small message.
  await appendFile(join(dir, 'envelopes.jsonl'), `\n${JSON.stringify({ ...sidecar, id: 'killed-2', size: 500 })}\n`);
  await writeFile(messagePath(dir, 'killed-2'), 'Subject: ha');
  await rm(messagePath(dir, gone.id));
  const after = await open(dir);
  const { messages, total, unread } = await after.list(everything);
  expect([total, unread]).toEqual([2, 2]);
  expect(messages.find(({ id }) => id === 'killed-1')).toMatchObject({ subject: 'kept', mailFrom: 'sender@s.example' });
  expect(messages.find(({ id }) => id === 'stranger')).toMatchObject({
    subject: 'strange',
    from: 'f@x',
    mailFrom: '',
    rcptTo: [],
  });
  expect((await readdir(join(dir, 'messages'))).sort()).toEqual(['killed-1.eml', 'stranger.eml']);
  // Half a line in the journal does not swallow what comes after it.
  const next = await add(after, dir, 'Subject: next\r\n\r\n');
  await after.close();
  await removeIndex(dir);
  const again = await open(dir);
  expect((await again.summary(next.id)).mailFrom).toBe('sender@s.example');
});

test('the journal is written anew when most of it is about messages that are gone', async () => {
  const dir = await temporaryDir();
  const before = await openMailbox({ dir, workerUrl: workerUrl() });
  const kept = await add(before, dir, 'Subject: kept\r\n\r\n');
  await before.close();
  const line = `${JSON.stringify({ ...kept, id: 'long-gone', unread: undefined })}\n`;
  await appendFile(join(dir, 'envelopes.jsonl'), line.repeat(4000));
  await (await openMailbox({ dir, workerUrl: workerUrl() })).close();
  expect((await stat(join(dir, 'envelopes.jsonl'))).size).toBeLessThan(2000);
  await removeIndex(dir);
  expect(await (await open(dir)).summary(kept.id)).toEqual(kept);
});

test('many at once are all stored, each once', async () => {
  const dir = await temporaryDir();
  const mailbox = await open(dir);
  const added = await Promise.all(
    Array.from({ length: 700 }, (_, i) => add(mailbox, dir, `Subject: n${i}\r\n\r\n${i}\r\n`)),
  );
  expect(new Set(added.map(({ id }) => id)).size).toBe(700);
  expect(mailbox.counts()).toEqual({ total: 700, unread: 700 });
  expect(await readdir(join(dir, 'incoming'))).toEqual([]);
  expect(await readFile(messagePath(dir, added[433]?.id ?? ''), 'utf8')).toBe('Subject: n433\r\n\r\n433\r\n');
});

test('a message whose file cannot be taken over fails alone', async () => {
  const dir = await temporaryDir();
  const mailbox = await open(dir);
  const missing = { path: join(dir, 'missing'), size: 1, sha256: 'x', head: new Uint8Array(0) };
  const bad = mailbox.inbox.handle(envelope, {
    ...missing,
    stream: () => Readable.from([]),
    discard: async () => undefined,
  });
  const good = add(mailbox, dir, 'Subject: good\r\n\r\n');
  await expect(bad).rejects.toMatchObject({ code: 'internal', params: { reason: 'message-not-stored' } });
  await expect(good).resolves.toMatchObject({ subject: 'good' });
  expect(mailbox.counts().total).toBe(1);
});

async function removeIndex(dir: string): Promise<void> {
  for (const name of ['index.db', 'index.db-wal', 'index.db-shm']) await rm(join(dir, name), { force: true });
}

test('a copy of the folder is a whole mailbox', async () => {
  const dir = await temporaryDir();
  const before = await openMailbox({ dir, workerUrl: workerUrl() });
  const { id } = await add(before, dir, 'Subject: moved\r\n\r\n');
  await before.close();
  const other = await temporaryDir();
  await mkdir(join(other, 'messages'));
  await copyFile(messagePath(dir, id), messagePath(other, id));
  await copyFile(join(dir, 'envelopes.jsonl'), join(other, 'envelopes.jsonl'));
  expect((await (await open(other)).summary(id)).subject).toBe('moved');
});

test('the newest are kept within octets too, the last one whatever its size', async () => {
  const index = await MailboxIndex.open(await temporaryDir(), async () => null);
  onTestFinished(() => index.close());
  const item = (id: string, octets: number): AddItem => {
    const source = Buffer.from(`Subject: ${id}\r\n\r\n`.padEnd(octets, 'x'));
    return { id, message: envelope, source, size: octets, sha256: '00', head: null };
  };
  index.addAll([item('00000001', 400), item('00000002', 400), item('00000003', 400)]);
  index.retain(10, 1_000);
  const ids = () => index.list(0, 10, '').messages.map(({ id }) => id);
  expect(ids()).toEqual(['00000003', '00000002']);
  index.hide(['00000002'], true);
  index.addAll([item('00000004', 500)]);
  expect(ids()).toEqual(['00000004', '00000003']);
  index.addAll([item('00000005', 5_000)]);
  expect(ids()).toEqual(['00000005']);
  index.retain(0, 0);
  index.addAll([item('00000006', 5_000)]);
  expect(index.counts()).toEqual({ total: 2, unread: 2 });
});
