/** Files by handle: dropped octets and chosen paths go into messages; results go where the user said, whole or not at all. */
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest';
import type { Client } from '../../electron/ipc/client.ts';
import { createHost } from '../../electron/ipc/host.ts';
import type { RunRequest } from '../../electron/protocol/values/app/run.ts';
import { composeApp, type App } from '../../electron/app/compose.ts';
import { noDesktop } from '../../electron/app/desktop.ts';
import { defaultServerConfig } from '../../electron/core/server/defaults.ts';
import { localClient, type TestSender } from './local-transport.ts';
import { message, runToEnd } from './real-app.ts';

let dir: string;
let chosen: string[];
let savePath: string | null;
const suggested: string[] = [];
let app: App;
let client: Client;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'posthorn-files-'));
  chosen = [];
  savePath = null;
  suggested.length = 0;
  const defaults = defaultServerConfig('test.example');
  const config = { ...defaults, listeners: defaults.listeners.map((one) => ({ ...one, port: 0 })) };
  await mkdir(join(dir, 'data', 'dropped'), { recursive: true });
  await writeFile(join(dir, 'data', 'dropped', 'left-behind'), 'x');
  await writeFile(join(dir, 'data', 'server.json'), JSON.stringify({ schema: 1, run: true, config }));
  app = composeApp({
    dataDir: join(dir, 'data'),
    mailboxWorker: pathToFileURL(join(inject('workersDir'), 'mailbox-worker.js')),
    info: { version: '0.0.0', runtime: 'node', versions: {} },
    desktop: {
      ...noDesktop,
      chooseFiles: async () => chosen,
      chooseSavePath: async (name) => {
        suggested.push(name);
        return savePath;
      },
    },
    log: () => undefined,
  });
  const host = createHost<TestSender>({ ...app, trusted: (sender) => sender.trusted, log: () => undefined });
  client = localClient(host);
  await app.server.open();
});

afterEach(async () => {
  await app.close();
  await rm(dir, { recursive: true, force: true });
});

async function sent(more: Partial<Extract<RunRequest, { command: 'send' }>>): Promise<string> {
  const { listeners, messages } = await client.call('server.state', {});
  const port = listeners.find(({ config }) => config.id === 'smtp')?.boundPort ?? 0;
  const base = message(`127.0.0.1:${port}`, '');
  const run = await runToEnd(client, { ...base, ...more });
  expect(run.failure).toBeNull();
  const page = await vi.waitFor(async () => {
    const found = await client.call('mailbox.list', { offset: 0, limit: 1, search: '' });
    expect(found.total).toBe(messages + 1);
    return found;
  });
  return page.messages[0]!.id;
}

test('dropped octets lie in a file of this user alone, become an attachment, and go when released', async () => {
  await client.call('settings.get', {});
  expect(await readdir(join(dir, 'data'))).not.toContain('dropped');
  const bytes = Uint8Array.from({ length: 100_000 }, (_, at) => at % 251);
  const dropped = await client.call('files.drop', { name: '../../évil\u202egnp.exe', bytes });
  expect(dropped).toMatchObject({ name: '_.._évil_gnp.exe', size: 100_000 });
  const [file = ''] = await readdir(join(dir, 'data', 'dropped'));
  expect((await stat(join(dir, 'data', 'dropped', file))).mode & 0o777).toBe(0o600);
  const id = await sent({
    message: { kind: 'composed', subject: 's', text: 't', html: '<p>h</p>', attachments: [dropped.handle] },
  });
  const { attachments } = await client.call('mailbox.view', { id });
  expect(attachments).toMatchObject([{ filename: '_.._évil_gnp.exe', size: 100_000 }]);

  savePath = join(dir, 'saved.bin');
  const saved = await client.call('mailbox.saveAttachment', { id, index: attachments[0]!.index });
  expect(saved).toEqual({ saved: true, name: 'saved.bin' });
  expect(suggested).toEqual(['_.._évil_gnp.exe']);
  expect(new Uint8Array(await readFile(savePath))).toEqual(bytes);

  await client.call('files.release', { handles: [dropped.handle, 'unknown'] });
  expect(await readdir(join(dir, 'data', 'dropped'))).toEqual([]);
});

test('an .eml is sent as it is; an export has the octets that were received', async () => {
  const eml = 'Subject: raw\r\n\r\none\r\n.two\r\n\r\n.\r\nthree\r\n';
  chosen = [join(dir, 'a message.eml')];
  await writeFile(chosen[0]!, eml);
  const [handle] = await client.call('files.choose', { purpose: 'message' });
  expect(handle).toMatchObject({ name: 'a message.eml', size: eml.length });
  const id = await sent({ message: { kind: 'file', handle: handle!.handle, raw: true } });
  savePath = join(dir, 'out.eml');
  await writeFile(join(dir, 'elsewhere'), 'untouched');
  // A link in the chosen place is replaced, not followed.
  await symlink(join(dir, 'elsewhere'), savePath);
  expect(await client.call('mailbox.export', { id })).toEqual({ saved: true, name: 'out.eml' });
  expect(suggested).toEqual(['raw.eml']);
  expect(await readFile(savePath, 'utf8')).toMatch(new RegExp(`${eml.replaceAll('.', '\\.')}$`));
  expect((await lstat(savePath)).isSymbolicLink()).toBe(false);
  expect(await readFile(join(dir, 'elsewhere'), 'utf8')).toBe('untouched');
});

test('a save that is cancelled writes nothing; one that fails says so and leaves nothing', async () => {
  const id = await sent({ message: { kind: 'source', source: 'Subject: x\r\n\r\ny\r\n' } });
  expect(await client.call('mailbox.export', { id })).toEqual({ saved: false, name: null });
  savePath = join(dir, 'no', 'such', 'folder.eml');
  await expect(client.call('mailbox.export', { id })).rejects.toMatchObject({ code: 'file-unreadable' });
  await mkdir(join(dir, 'a-folder'));
  savePath = join(dir, 'a-folder');
  await expect(client.call('mailbox.export', { id })).rejects.toMatchObject({ code: 'file-unreadable' });
  expect((await readdir(dir)).sort()).toEqual(['a-folder', 'data']);
});

test('only a file chosen for trust can be read as text, and only a small one', async () => {
  chosen = [join(dir, 'ca.pem')];
  await writeFile(chosen[0]!, 'PEM');
  const [trust] = await client.call('files.choose', { purpose: 'trust' });
  expect(await client.call('files.text', { handle: trust!.handle })).toEqual({ text: 'PEM' });
  const [other] = await client.call('files.choose', { purpose: 'attachments' });
  const { handle } = await client.call('files.drop', { name: 'x', bytes: new Uint8Array(1) });
  for (const refused of [other!.handle, handle, 'unknown', '../../etc/passwd'.replaceAll(/[^a-z]/g, '_')]) {
    await expect(client.call('files.text', { handle: refused })).rejects.toMatchObject({
      code: expect.stringMatching(/^(invalid-argument|file-unreadable)$/) as string,
    });
  }
  await writeFile(chosen[0]!, Buffer.alloc(1_048_577));
  await expect(client.call('files.text', { handle: trust!.handle })).rejects.toMatchObject({ code: 'file-damaged' });
});

test('a file that is gone when the message is sent ends the run with a code', async () => {
  chosen = [join(dir, 'gone.txt')];
  await writeFile(chosen[0]!, 'x');
  const [handle] = await client.call('files.choose', { purpose: 'attachments' });
  await rm(chosen[0]!);
  const { listeners } = await client.call('server.state', {});
  const base = message(`127.0.0.1:${listeners[0]?.boundPort ?? 0}`, '');
  const composed = { kind: 'composed' as const, subject: 's', text: 't', html: null, attachments: [handle!.handle] };
  const run = await runToEnd(client, { ...base, message: composed });
  expect(run.failure).toMatchObject({ code: 'file-unreadable' });
});

test('a fault script is read from a file chosen for it alone; one that is none is refused with the place', async () => {
  const file = join(dir, 'mine.json');
  const rule = { match: { command: 'NOOP' }, steps: [{ do: 'close' }] };
  const script = { schema: 1, name: 'mine', rules: [rule] };
  await writeFile(file, JSON.stringify(script));
  chosen = [file];
  const [other] = await client.call('files.choose', { purpose: 'trust' });
  await expect(client.call('server.readScript', { handle: other?.handle ?? '' })).rejects.toMatchObject({
    code: 'invalid-argument',
    params: { reason: 'purpose' },
  });
  const [own] = await client.call('files.choose', { purpose: 'script' });
  const handle = own?.handle ?? '';
  expect(await client.call('server.readScript', { handle })).toEqual(script);
  expect((await client.call('server.state', {})).config.script ?? null).toBeNull();
  await writeFile(file, JSON.stringify({ ...script, rules: [{ ...rule, match: { command: 'lower case' } }] }));
  await expect(client.call('server.readScript', { handle })).rejects.toMatchObject({
    code: 'invalid-argument',
    params: { argument: 'mine.json', reason: expect.stringContaining('rules.0.match.command') as string },
  });
  await writeFile(file, 'no JSON');
  await expect(client.call('server.readScript', { handle })).rejects.toMatchObject({ code: 'invalid-argument' });
});
