/** The send test that is being prepared comes back after a restart, with its files; and what a preview shows is what goes out. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { composeApp, type App } from '../../../electron/app/compose.ts';
import { noDesktop } from '../../../electron/app/desktop.ts';
import type { Client } from '../../../electron/ipc/client.ts';
import { limits } from '../../../electron/protocol/parse/limits.ts';
import { createHost } from '../../../electron/ipc/host.ts';
import { localClient, type TestSender } from '../local-transport.ts';
import { sampleInputs } from '../samples.ts';

const sample = sampleInputs['messages.keepDraft'];
let dir: string;
let chosen: string[];
let app: App;
let client: Client;
const logged: string[] = [];

function open(): void {
  app = composeApp({
    dataDir: join(dir, 'data'),
    mailboxWorker: pathToFileURL(join(inject('workersDir'), 'mailbox-worker.js')),
    info: { version: '0.0.0', runtime: 'node', versions: {} },
    desktop: { ...noDesktop, chooseFiles: async () => chosen },
    log: (line) => void logged.push(line),
  });
  client = localClient(createHost<TestSender>({ ...app, trusted: (sender) => sender.trusted, log: () => undefined }));
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'posthorn-draft-'));
  logged.length = 0;
  open();
});
afterEach(async () => {
  await app.close();
  await rm(dir, { recursive: true, force: true });
});

async function choose(name: string, text: string): Promise<string> {
  chosen = [join(dir, name)];
  await writeFile(join(dir, name), text);
  const [file] = await client.call('files.choose', { purpose: 'attachments' });
  return file?.handle ?? '';
}

test('everything that was typed, and the files under new handles', async () => {
  expect(await client.call('messages.draft', {})).toEqual({ found: null });
  const [kept, lost] = [await choose('kept.txt', 'kept'), await choose('lost.txt', 'lost')];
  await client.call('messages.keepDraft', { ...sample, attachments: [kept, lost], messageFile: kept });
  await app.close();
  await rm(join(dir, 'lost.txt'));
  open();
  const { found } = await client.call('messages.draft', {});
  expect(found).toMatchObject({ gone: ['lost.txt'], messageFile: { name: 'kept.txt', size: 4 } });
  expect(found?.attachments).toMatchObject([{ name: 'kept.txt', size: 4 }]);
  const { attachments: _a, messageFile: _m, ...typed } = sample;
  expect(found?.draft).toMatchObject(typed);
  // The new handle is one that can be sent.
  const handle = found?.attachments[0]?.handle ?? '';
  const message = { kind: 'composed' as const, subject: 's', text: 't', html: null, attachments: [handle] };
  const preview = await client.call('messages.preview', {
    message,
    envelope: { from: 'a@example.org', to: ['b@example.org'] },
  });
  expect(preview.text).toContain('kept.txt');
});

test('let go of, it does not come back', async () => {
  await client.call('messages.keepDraft', sample);
  await client.call('messages.dropDraft', {});
  expect(await client.call('messages.draft', {})).toEqual({ found: null });
});

test('one that is larger than is kept leaves the one before', async () => {
  await client.call('messages.keepDraft', sample);
  const text = 'x'.repeat(limits.sendDraft);
  await expect(
    client.call('messages.keepDraft', { ...sample, message: { ...sample.message, text } }),
  ).rejects.toMatchObject({ code: 'invalid-argument', params: { argument: 'draft' } });
  expect((await client.call('messages.draft', {})).found?.draft.message.text).toBe(sample.message.text);
});

test('a damaged file is set aside and costs nothing but what stood in it', async () => {
  await client.call('messages.keepDraft', sample);
  await writeFile(join(dir, 'data', 'send-draft.json'), '{"schema":1,');
  expect(await client.call('messages.draft', {})).toEqual({ found: null });
  expect(logged).toHaveLength(1);
  await client.call('messages.keepDraft', sample);
  expect((await client.call('messages.draft', {})).found?.draft.from).toBe(sample.from);
});

test('no place for a secret: the file has none, whatever is sent along', async () => {
  await client.call('messages.keepDraft', { ...sample, secret: 'S3cret!', password: 'S3cret!' } as typeof sample);
  expect(await readFile(join(dir, 'data', 'send-draft.json'), 'utf8')).not.toContain('S3cret!');
});

test('a preview counts and hashes all of it, and shows its beginning', async () => {
  const envelope = { from: 'a@example.org', to: ['b@example.org'] };
  const source = `Subject: x\r\n\r\n${'ü'.repeat(50)}\r\n`;
  expect(await client.call('messages.preview', { message: { kind: 'source', source }, envelope })).toEqual({
    text: source,
    cut: false,
    octets: Buffer.byteLength(source),
    sha256: createHash('sha256').update(source).digest('hex'),
  });
  const large = await client.call('messages.preview', { message: { kind: 'generated', octets: 3_000_000 }, envelope });
  expect(large).toMatchObject({ cut: true, octets: 3_000_000 });
  expect(large.text).toHaveLength(262_144);
});
