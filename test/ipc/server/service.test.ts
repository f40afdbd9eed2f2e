/** The test server as the window has it: state, changes as they happen, settings kept, trouble told. */
import { connect } from 'node:net';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StreamEvent } from '../../../electron/ipc/contract.ts';
import { jsonFile } from '../../../electron/storage/files/json-file.ts';
import { ServerSettingsSchema } from '../../../electron/app/server/parts.ts';
import { announcement } from '../../../electron/app/server/announce.ts';
import { message, realApp, runToEnd, type RealApp } from '../real-app.ts';

let dir: string;
const open: RealApp[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'posthorn-service-'));
});

afterEach(async () => {
  for (const real of open.splice(0)) await real.close();
  await rm(dir, { recursive: true, force: true });
});

async function opened(...args: Parameters<typeof realApp>): Promise<RealApp> {
  const real = await realApp(...args);
  open.push(real);
  return real;
}

const listenerOn = (port: number) =>
  ({ protocol: 'smtp', security: 'none', host: '127.0.0.1', port, path: null, nextFree: false }) as const;

test('a message is reported as it comes: session, message, counts; and it is read, marked and deleted', async () => {
  const real = await opened();
  const events: StreamEvent<'server.changed'>[] = [];
  real.client.subscribe('server.changed', {}, (event) => events.push(event));
  await runToEnd(real.client, message(real.address('lmtp').replace(/^/, 'lmtp://'), 'Subject: Hello\r\n\r\nWorld\r\n'));
  await vi.waitFor(() => {
    expect(events.some((event) => event.type === 'message' && event.message.subject === 'Hello')).toBe(true);
    expect(events.findLast((event) => event.type === 'mailbox')).toEqual({ type: 'mailbox', total: 1, unread: 1 });
    expect(events.some((event) => event.type === 'session' && event.session.endReason === 'quit')).toBe(true);
  });
  expect(events[0]).toMatchObject({ type: 'state', state: { running: true } });

  const page = await real.client.call('mailbox.list', { offset: 0, limit: 10, search: 'hello' });
  expect(page).toMatchObject({ total: 1, unread: 1, messages: [{ protocol: 'lmtp', mailFrom: 'from@example.org' }] });
  const { id, sessionId } = page.messages[0]!;
  expect((await real.client.call('mailbox.view', { id })).text).toContain('World');
  const lines = await real.client.call('server.sessionEvents', { id: sessionId });
  expect(lines.some((event) => event.type === 'line' && event.text.startsWith('LHLO'))).toBe(true);
  await real.client.call('mailbox.markRead', { id, read: true });
  expect(await real.client.call('server.state', {})).toMatchObject({ messages: 1, unread: 0 });
  await real.client.call('mailbox.delete', { ids: [id] });
  await expect(real.client.call('mailbox.view', { id })).rejects.toMatchObject({ code: 'message-not-found' });
  await expect(real.client.call('server.sessionEvents', { id: 'nobody' })).rejects.toMatchObject({
    code: 'session-not-found',
  });
});

test('stopped and started: sockets close with 421 and open again, and the wish is kept', async () => {
  const first = await opened(undefined, dir);
  const { client } = first;
  const socket = connect(Number(first.address('smtp').split(':')[1]), '127.0.0.1');
  let heard = '';
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
  await vi.waitFor(() => expect(heard).toMatch(/^220 /));
  const closed = once(socket, 'close');
  expect(await client.call('server.stop', {})).toMatchObject({ running: false, phase: 'stopped' });
  await closed;
  expect(heard).toContain('421 ');
  expect((await client.call('server.state', {})).listeners.every(({ listening }) => !listening)).toBe(true);
  await first.app.close();

  const second = await opened(undefined, dir);
  expect(await second.client.call('server.state', {})).toMatchObject({
    running: false,
    phase: 'stopped',
    problem: null,
  });
  expect(await second.client.call('server.start', {})).toMatchObject({ running: true });
  await second.app.close();

  const third = await opened(undefined, dir);
  expect(await third.client.call('server.state', {})).toMatchObject({ running: true });
});

test('listeners are added, changed and removed, and are there again at the next start', async () => {
  const first = await opened(undefined, dir);
  const added = await first.client.call('server.addListener', listenerOn(0));
  expect(added.listeners).toHaveLength(4);
  const { config, boundPort } = added.listeners[3]!;
  expect(added.listeners[3]).toMatchObject({ listening: true, error: null });
  const kept = (await first.client.call('server.state', {})).listeners[0]!.boundPort;

  const removed = await first.client.call('server.removeListener', { id: 'lmtp' });
  expect(removed.listeners.map((one) => one.config.id)).toEqual(['smtp', 'smtps', config.id]);
  // Those that did not change kept their sockets.
  expect(removed.listeners.map((one) => one.boundPort)).toEqual(expect.arrayContaining([kept, boundPort]));
  await first.app.close();

  const second = await opened(undefined, dir);
  const state = await second.client.call('server.state', {});
  expect(state.listeners.map((one) => one.config.id)).toEqual(['smtp', 'smtps', config.id]);
  expect(state.config).toEqual(removed.config);
});

test('a port in use is the state of its listener, in a code and in words', async () => {
  const real = await opened();
  const taken = Number(real.address('smtp').split(':')[1]);
  const state = await real.client.call('server.addListener', listenerOn(taken));
  const failed = state.listeners[3]!;
  expect(failed).toMatchObject({ listening: false, error: { code: 'listen-failed', reason: 'address-in-use' } });
  expect(announcement(failed)).toBe(
    `Test server: smtp://127.0.0.1:${taken} is not listening: another program is using it; stop that program or choose another port (EADDRINUSE)`,
  );
  expect(state.listeners.slice(0, 3).every(({ listening }) => listening)).toBe(true);
});

test('two listeners of one id are refused', async () => {
  const real = await opened();
  const { config } = await real.client.call('server.state', {});
  const listeners = [...config.listeners, config.listeners[0]!];
  await expect(real.client.call('server.configure', { ...config, listeners })).rejects.toMatchObject({
    code: 'invalid-argument',
  });
  expect((await real.client.call('server.state', {})).listeners).toHaveLength(3);
});

test('damaged settings are kept aside and reported, and the app starts with its defaults', async () => {
  await writeFile(join(dir, 'server.json'), '{"schema": 1, "run": tr');
  const real = await opened(undefined, dir);
  const state = await real.client.call('server.state', {});
  expect(state.problem).toMatchObject({ code: 'file-damaged' });
  expect(state.running).toBe(true);
  const aside = (await readdir(dir)).find((name) => name.startsWith('server.json.damaged'));
  expect(await readFile(join(dir, aside ?? 'missing'), 'utf8')).toBe('{"schema": 1, "run": tr');
});

test('mail that cannot be opened is reported; the app is there all the same and tries again', async () => {
  await writeFile(join(dir, 'mailbox'), 'a file where the folder should be');
  const real = await opened(undefined, dir);
  expect(await real.client.call('server.state', {})).toMatchObject({ running: false, problem: { code: 'internal' } });
  await expect(real.client.call('mailbox.list', { offset: 0, limit: 1, search: '' })).rejects.toMatchObject({
    code: 'internal',
  });
  await rm(join(dir, 'mailbox'));
  await mkdir(join(dir, 'mailbox'));
  expect(await real.client.call('server.start', {})).toMatchObject({ running: true, problem: null });
});

test('settings are written whole: many at once leave the last one', async () => {
  const path = join(dir, 'deep', 'server.json');
  const file = jsonFile(path, ServerSettingsSchema);
  expect(await file.load()).toBeNull();
  const { config } = await (await opened()).client.call('server.state', {});
  await Promise.all(
    Array.from({ length: 20 }, (_, run) =>
      file.save({ schema: 1, run: run % 2 === 0, config: { ...config, hostname: `h${run}` } }),
    ),
  );
  expect(await file.load()).toMatchObject({ run: false, config: { hostname: 'h19' } });
  expect(await readdir(join(dir, 'deep'))).toEqual(['server.json']);
});
