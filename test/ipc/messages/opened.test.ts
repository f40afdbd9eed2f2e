/** A message file that the desktop had opened: the window reads all of it by its id, nothing of it is kept, and what cannot be read is named. */
import { mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../../electron/storage/limits.ts';
import type { AppEvent } from '../../../electron/app/events.ts';
import { realApp, type RealApp } from '../real-app.ts';

let real: RealApp;
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'posthorn-opened-'));
  real = await realApp();
});
afterAll(async () => {
  await real.close();
  await rm(dir, { recursive: true, force: true });
});

const source = [
  'From: =?utf-8?q?Z=C3=B6e?= <zoe@example.org>',
  'Subject: Found in a folder',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>Hello <img src="https://elsewhere.example/pixel.png"></p>',
  '--b',
  'Content-Type: text/plain; name=notes.txt',
  'Content-Disposition: attachment; filename=notes.txt',
  '',
  'attached',
  '--b--',
  '',
].join('\r\n');

/** What a window that begins to listen now gets, and what it hears until it leaves. */
async function heard(work: () => Promise<void> = async () => undefined): Promise<AppEvent[]> {
  const events: AppEvent[] = [];
  const leave = real.client.subscribe(
    'app.events',
    {},
    (event) => events.push(event),
    () => undefined,
  );
  await work();
  await real.client.call('app.info', {});
  leave();
  return events.filter(({ type }) => type === 'open-file' || type === 'open-failed');
}

async function opened(name: string, octets: string | Buffer = source): Promise<string> {
  await writeFile(join(dir, name), octets);
  const events = await heard(() => real.app.showMessage(join(dir, name)));
  const last = events.at(-1);
  if (last?.type !== 'open-file') throw new Error(`not opened: ${JSON.stringify(last)}`);
  return last.id;
}

test('headers, HTML, parts, source and what it refers to, by its id and without a path', async () => {
  const id = await opened('found.eml');
  const { client } = real;
  const message = await client.call('mailbox.opened', { id });
  expect(message).toMatchObject({ id, name: 'found.eml', size: source.length });
  expect(message.headers).toContainEqual({ name: 'From', value: 'Zöe <zoe@example.org>' });
  expect(message.html).toContain('Hello');
  expect(message.attachments).toMatchObject([{ filename: 'notes.txt', size: 8 }]);
  expect(JSON.stringify(message)).not.toContain(dir);
  expect(await client.call('mailbox.structure', { id })).toMatchObject({ mimeType: 'multipart/mixed' });
  const slice = await client.call('mailbox.source', { id, offset: 6, length: 10 });
  expect([slice.size, Buffer.from(slice.bytes).toString()]).toEqual([source.length, source.slice(6, 16)]);
  expect(await client.call('mailbox.remote', { id })).toEqual({ urls: ['https://elsewhere.example/pixel.png'] });
  // It is no message of the mailbox, and no call that changes one takes it.
  expect(await client.call('mailbox.list', { offset: 0, limit: 10, search: '' })).toMatchObject({ total: 0 });
  await expect(client.call('mailbox.view', { id })).rejects.toMatchObject({ code: 'message-not-found' });
  await expect(client.call('mailbox.export', { id })).rejects.toMatchObject({ code: 'message-not-found' });
  await client.call('mailbox.delete', { ids: [id] });
  expect(await client.call('mailbox.opened', { id })).toMatchObject({ name: 'found.eml' });
  const kept = await readdir(real.dataDir, { recursive: true });
  expect(kept.filter((name) => name.includes('found') || name.endsWith('.eml'))).toEqual([]);
});

test('a window that comes later shows it, until it is closed; then it is no longer known', async () => {
  const id = await opened('later.eml');
  expect(await heard()).toEqual([{ type: 'open-file', id }]);
  await real.client.call('mailbox.closeOpened', { id });
  expect(await heard()).toEqual([]);
  await expect(real.client.call('mailbox.opened', { id })).rejects.toMatchObject({ code: 'message-not-found' });
  await expect(real.client.call('mailbox.structure', { id })).rejects.toMatchObject({ code: 'message-not-found' });
});

test('one that nobody listened to is said once to who comes', async () => {
  await real.app.showMessage(join(dir, 'gone.eml'));
  const failed = {
    type: 'open-failed',
    error: { code: 'file-unreadable', params: { file: 'gone.eml', systemCode: 'ENOENT' } },
  };
  expect(await heard()).toEqual([failed]);
  expect(await heard()).toEqual([]);
});

test('a folder, and a file beyond the limit, are named and not read', async () => {
  await mkdir(join(dir, 'folder.eml'));
  await writeFile(join(dir, 'large.eml'), '');
  await truncate(join(dir, 'large.eml'), limits.mailbox.openedOctets + 1);
  for (const [name, systemCode] of [
    ['folder.eml', 'not a file'],
    ['large.eml', 'larger than 64 MiB'],
  ] as const)
    expect(await heard(() => real.app.showMessage(join(dir, name)))).toEqual([
      { type: 'open-failed', error: { code: 'file-unreadable', params: { file: name, systemCode } } },
    ]);
});

test('one that goes away while it is shown is named; the next one is read', async () => {
  const id = await opened('goes.eml');
  await rm(join(dir, 'goes.eml'));
  const named = { code: 'file-unreadable', params: { file: 'goes.eml' } };
  await expect(real.client.call('mailbox.opened', { id })).rejects.toMatchObject(named);
  await expect(real.client.call('mailbox.source', { id, offset: 0, length: 10 })).rejects.toMatchObject(named);
  const next = await opened('next.eml');
  expect(await real.client.call('mailbox.opened', { id: next })).toMatchObject({ name: 'next.eml' });
  await real.client.call('mailbox.closeOpened', { id: next });
});

test.each<[string, string | Buffer]>([
  ['a word before the header', 'Forwarded by Bob\r\nSubject: x\r\n\r\nplain\r\n'],
  ['a header without an end', `Subject: ${'x'.repeat(2_000_000)}`],
  [
    'deep',
    `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n'.repeat(2_000)}`,
  ],
])('%s is shown as far as it goes', async (_name, octets) => {
  const id = await opened('odd.eml', octets);
  expect(await real.client.call('mailbox.opened', { id })).toMatchObject({ size: Buffer.byteLength(octets) });
  await real.client.call('mailbox.closeOpened', { id });
});

test('only the last few are known, and an id that was not given is none', async () => {
  const first = await opened('first.eml');
  for (let nth = 0; nth < limits.mailbox.opened; nth += 1) await opened(`more-${nth}.eml`);
  await expect(real.client.call('mailbox.opened', { id: first })).rejects.toMatchObject({ code: 'message-not-found' });
  await expect(real.client.call('mailbox.opened', { id: 'opened-x' })).rejects.toMatchObject({
    code: 'message-not-found',
  });
});

test.each<[string, string | Buffer, string]>([
  ['nothing', '', 'empty'],
  ['octets of anything', Buffer.from([0, 255, 254, 0, 10, 13, 128]), 'no-header'],
  ['a message of Outlook', Buffer.from('d0cf11e0a1b11ae1000000', 'hex'), 'compound'],
])('%s is no message, and is refused by what it is', async (_name, octets, reason) => {
  await writeFile(join(dir, 'other.eml'), octets);
  const failed = { type: 'open-failed', error: { code: 'file-unreadable', params: { file: 'other.eml', reason } } };
  expect((await heard(() => real.app.showMessage(join(dir, 'other.eml')))).at(-1)).toEqual(failed);
});

test('one that was dropped is read by its handle, which is used up, and its octets go with it', async () => {
  const { client } = real;
  const dropped = (): Promise<string[]> => readdir(join(real.dataDir, 'dropped')).catch(() => []);
  const { handle } = await client.call('files.drop', { name: 'a dropped one.eml', bytes: Buffer.from(source) });
  const { id } = await client.call('mailbox.openFile', { handle });
  expect(await client.call('mailbox.opened', { id })).toMatchObject({
    id,
    name: 'a dropped one.eml',
    html: expect.stringContaining('Hello') as string,
  });
  expect(await dropped()).toHaveLength(1);
  // A window that is loaded anew shows it still.
  expect(await heard()).toEqual([{ type: 'open-file', id }]);
  await client.call('mailbox.closeOpened', { id });
  expect(await dropped()).toEqual([]);
  await expect(client.call('mailbox.openFile', { handle })).rejects.toMatchObject({ code: 'file-unreadable' });
});

test('one that was dropped and is no message leaves nothing behind', async () => {
  const { client } = real;
  const { handle } = await client.call('files.drop', { name: 'photo.eml', bytes: Buffer.from([255, 216, 255, 0]) });
  const refused = { code: 'file-unreadable', params: { file: 'photo.eml', reason: 'no-header' } };
  await expect(client.call('mailbox.openFile', { handle })).rejects.toMatchObject(refused);
  expect(await readdir(join(real.dataDir, 'dropped')).catch(() => [])).toEqual([]);
});
