/** Diagnostics are saved where the user says, and hold no secret and no name, whatever was typed, kept, sent and refused before. */
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, inject, test } from 'vitest';
import { composeApp } from '../../electron/app/compose.ts';
import { noDesktop } from '../../electron/app/desktop.ts';
import { limits } from '../../electron/app/limits.ts';
import { LogLines } from '../../electron/app/log-lines.ts';
import { defaultServerConfig } from '../../electron/core/server/defaults.ts';
import { createHost } from '../../electron/ipc/host.ts';
import { memoryKeychain } from '../harness/memory-keychain.ts';
import { localClient, type TestSender } from './local-transport.ts';
import { message, runToEnd } from './real-app.ts';

const SECRET = 'planted-Secret-0451';
const NAME = 'planted-name';

test('what was planted everywhere is nowhere in them', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'posthorn-diagnostics-'));
  const path = join(dir, 'diagnostics.txt');
  const data = join(dir, 'data');
  await mkdir(data);
  const defaults = defaultServerConfig('test.example');
  const config = { ...defaults, listeners: defaults.listeners.map((one) => ({ ...one, port: 0 })) };
  await writeFile(join(data, 'server.json'), JSON.stringify({ schema: 1, run: true, config }));
  const lines = new LogLines();
  lines.add(`something could not be read in ${homedir()}/there`);
  const app = composeApp({
    dataDir: data,
    mailboxWorker: pathToFileURL(join(inject('workersDir'), 'mailbox-worker.js')),
    info: { version: '1.2.3', runtime: 'node', versions: { node: '20' } },
    desktop: { ...noDesktop, chooseSavePath: async () => path },
    keychain: memoryKeychain(),
    log: (line) => lines.add(line),
    logged: () => lines.all,
  });
  try {
    const host = createHost<TestSender>({ ...app, trusted: (sender) => sender.trusted, log: () => undefined });
    const client = localClient(host);
    await app.server.open();
    await client.call('server.addUser', { user: NAME, password: SECRET });
    await client.call('settings.set', { ehloName: `${NAME}.example` });
    const content = {
      ...{ name: NAME, colour: null, favourite: false, notes: SECRET },
      connection: { target: `${NAME}.invalid:587` },
      auth: { user: NAME },
      envelope: { from: '', to: [] },
    };
    const { id } = await client.call('profiles.save', { id: null, rev: 0, folder: null, content });
    await client.call('secrets.set', { id, kind: 'password', secret: SECRET, where: 'keychain' });
    const { listeners } = await client.call('server.state', {});
    const request = message(`127.0.0.1:${listeners[0]?.boundPort ?? 0}`, SECRET);
    await runToEnd(client, { ...request, auth: { user: NAME, allowClear: true }, secret: SECRET });

    expect(await client.call('app.saveDiagnostics', {})).toEqual({ saved: true, name: 'diagnostics.txt' });
    const text = await readFile(path, 'utf8');
    for (const planted of [SECRET, NAME]) {
      const forms = [planted, Buffer.from(planted).toString('base64'), Buffer.from(planted).toString('hex')];
      for (const form of forms) expect(text.toLowerCase()).not.toContain(form.toLowerCase().replace(/=*$/, ''));
    }
    expect(text).toContain('Posthorn 1.2.3');
    expect(text).toContain('profiles: 1');
    expect(text).toContain('EHLO name: set');
    expect(text).toContain('logins of the test server: 1');
    expect(text).toContain('could not be read in ~/there');
    expect(text).not.toContain(homedir() === '/' ? '\0' : `${homedir()}/`);
  } finally {
    await app.close();
    await rm(dir, { recursive: true, force: true });
  }
});

/** A file of each name that is kept in the folder, as a disk or another program leaves it: cut off, or of another form. */
const FILES = [
  'settings',
  'profiles',
  'profile-drafts',
  'send-draft',
  'server',
  'server-users',
  'dkim-keys',
  'version',
  'templates',
];

test.each<[string, string]>([
  ['no JSON any more', `${NAME} ${SECRET}`],
  ['cut off', `{"schema": 1, "name": "${NAME}", "password": "${SECRET}`],
  [
    'of another form',
    `{"schema": "${NAME}", "run": "${SECRET}", "version": {"${NAME}": 1}, "profiles": "${SECRET}", "drafts": "${NAME}"}`,
  ],
])('what stands in a file that is %s is not in them', async (_name, content) => {
  const dir = await mkdtemp(join(tmpdir(), 'posthorn-diagnostics-'));
  const path = join(dir, 'diagnostics.txt');
  const data = join(dir, 'data');
  await mkdir(data);
  for (const name of FILES) await writeFile(join(data, `${name}.json`), content);
  const lines = new LogLines();
  const app = composeApp({
    dataDir: data,
    mailboxWorker: pathToFileURL(join(inject('workersDir'), 'mailbox-worker.js')),
    info: { version: '1.2.3', runtime: 'node', versions: { node: '20' } },
    desktop: { ...noDesktop, chooseSavePath: async () => path },
    keychain: memoryKeychain(),
    log: (line) => lines.add(line),
    logged: () => lines.all,
  });
  try {
    const host = createHost<TestSender>({
      ...app,
      trusted: (sender) => sender.trusted,
      log: (line) => lines.add(line),
    });
    const client = localClient(host);
    for (const call of [
      'app.info',
      'profiles.list',
      'profiles.drafts',
      'messages.draft',
      'messages.ownTemplates',
      'updates.state',
    ] as const)
      await client.call(call, {}).catch((error: unknown) => lines.add(String(error)));
    await client.call('app.saveDiagnostics', {});
    const text = await readFile(path, 'utf8');
    expect(text).toContain('could not be read');
    for (const planted of [SECRET, NAME, SECRET.slice(0, 8), NAME.slice(0, 8)]) expect(text).not.toContain(planted);
  } finally {
    await app.close();
    await rm(dir, { recursive: true, force: true });
  }
});

test('the log keeps its newest lines, each of one line and a bounded length', () => {
  const lines = new LogLines();
  for (let at = 0; at < limits.diagnostics.lines + 10; at += 1) lines.add(`line ${at}\n  at ${'x'.repeat(5_000)}`);
  expect(lines.all).toHaveLength(limits.diagnostics.lines);
  expect(lines.all[0]).toMatch(/^\S+Z line 10 \| /);
  for (const line of lines.all) expect(line.length).toBeLessThan(limits.diagnostics.lineCharacters + 40);
});
