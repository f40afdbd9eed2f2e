/** Keys to sign with: the private part never reaches the window or a file, comes back from the keychain where it was kept, and signs what is sent. */
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { composeApp, type App } from '../../../electron/app/compose.ts';
import { noDesktop } from '../../../electron/app/desktop.ts';
import { makeDkimKey } from '../../../electron/core/message/dkim/keys.ts';
import type { Client } from '../../../electron/ipc/client.ts';
import { createHost } from '../../../electron/ipc/host.ts';
import type { DkimChoice } from '../../../electron/protocol/values/app/dkim.ts';
import { memoryKeychain } from '../../harness/memory-keychain.ts';
import { localClient, type TestSender } from '../local-transport.ts';

const envelope = { from: 'a@example.org', to: ['b@example.org'] };
let dir: string;
let chosen: string[] = [];
let app: App;
let client: Client;
const keychain = memoryKeychain();
const logged: string[] = [];
const seen: unknown[] = [];

function open(): void {
  app = composeApp({
    dataDir: join(dir, 'data'),
    mailboxWorker: pathToFileURL(join(inject('workersDir'), 'mailbox-worker.js')),
    info: { version: '0.0.0', runtime: 'node', versions: {} },
    desktop: { ...noDesktop, chooseFiles: async () => chosen },
    keychain,
    log: (line) => void logged.push(line),
  });
  client = localClient(createHost<TestSender>({ ...app, trusted: (sender) => sender.trusted, log: () => undefined }));
}
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'posthorn-dkim-'));
  open();
});
afterEach(async () => {
  await app.close();
  await rm(dir, { recursive: true, force: true });
});

/** The header of the message as it would go out. */
async function previewed(dkim: DkimChoice): Promise<string> {
  const message = { kind: 'composed' as const, subject: 's', text: 't', html: null, dkim };
  return (await client.call('messages.preview', { message, envelope })).text;
}

async function fromFile(pem: string): Promise<string> {
  const path = join(dir, 'mail.pem');
  await writeFile(path, pem);
  chosen = [path];
  const [file] = await client.call('files.choose', { purpose: 'dkim-key' });
  const info = await client.call('messages.readDkimKey', { handle: file?.handle ?? '' });
  seen.push(info);
  return info.key;
}

test('made, read, kept, forgotten', async () => {
  const pem = await makeDkimKey('rsa');
  const made = await client.call('messages.makeDkimKey', { algorithm: 'ed25519' });
  const read = await fromFile(pem);
  expect(made).toMatchObject({ file: null, algorithm: 'ed25519', bits: null, kept: false });
  const { keys } = await client.call('messages.dkimKeys', {});
  expect(keys).toMatchObject([
    { key: made.key },
    { key: read, file: 'mail.pem', algorithm: 'rsa', bits: 2048, kept: false },
  ]);
  for (const key of [made.key, read])
    expect(await previewed({ key, domain: 'Example.org', selector: 'S1' })).toMatch(
      /^DKIM-Signature: [^]* d=example\.org;\r\n s=s1;/,
    );

  await client.call('messages.keepDkimKey', { key: read });
  await app.close();
  open();
  expect(await client.call('messages.dkimKeys', {})).toMatchObject({ keys: [{ key: read, kept: true }] });
  expect(await previewed({ key: read, domain: 'example.org', selector: 's1' })).toContain('a=rsa-sha256');
  await expect(previewed({ key: made.key, domain: 'example.org', selector: 's1' })).rejects.toMatchObject({
    code: 'secret-missing',
  });

  // Nowhere but in the keychain.
  const lines = pem.split('\n').filter((line) => line.length === 64);
  const inFolder = await readdir(join(dir, 'data'), { recursive: true, withFileTypes: true });
  for (const entry of inFolder.filter((each) => each.isFile())) {
    const text = await readFile(join(entry.parentPath, entry.name), 'latin1');
    for (const line of lines) expect(text).not.toContain(line);
  }
  for (const line of lines) expect(JSON.stringify([seen, logged])).not.toContain(line);

  await client.call('messages.forgetDkimKey', { key: read });
  expect(await client.call('messages.dkimKeys', {})).toEqual({ keys: [] });
  await expect(previewed({ key: read, domain: 'example.org', selector: 's1' })).rejects.toMatchObject({
    code: 'secret-missing',
  });
});

test('what cannot be signed is named, and a key file is neither shown nor sent', async () => {
  const key = await fromFile(await makeDkimKey('ed25519'));
  for (const [domain, selector] of [
    ['localhost', 's1'],
    ['example.org', 'a b'],
    ['', 's1'],
    ['example.org', 's1;d=other.org'],
  ] as const)
    await expect(previewed({ key, domain, selector })).rejects.toMatchObject({ code: 'invalid-argument' });
  const [file] = await client.call('files.choose', { purpose: 'dkim-key' });
  const handle = file?.handle ?? '';
  await expect(client.call('files.text', { handle })).rejects.toMatchObject({ code: 'invalid-argument' });
  const message = { kind: 'file' as const, handle, raw: true };
  await expect(client.call('messages.preview', { message, envelope })).rejects.toMatchObject({
    code: 'invalid-argument',
  });
  await writeFile(chosen[0] ?? '', 'no key');
  await expect(client.call('messages.readDkimKey', { handle })).rejects.toMatchObject({ code: 'invalid-argument' });
});
