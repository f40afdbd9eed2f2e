/** Settings: kept, filled up, set aside when damaged, told to windows, in force for runs. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StreamEvent } from '../../electron/ipc/contract.ts';
import { defaultSettings, type Settings } from '../../electron/protocol/values/app/settings.ts';
import { withSettings } from '../../electron/app/runs/settings.ts';
import { check, realApp, runToEnd, type RealApp } from './real-app.ts';

let dir: string;
const open: RealApp[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'posthorn-settings-'));
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

test('a first start has the defaults; a change is whole, reported and kept', async () => {
  const first = await opened(undefined, dir);
  expect(await first.client.call('settings.get', {})).toEqual(defaultSettings);
  const events: StreamEvent<'app.events'>[] = [];
  first.client.subscribe('app.events', {}, (event) => events.push(event));
  const changed = await first.client.call('settings.set', { theme: 'dark', ehloName: 'me.example' });
  expect(changed).toEqual({ ...defaultSettings, theme: 'dark', ehloName: 'me.example' });
  await vi.waitFor(() => expect(events).toContainEqual({ type: 'settings', settings: changed }));
  expect(events[0]).toEqual({ type: 'settings', settings: defaultSettings });
  await first.app.close();
  const second = await opened(undefined, dir);
  expect(await second.client.call('settings.get', {})).toEqual(changed);
  expect(await second.client.call('settings.paths', {})).toEqual({ data: dir });
  expect(await second.client.call('app.info', {})).toMatchObject({
    features: { viewer: false, dialogs: false, tray: false },
    settingsProblem: null,
  });
});

test('what an older version did not know gets its default', async () => {
  await writeFile(
    join(dir, 'settings.json'),
    JSON.stringify({ schema: 1, theme: 'light', retention: { runs: 5 }, unknown: true, ['__proto__']: { tray: true } }),
  );
  const real = await opened(undefined, dir);
  expect(await real.client.call('settings.get', {})).toEqual({
    ...defaultSettings,
    theme: 'light',
    retention: { ...defaultSettings.retention, runs: 5 },
  });
});

test.each(['{"schema": 1, "theme": ', '{"schema": 2}', '{"schema": 1, "theme": "pink"}'])(
  'a file that cannot be understood is set aside and named: %s',
  async (text) => {
    await writeFile(join(dir, 'settings.json'), text);
    const real = await opened(undefined, dir);
    expect(await real.client.call('settings.get', {})).toEqual(defaultSettings);
    const { settingsProblem } = await real.client.call('app.info', {});
    expect(settingsProblem).toMatchObject({ code: 'file-damaged' });
    const aside = (await readdir(dir)).find((name) => name.startsWith('settings.json.damaged'));
    expect(String(settingsProblem?.params.aside)).toBe(join(dir, aside ?? 'missing'));
    expect(await readFile(join(dir, aside ?? 'missing'), 'utf8')).toBe(text);
  },
);

test('many changes at once leave the last one, whole', async () => {
  const real = await opened(undefined, dir);
  const changes = Array.from({ length: 20 }, (_, runs) =>
    real.client.call('settings.set', { retention: { messages: 7, runs } }),
  );
  await Promise.all(changes);
  const kept = JSON.parse(await readFile(join(dir, 'settings.json'), 'utf8')) as Settings;
  expect(kept.retention).toEqual({ messages: 7, runs: 19 });
});

test('a connection takes what the user has set where the request says nothing', () => {
  const settings: Settings = {
    ...defaultSettings,
    ehloName: 'me.example',
    timeouts: { ...defaultSettings.timeouts, connect: 2_000, reply: 3_000 },
    trust: { name: 'ca.pem', pem: 'ROOT' },
  };
  expect(withSettings({ target: 'x' }, settings)).toEqual({
    target: 'x',
    ehloName: 'me.example',
    timeouts: { connect: 2_000, reply: 3_000 },
    ca: 'ROOT',
  });
  expect(withSettings({ target: 'x', ehloName: 'own', timeouts: { reply: 1 }, ca: 'MINE' }, settings)).toEqual({
    target: 'x',
    ehloName: 'own',
    timeouts: { connect: 2_000, reply: 1 },
    ca: 'MINE\nROOT',
  });
  expect(withSettings({ target: 'x' }, defaultSettings)).toEqual({ target: 'x' });
});

test('the name that is set is the one that a server hears', async () => {
  const real = await opened();
  await real.client.call('settings.set', { ehloName: 'from-settings.example' });
  const request = check(real.address('smtp'));
  await runToEnd(real.client, { ...request, connection: { target: real.address('smtp') } });
  await vi.waitFor(async () => {
    const [session] = await real.client.call('server.sessions', { limit: 1 });
    expect(session?.helo).toBe('from-settings.example');
  });
});

test('what needs a desktop says so where there is none', async () => {
  const { client } = await opened();
  const refused = { code: 'not-available' };
  await expect(client.call('files.choose', { purpose: 'trust' })).rejects.toMatchObject(refused);
  await expect(client.call('settings.openDataFolder', {})).rejects.toMatchObject(refused);
  await expect(client.call('app.openExternal', { url: 'https://x.example' })).rejects.toMatchObject(refused);
  await client.call('viewer.hide', {});
});
