/** A data folder of an earlier version, opened by the app: nothing of it is missing, and its files are as they were. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inRoot } from '../../../build/lib/paths.mjs';
import { memoryKeychain } from '../../harness/memory-keychain.ts';
import { realApp, type RealApp } from '../../ipc/real-app.ts';
import { copyFixture, filesIn, fixtures, truthIn } from './data-folder.ts';

const everything = { offset: 0, limit: 100, search: '' };

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

/** What no version 0.1.0 asked, and so is not yet answered. */
const settingsSince = { updates: null };

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
  const then = JSON.parse(await readFile(join(fixtures, '0.1.0.expected.json'), 'utf8')) as { settings: object };
  const expected = { ...then, settings: { ...then.settings, ...settingsSince } };
  const before = await truthIn(dir);
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
    const during = await filesIn(dir);
    await app.app.close();
    app = null;
    const documented = await readFile(inRoot('docs/data-folder.md'), 'utf8');
    const named = [...during, ...(await filesIn(dir))].map((name) => name.replace(/[^/]*\.(eml|run|log)$/, '*.$1'));
    expect(named.filter((name) => !documented.includes(`\`${name}\``))).toEqual([]);
    expect(await truthIn(dir)).toEqual(before);
    // Of the indexes there is one, at its place.
    expect((await filesIn(dir)).filter((name) => name.includes('index'))).toEqual(['index.db']);
  }
});
