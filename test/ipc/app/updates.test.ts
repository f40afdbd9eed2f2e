/** Newer releases in the app: asked only with the user's word, once a day, remembered, and passed over when told so. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { askFeed } from '../../../electron/core/updates/ask.ts';
import { feedRequest, readFeedConfig } from '../../../electron/core/updates/feed.ts';
import { installedAs, newerRelease, type Surroundings } from '../../../electron/core/updates/newer.ts';
import { limits } from '../../../electron/core/updates/limits.ts';
import { settingsIn, type SettingsService } from '../../../electron/app/settings.ts';
import { Updates } from '../../../electron/app/updates/updates.ts';
import { updateMemoryIn } from '../../../electron/storage/files/update-memory.ts';
import type { InstalledAs, Release, UpdateState } from '../../../electron/protocol/values/app/updates.ts';
import { sampleRelease, startFeed, type FeedServer } from '../../harness/peers/release-feed.ts';

let there: FeedServer;
beforeAll(async () => {
  there = await startFeed();
});
afterAll(() => there.close());

let dir: string;
let now = Date.parse('2026-12-01T00:00:00Z');
let states: UpdateState[] = [];
let settings: SettingsService;
const open: Updates[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'posthorn-updates-'));
  settings = settingsIn(dir, () => undefined);
  states = [];
  there.release();
});
afterEach(async () => {
  for (const updates of open.splice(0)) await updates.close();
  await rm(dir, { recursive: true, force: true });
});

function start({ version = '0.1.0', feed = true } = {}): Updates {
  const config = readFeedConfig(feed ? there.config : undefined);
  const updates = new Updates(
    {
      feed: config,
      request: config === null ? '' : feedRequest(config.url),
      installed: { version, as: 'deb', arch: 'x64' },
      memory: updateMemoryIn(dir),
      settings,
      ask: askFeed,
      now: () => now,
      changed: (state) => states.push(state),
      log: () => undefined,
    },
    settings.open(),
  );
  open.push(updates);
  return updates;
}

test('nothing is asked before the user has said yes, nor after a no', async () => {
  const before = there.asked.length;
  const updates = start();
  await updates.known();
  await settings.set({ updates: false });
  await settings.set({ theme: 'dark' });
  await updates.known();
  expect(there.asked.length).toBe(before);
  expect(updates.state).toMatchObject({ checking: false, checkedAt: null, newer: null, problem: null });
});

test('a yes asks at once, the same day not again, and the next day again', async () => {
  const before = there.asked.length;
  const updates = start();
  await settings.set({ updates: true });
  await expect.poll(() => updates.state.newer?.version).toBe('99.1.0');
  await settings.set({ theme: 'light' });
  const again = start();
  await again.known();
  await settings.set({ theme: 'dark' });
  expect(there.asked.length).toBe(before + 1);
  expect(again.state).toMatchObject({
    checkedAt: '2026-12-01T00:00:00.000Z',
    newer: { installedAs: 'deb', file: { name: 'Posthorn-99.1.0-linux-x64.deb' } },
  });
  now += limits.updates.every;
  await settings.set({ theme: 'light' });
  await expect.poll(() => there.asked.length).toBeGreaterThanOrEqual(before + 2);
});

test('what failed is not asked again every hour, and what is known stays', async () => {
  const updates = start();
  await updates.check();
  there.answer((socket) => void socket.destroy());
  await settings.set({ updates: true });
  now += limits.updates.every;
  await settings.set({ theme: 'dark' });
  await expect.poll(() => updates.state.problem?.code).toBe('unreachable');
  const asked = there.asked.length;
  await settings.set({ theme: 'light' });
  await updates.known();
  expect(there.asked.length).toBe(asked);
  expect(updates.state.newer?.version).toBe('99.1.0');
});

test('two questions at one time are one', async () => {
  const before = there.asked.length;
  const updates = start();
  await Promise.all([updates.check(), updates.check()]);
  expect(there.asked.length).toBe(before + 1);
  expect(states.some(({ checking }) => checking)).toBe(true);
  expect(states.at(-1)?.checking).toBe(false);
});

test('a copy from before is refused after a new start too; a release that was taken back is forgotten', async () => {
  await start().check();
  there.release({ version: '99.0.0', date: '2026-11-29T12:00:00.000Z' });
  const updates = start();
  expect(await updates.check()).toMatchObject({ problem: { code: 'replayed' }, newer: { version: '99.1.0' } });
  there.release({ version: '0.1.0', date: '2026-11-30T13:00:00.000Z' });
  expect(await updates.check()).toMatchObject({ problem: null, newer: null });
});

test('passed over: until there is another', async () => {
  const updates = start();
  await updates.check();
  expect(await updates.passOver('99.1.0')).toMatchObject({ passedOver: '99.1.0' });
  expect((await start().known()).passedOver).toBe('99.1.0');
  expect(await readFile(join(dir, 'updates.json'), 'utf8')).toContain('"passedOver": "99.1.0"');
});

test('once it is installed it is no longer newer', async () => {
  await start().check();
  expect((await start({ version: '99.1.0' }).known()).newer).toBeNull();
});

test('a memory that is damaged costs a question, and no more', async () => {
  await writeFile(join(dir, 'updates.json'), '{"schema":1,"release":{}}');
  const updates = start();
  expect(await updates.known()).toMatchObject({ checkedAt: null, newer: null });
  expect(await updates.check()).toMatchObject({ newer: { version: '99.1.0' } });
});

test('a build without a feed offers nothing', async () => {
  const updates = start({ feed: false });
  await settings.set({ updates: true });
  expect(await updates.known()).toMatchObject({ feed: null, newer: null });
  await expect(updates.check()).rejects.toMatchObject({ code: 'not-available' });
});

test('an end while it is asked is an end', async () => {
  there.answer(() => undefined);
  const updates = start();
  const asked = updates.check();
  await expect.poll(() => there.open).toBe(1);
  await updates.close();
  expect((await asked).problem).toBeNull();
  await expect.poll(() => there.open).toBe(0);
});

test('each kind of installation has its own file, and its processor’s', () => {
  const name = (as: InstalledAs, arch: string): string | undefined =>
    newerRelease(sampleRelease as Release, { version: '0.1.0', as, arch })?.file?.name;
  expect(name('deb', 'arm64')).toBe('Posthorn-99.1.0-linux-arm64.deb');
  expect(name('rpm', 'x64')).toBe('Posthorn-99.1.0-linux-x64.rpm');
  expect(name('appimage', 'x64')).toBe('Posthorn-99.1.0-linux-x64.AppImage');
  for (const as of ['mac', 'windows', 'folder'] as const) expect(name(as, 'x64')).toBeUndefined();
});

test('how it was installed is seen by where it lies', () => {
  const seen = (changes: Partial<Surroundings>): InstalledAs =>
    installedAs({
      platform: 'linux',
      env: {},
      execPath: '/opt/Posthorn/posthorn-app',
      exists: () => false,
      ...changes,
    });
  expect(seen({ exists: (path) => path === '/var/lib/dpkg/info/posthorn.list' })).toBe('deb');
  expect(seen({ exists: (path) => path === '/var/lib/rpm' })).toBe('rpm');
  expect(seen({ exists: () => true, execPath: '/home/me/posthorn/posthorn-app' })).toBe('folder');
  expect(seen({ env: { APPIMAGE: '/home/me/Posthorn.AppImage' } })).toBe('appimage');
  expect(seen({ platform: 'darwin' })).toBe('mac');
  expect(seen({ platform: 'win32' })).toBe('windows');
});
