/** The connection's own secrets of a profile: a key goes from its file to the keychain and from there into the handshake, never through the window. */
import { createPrivateKey } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import type { Client } from '../../../electron/ipc/client.ts';
import { createHost } from '../../../electron/ipc/host.ts';
import type { Profile } from '../../../electron/protocol/values/profiles/profile.ts';
import { composeApp, type App } from '../../../electron/app/compose.ts';
import { noDesktop } from '../../../electron/app/desktop.ts';
import { content } from '../../core/profiles/samples.ts';
import { makeCertificates, testAuthority, testCertificate } from '../../harness/certificates.ts';
import { memoryKeychain, type MemoryKeychain } from '../../harness/memory-keychain.ts';
import { startTlsPeer } from '../../harness/peers/tls-peer.ts';
import { localClient, type TestSender } from '../local-transport.ts';
import { runToEnd } from '../real-app.ts';

beforeAll(makeCertificates);

const PASSPHRASE = 'schlüssel-geheim';
let dir: string;
let chosen: string[];
let keychain: MemoryKeychain;
let app: App;
let client: Client;
let seen: unknown[];
let encrypted: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'posthorn-connection-'));
  chosen = [];
  seen = [];
  keychain = memoryKeychain();
  app = composeApp({
    dataDir: join(dir, 'data'),
    mailboxWorker: pathToFileURL(join(inject('workersDir'), 'mailbox-worker.js')),
    info: { version: '0.0.0', runtime: 'node', versions: {} },
    desktop: { ...noDesktop, chooseFiles: async () => chosen },
    keychain,
    log: () => undefined,
  });
  const host = createHost<TestSender>({ ...app, trusted: (sender) => sender.trusted, log: () => undefined });
  client = localClient(host, { seen });
  const { cert, key } = testCertificate('clienteku');
  encrypted = createPrivateKey(key)
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSPHRASE })
    .toString();
  // As many tools write them: both in one file, with words between.
  await writeFile(join(dir, 'both.pem'), `Bag Attributes: client\r\n${encrypted}Subject: client\n${cert}`);
  await writeFile(join(dir, 'none.pem'), cert);
});
afterEach(async () => {
  await app.close();
  await rm(dir, { recursive: true, force: true });
});

async function choose(purpose: 'certificate' | 'key', name: string, profileId?: string): Promise<string> {
  chosen = [join(dir, name)];
  const [file] = await client.call('files.choose', { purpose, ...(profileId === undefined ? {} : { profileId }) });
  return file?.handle ?? '';
}

async function profileFor(port: number): Promise<Profile> {
  const { text } = await client.call('files.text', { handle: await choose('certificate', 'both.pem') });
  expect(text).toBe(`${testCertificate('clienteku').cert.trim()}\n`);
  return client.call('profiles.save', {
    id: null,
    rev: 0,
    folder: null,
    content: content('mutual', {
      connection: { target: `127.0.0.1:${port}`, security: 'tls', ca: testAuthority(), clientCertificate: text },
      auth: null,
    }),
  });
}

const check = ({ id, content: { connection } }: Profile) =>
  runToEnd(client, { command: 'check', connection, auth: null, secret: null, envelope: null, profileId: id });

test('a profile shows its client certificate with the key and passphrase of the keychain', async () => {
  const peer = await startTlsPeer({
    ...testCertificate('valid'),
    ca: testAuthority(),
    requestCert: true,
    rejectUnauthorized: true,
  });
  const profile = await profileFor(peer.port);
  expect((await check(profile)).report?.error).toMatchObject({
    code: 'invalid-argument',
    params: { argument: 'clientKey', reason: 'missing' },
  });
  const handle = await choose('key', 'both.pem', profile.id);
  const status = await client.call('secrets.fromFile', {
    id: profile.id,
    kind: 'client-key',
    handle,
    where: 'keychain',
  });
  expect(status).toEqual({ kind: 'client-key', state: 'keychain' });
  expect(keychain.entries.get(`${profile.id}.client-key`)).toBe(encrypted);
  const passphrase = { id: profile.id, kind: 'passphrase', secret: PASSPHRASE, where: 'session' } as const;
  await client.call('secrets.set', passphrase);
  const ended = await check(profile);
  expect(ended.report).toMatchObject({ ok: true });
  expect(peer.clients).toHaveLength(1);
  expect(peer.clients[0]).not.toBe('none');
  // Elsewhere it is not shown: an edit may have slipped.
  const other = { ...profile.content.connection, target: `localhost:${peer.port}` };
  const slipped = await check({ ...profile, content: { ...profile.content, connection: other } });
  expect(slipped.failure).toMatchObject({
    code: 'secret-missing',
    params: { reason: 'edited', kind: 'client-key', changed: 'target', place: `127.0.0.1:${peer.port}` },
  });
  expect(peer.clients).toHaveLength(1);
  await peer.close();
  const crossed = JSON.stringify(seen);
  expect(crossed).not.toContain('PRIVATE KEY');
  expect(crossed).not.toContain(PASSPHRASE);
});

test('a file without a key, and one chosen for something else, are refused', async () => {
  const profile = await profileFor(1);
  const keep = (handle: string) =>
    client.call('secrets.fromFile', { id: profile.id, kind: 'client-key', handle, where: 'keychain' });
  await expect(keep(await choose('key', 'none.pem', profile.id))).rejects.toMatchObject({
    code: 'invalid-argument',
    params: { argument: 'none.pem' },
  });
  await expect(keep(await choose('certificate', 'both.pem', profile.id))).rejects.toMatchObject({
    code: 'invalid-argument',
  });
  await expect(client.call('files.text', { handle: await choose('key', 'both.pem') })).rejects.toMatchObject({
    code: 'invalid-argument',
  });
  // One that was chosen for nobody, or for another profile.
  const other = await profileFor(2);
  for (const handle of [await choose('key', 'both.pem'), await choose('key', 'both.pem', other.id)])
    await expect(keep(handle)).rejects.toMatchObject({ code: 'invalid-argument' });
  expect(keychain.entries.size).toBe(0);
});

test('an entry that went away from the keychain is reported', async () => {
  const profile = await profileFor(1);
  const handle = await choose('key', 'both.pem', profile.id);
  await client.call('secrets.fromFile', { id: profile.id, kind: 'client-key', handle, where: 'keychain' });
  keychain.entries.clear();
  const { failure } = await check(profile);
  expect(failure).toMatchObject({ code: 'secret-missing', params: { reason: 'vanished', name: 'mutual' } });
});
