/** Files of a send test that are no longer what they were when they were chosen: nothing of them is sent, what became of each is known, and one that was changed can be taken as it is now. */
import { mkdir, mkdtemp, readdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { composeApp, type App } from '../../../electron/app/compose.ts';
import { noDesktop } from '../../../electron/app/desktop.ts';
import type { Client } from '../../../electron/ipc/client.ts';
import { createHost } from '../../../electron/ipc/host.ts';
import type { MessageInput } from '../../../electron/protocol/values/app/run.ts';
import { startScripted } from '../../harness/peers/scripted-server.ts';
import { localClient, type TestSender } from '../local-transport.ts';
import { runToEnd } from '../real-app.ts';
import { sampleInputs } from '../samples.ts';

const envelope = { from: 'a@example.org', to: ['b@example.org'] };
let dir: string;
let chosen: string[];
let app: App;
let client: Client;

function open(): void {
  app = composeApp({
    dataDir: join(dir, 'data'),
    mailboxWorker: pathToFileURL(join(inject('workersDir'), 'mailbox-worker.js')),
    info: { version: '0.0.0', runtime: 'node', versions: {} },
    desktop: { ...noDesktop, chooseFiles: async () => chosen },
    log: () => undefined,
  });
  client = localClient(createHost<TestSender>({ ...app, trusted: (sender) => sender.trusted, log: () => undefined }));
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'posthorn-changed-'));
  open();
});
afterEach(async () => {
  await app.close();
  await rm(dir, { recursive: true, force: true });
});

const at = (name: string): string => join(dir, name);

async function choose(name: string, text: string): Promise<string> {
  chosen = [at(name)];
  await writeFile(at(name), text);
  const [file] = await client.call('files.choose', { purpose: 'attachments' });
  return file?.handle ?? '';
}

const attached = (handle: string): MessageInput => ({
  kind: 'composed',
  subject: 'With a file',
  text: 'x',
  html: null,
  attachments: [handle],
});
const asFile = (handle: string): MessageInput => ({ kind: 'file', handle, raw: true });

async function send(message: MessageInput) {
  const peer = await startScripted([
    { send: '220 mx.test\r\n' },
    { expect: '^EHLO' },
    { send: '250 mx.test\r\n' },
    { expect: '^MAIL' },
    { send: '250 ok\r\n' },
    { expect: '^RCPT' },
    { send: '250 ok\r\n' },
    { expect: '^DATA' },
    { send: '354 go\r\n' },
    { data: true },
    { send: '250 taken\r\n' },
    { tail: true },
  ]);
  const snapshot = await runToEnd(client, {
    command: 'send',
    connection: { target: `127.0.0.1:${peer.port}`, security: 'none' },
    auth: null,
    secret: null,
    envelope,
    message,
    dryRun: false,
  });
  await peer.close();
  return { ...snapshot, connections: peer.recorded.connections, data: Buffer.concat(peer.recorded.data).toString() };
}

type Change = (name: string) => Promise<void>;

/** The last keeps the length and sets the time back. */
const changes: Readonly<Record<string, Change>> = {
  'written to': (name) => writeFile(at(name), 'Subject: other\r\n\r\nanother\r\n'),
  'replaced by another': async (name) => {
    await writeFile(at('new'), 'Subject: x\r\n\r\nbefore\r\n');
    await rename(at('new'), at(name));
  },
  'written to in place, as long as before': async (name) => {
    await writeFile(at(name), 'Subject: x\r\n\r\nBEFORE\r\n');
    await utimes(at(name), 1, 1);
  },
};

test.each(Object.entries(changes))(
  '%s: nothing is connected, and it goes as it is now once that is taken',
  async (_, change) => {
    const handle = await choose('message.eml', 'Subject: x\r\n\r\nbefore\r\n');
    expect(await client.call('files.check', { handles: [handle] })).toMatchObject({
      files: [{ state: 'same', size: 22 }],
    });
    await change('message.eml');
    const { files } = await client.call('files.check', { handles: [handle] });
    expect(files).toMatchObject([{ handle, state: 'changed' }]);
    for (const message of [asFile(handle), attached(handle)]) {
      const refused = await send(message);
      expect(refused.failure).toEqual({ code: 'file-changed', params: { file: 'message.eml' } });
      expect(refused.connections).toBe(0);
      await expect(client.call('messages.preview', { message, envelope })).rejects.toMatchObject({
        code: 'file-changed',
      });
    }
    const now = await client.call('files.accept', { handle });
    expect(now).toEqual({ handle, name: 'message.eml', size: files[0]?.size });
    expect(await client.call('files.check', { handles: [handle] })).toMatchObject({ files: [{ state: 'same' }] });
    const sent = await send(asFile(handle));
    expect(sent.report?.delivery).toBe('all');
    expect(sent.connections).toBe(1);
  },
);

test('gone, a folder in its place, or not to be read: each by its name, and nothing is connected', async () => {
  const becomes: Readonly<Record<string, { state: string; make: Change }>> = {
    'gone.txt': { state: 'gone', make: (name) => rm(at(name)) },
    'folder.txt': {
      state: 'not-a-file',
      make: (name) =>
        rm(at(name))
          .then(() => mkdir(at(name)))
          .then(() => undefined),
    },
    // What even root cannot follow.
    'loop.txt': { state: 'unreadable', make: (name) => rm(at(name)).then(() => symlink(at(name), at(name))) },
  };
  for (const [name, { state, make }] of Object.entries(becomes)) {
    const handle = await choose(name, 'text');
    await make(name);
    expect(await client.call('files.check', { handles: [handle] }), name).toEqual({
      files: [{ handle, state, size: 4 }],
    });
    for (const message of [asFile(handle), attached(handle)]) {
      const refused = await send(message);
      expect(refused.failure, name).toMatchObject({ code: 'file-unreadable', params: { file: name } });
      expect(refused.connections, name).toBe(0);
    }
    await expect(client.call('files.accept', { handle }), name).rejects.toMatchObject({ code: 'file-unreadable' });
  }
});

test('a dropped file of the kept send test is there after a restart; others are not', async () => {
  const draft = sampleInputs['messages.keepDraft'];
  const drop = async (name: string): Promise<string> =>
    (await client.call('files.drop', { name, bytes: Buffer.from(name) })).handle;
  const kept = await drop('kept.txt');
  await drop('other.txt');
  expect(await readdir(join(dir, 'data', 'dropped'))).toHaveLength(2);
  await client.call('messages.keepDraft', { ...draft, attachments: [kept], messageFile: null });
  await app.close();
  expect(await readdir(join(dir, 'data', 'dropped'))).toHaveLength(1);
  open();
  const { found } = await client.call('messages.draft', {});
  expect(found).toMatchObject({ gone: [], attachments: [{ name: 'kept.txt', size: 8 }] });
  // The page alone was loaded anew: the same handle goes on.
  await client.call('messages.keepDraft', {
    ...draft,
    attachments: [found?.attachments[0]?.handle ?? ''],
    messageFile: null,
  });
  expect((await client.call('messages.draft', {})).found?.attachments).toEqual(found?.attachments);
  const sent = await send(attached(found?.attachments[0]?.handle ?? ''));
  expect(sent.data).toContain(Buffer.from('kept.txt').toString('base64'));
});

test('a chosen file that was changed while the app was closed is not taken for what it was', async () => {
  const handle = await choose('notes.txt', 'before');
  const draft = sampleInputs['messages.keepDraft'];
  await client.call('messages.keepDraft', { ...draft, attachments: [handle], messageFile: null });
  await app.close();
  await writeFile(at('notes.txt'), 'after it');
  open();
  const { found } = await client.call('messages.draft', {});
  const again = found?.attachments[0]?.handle ?? '';
  expect(await client.call('files.check', { handles: [again] })).toMatchObject({
    files: [{ state: 'changed', size: 8 }],
  });
});
