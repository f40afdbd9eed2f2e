/** A data folder of an earlier version, opened by this one: nothing of it is missing, and its files are as they were. */
import { chmod, cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { memoryKeychain } from '../harness/memory-keychain.ts';
import { realApp, type RealApp } from '../ipc/real-app.ts';

const fixtures = join(import.meta.dirname, '../fixtures/data-folder');
const everything = { offset: 0, limit: 100, search: '' };
/** What was written once and is read ever after. */
const TRUTH = /\.(?:eml|run|pem)$|^(?:profiles|profile-drafts|server|server-users|settings|window)\.json$/;

let dir: string;
let app: RealApp | null = null;

beforeEach(async () => {
  // Its certificate authority ends some day, and would be made anew.
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-12-01T00:00:00Z') });
  dir = await mkdtemp(join(tmpdir(), 'posthorn-data-'));
  await copyFixture(dir);
});

afterEach(async () => {
  vi.useRealTimers();
  await app?.app.close();
  app = null;
  await rm(dir, { recursive: true, force: true });
});

/** Git keeps no modes; the app's files are the user's alone. */
async function copyFixture(to: string): Promise<void> {
  await cp(join(fixtures, '0.1.0'), to, { recursive: true });
  for (const path of await filesIn(to)) await chmod(join(to, path), 0o600);
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

async function contents(folder: string): Promise<Record<string, string>> {
  const names = (await filesIn(folder)).filter((name) => TRUTH.test(name));
  return Object.fromEntries(
    await Promise.all(
      names.map(async (name) => [name, (await readFile(join(folder, name))).toString('base64')] as const),
    ),
  );
}

async function shown({ client }: RealApp): Promise<Record<string, unknown>> {
  return {
    mailbox: await client.call('mailbox.list', { offset: 0, limit: 10, search: '' }),
    history: await client.call('history.list', everything),
    sessions: await client.call('server.sessions', { limit: 100 }),
    profiles: await client.call('profiles.list', {}),
    drafts: await client.call('profiles.drafts', {}),
    settings: await client.call('settings.get', {}),
  };
}

test('a data folder of 0.1.0 is shown as it was then, at the first start and at the next', async () => {
  const expected: unknown = JSON.parse(await readFile(join(fixtures, '0.1.0.expected.json'), 'utf8'));
  const before = await contents(dir);
  for (let start = 1; start <= 2; start += 1) {
    app = await realApp(undefined, dir, memoryKeychain());
    expect(await shown(app)).toEqual(expected);
    const { client } = app;
    expect((await client.call('mailbox.list', { ...everything, search: 'rhein' })).messages).toMatchObject([
      { subject: 'Grüße' },
    ]);
    for (const { id } of (await client.call('history.list', everything)).entries)
      expect((await client.call('history.get', { id })).events.length).toBeGreaterThan(0);
    for (const { id } of await client.call('server.sessions', { limit: 100 }))
      expect((await client.call('server.sessionEvents', { id })).length).toBeGreaterThan(0);
    expect(app.logged).toEqual([]);
    await app.app.close();
    app = null;
    expect(await contents(dir)).toEqual(before);
  }
});
