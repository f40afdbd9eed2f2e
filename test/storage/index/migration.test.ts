/** The index of an earlier version: taken to its new place and form, wherever the process is killed on the way; never that of a later one. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { bundleForNode } from '../../../build/lib/bundle.mjs';
import { inRoot } from '../../../build/lib/paths.mjs';
import { openIndex } from '../../../electron/storage/index/open.ts';
import { SCHEMA_VERSION } from '../../../electron/storage/index/schema.ts';
import { Sqlite } from '../../../electron/storage/sqlite/sqlite.ts';
import { memoryKeychain } from '../../harness/memory-keychain.ts';
import { realApp } from '../../ipc/real-app.ts';
import {
  copyFixture,
  expected,
  filesIn,
  fixtures,
  openedStorage,
  truthIn,
  type Opened,
  type Shown,
} from './data-folder.ts';

const bundle = inRoot('out', 'test-workers', `migrating-${process.pid}`);
let dir: string;

beforeAll(async () => {
  await bundleForNode({
    entries: { child: new URL('./migrating-child.ts', import.meta.url).pathname },
    outDir: bundle,
  });
});

afterAll(() => rm(bundle, { recursive: true, force: true }));

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'posthorn-index-'));
});

afterEach(() => rm(dir, { recursive: true, force: true }));

/** As 0.1.0 leaves its folder when it is killed: the last mark is in the log beside the index, and in no other place. */
async function killedBefore(): Promise<{ folder: string; shown: Shown }> {
  const folder = join(dir, 'killed');
  const running = join(dir, 'running');
  await copyFixture(running);
  const shown = await expected();
  const [first] = shown.messages.filter(({ unread }) => unread);
  const db = new Sqlite(join(running, 'mailbox/index.db'));
  db.run('UPDATE message SET unread = 0 WHERE id = ?', first?.id ?? '');
  await cp(running, folder, { recursive: true });
  db.close();
  expect(await filesIn(folder)).toContain('mailbox/index.db-wal');
  return {
    folder,
    shown: { ...shown, messages: shown.messages.map((one) => (one === first ? { ...one, unread: false } : one)) },
  };
}

/** In a process of its own, which lets go of everything when it ends. */
async function openedElsewhere(folder: string): Promise<Opened> {
  const child = fork(join(bundle, 'child.js'), [folder, '0'], { execArgv: [] });
  const [[found]] = (await Promise.all([once(child, 'message'), once(child, 'exit')])) as [[Opened], unknown];
  return found;
}

test(
  'killed before each of its steps, a migration loses nothing, and the next start ends it',
  { timeout: 600_000 },
  async () => {
    const { folder, shown } = await killedBefore();
    const truth = await truthIn(folder);
    /** Whether it was killed: there are no more steps otherwise. */
    const killedAt = async (step: number): Promise<boolean> => {
      const copy = join(dir, `step-${step}`);
      await cp(folder, copy, { recursive: true });
      const child = fork(join(bundle, 'child.js'), [copy, String(step)], { execArgv: [], silent: true });
      const errors: Buffer[] = [];
      child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk));
      const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
      expect([code, signal, Buffer.concat(errors).toString()]).toEqual([code, code === 0 ? null : 'SIGKILL', '']);
      const { found, ...after } = await openedStorage(copy);
      expect(after, `killed before step ${step}`).toEqual(shown);
      expect(found).toEqual([1, 1, 1]);
      expect(await truthIn(copy)).toEqual(truth);
      const derived = (await filesIn(copy)).filter((name) => !(name in truth));
      // Its log stays while this process has it open.
      expect(derived.filter((name) => !/^profiles|envelopes|-wal$/.test(name))).toEqual(['index.db']);
      await rm(copy, { recursive: true });
      return code !== 0;
    };
    let steps = 0;
    for (let ended = false; !ended; steps += 4) {
      const killed = await Promise.all([1, 2, 3, 4].map((next) => killedAt(steps + next)));
      ended = killed.includes(false);
    }
    // Fewer, and it was not the migration that was counted.
    expect(steps).toBeGreaterThan(40);
  },
);

test('what comes out is what a new index is', async () => {
  const schema = (path: string): unknown => {
    const db = openIndex(path);
    const rows = db.all(
      "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite%' ORDER BY type, name",
    );
    db.close();
    return rows.map((row) => ({ ...row, sql: String(row['sql']).replace(/\s+/g, ' ') }));
  };
  await copyFixture(dir);
  await openedElsewhere(dir);
  expect(schema(join(dir, 'index.db'))).toEqual(schema(join(dir, 'new.db')));
});

test('an index of a later version is refused with a word, and neither it nor anything else is changed; runs and sessions are read from their files', async () => {
  await copyFixture(dir);
  await openedElsewhere(dir);
  const db = new Sqlite(join(dir, 'index.db'));
  db.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}; CREATE TABLE later (x)`);
  db.close();
  const before = await readFile(join(dir, 'index.db'));
  const truth = await truthIn(dir);
  const shown = await expected();
  const app = await realApp(undefined, dir, memoryKeychain());
  try {
    expect(app.app.server.state()).toMatchObject({
      running: false,
      problem: { code: 'file-newer', params: { file: join(dir, 'index.db') } },
    });
    const list = { offset: 0, limit: 100, search: '' };
    await expect(app.client.call('mailbox.list', list)).rejects.toMatchObject({ code: 'file-newer' });
    expect((await app.client.call('history.list', list)).total).toBe(shown.runs.length);
    expect((await app.client.call('server.sessions', { limit: 100 })).length).toBe(shown.sessions.length);
  } finally {
    await app.app.close();
  }
  expect(await readFile(join(dir, 'index.db'))).toEqual(before);
  expect(await truthIn(dir)).toEqual(truth);
});

test('a folder that is not there yet is made, and is the user’s alone', async () => {
  const path = join(dir, 'new', 'data', 'index.db');
  openIndex(path).close();
  if (process.platform !== 'win32') expect((await stat(join(dir, 'new', 'data'))).mode & 0o777).toBe(0o700);
  expect((await stat(path)).isFile()).toBe(true);
});

test('while the version before has its index open, nothing is touched', async () => {
  await copyFixture(dir);
  const theirs = new Sqlite(join(dir, 'mailbox/index.db'));
  theirs.get('SELECT count(*) FROM message');
  const before = await filesIn(dir);
  expect(() => openIndex(join(dir, 'index.db'), join(dir, 'mailbox/index.db'))).toThrow(
    expect.objectContaining({ code: 'SQLITE_BUSY' }),
  );
  theirs.exec('UPDATE message SET unread = 0');
  expect(await filesIn(dir)).toEqual(before);
  theirs.close();
});

test('after a version before was used in between, its leftover index goes and the marks of this one stay', async () => {
  await copyFixture(dir);
  await openedElsewhere(dir);
  await cp(join(fixtures, '0.1.0/mailbox/index.db'), join(dir, 'mailbox/index.db'));
  const { found: _, ...shown } = await openedElsewhere(dir);
  expect(shown).toEqual(await expected());
  expect(await filesIn(dir)).not.toContain('mailbox/index.db');
});
