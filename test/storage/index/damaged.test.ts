/** An index that is damaged, anywhere, is made anew from the files: all mail, runs and sessions are there, and found by their words. */
import { copyFile, cp, mkdir, mkdtemp, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest';
import { AppError } from '../../../electron/protocol/values/app-error.ts';
import { openHistory } from '../../../electron/storage/history/history.ts';
import { lenient, type RecordIndex } from '../../../electron/storage/index/records.ts';
import { IndexWorker } from '../../../electron/storage/mailbox/client.ts';
import { openMailbox, type MailboxStore } from '../../../electron/storage/mailbox/mailbox.ts';
import { openSessionLog } from '../../../electron/storage/sessions/log.ts';
import { copyFixture, expected } from './data-folder.ts';

const PAGE = 4_096;
const workerUrl = () => pathToFileURL(join(inject('workersDir'), 'mailbox-worker.js'));
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'posthorn-damaged-'));
  await copyFixture(dir);
  // Brings it up to date.
  const worker = await opened(dir);
  await shown(dir, worker);
  await worker.close();
});

afterEach(() => rm(dir, { recursive: true, force: true }));

async function opened(folder: string): Promise<IndexWorker> {
  const place = { path: join(folder, 'index.db'), formerly: join(folder, 'mailbox/index.db') };
  const worker = new IndexWorker(workerUrl(), join(folder, 'mailbox'), place);
  await worker.ready;
  return worker;
}

interface Ids {
  readonly messages: readonly string[];
  readonly found: readonly number[];
  readonly runs: readonly string[];
  readonly sessions: readonly string[];
}

/** What the app finds through this index. */
async function shown(folder: string, worker: IndexWorker): Promise<Ids> {
  const logged: unknown[] = [];
  const index = lenient(worker, (error) => void logged.push(error));
  const mailbox = await openMailbox({ dir: join(folder, 'mailbox'), workerUrl: workerUrl(), index: worker });
  const log = await openSessionLog({ dir: join(folder, 'sessions'), index });
  const history = await openHistory({
    dir: join(folder, 'history'),
    index,
    retain: 0,
    onChange: () => undefined,
    log: (line) => void logged.push(line),
  });
  const all = { offset: 0, limit: 100, search: '' };
  const ids = {
    messages: (await mailbox.list(all)).messages.map(({ id }) => id).sort(),
    found: await Promise.all(['rhein', 'caf', 'fox'].map((word) => found(mailbox, word))),
    runs: history
      .list(all)
      .entries.map(({ id }) => id)
      .sort(),
    sessions: (await log.list(100)).map(({ id }) => id).sort(),
  };
  await Promise.all([mailbox.close(), log.close(), history.close()]);
  expect(logged).toEqual([]);
  return ids;
}

const found = async (mailbox: MailboxStore, search: string): Promise<number> =>
  (await mailbox.list({ offset: 0, limit: 10, search })).total;

async function whole(): Promise<Ids> {
  const { messages, runs, sessions } = await expected();
  const ids = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id);
  return { messages: ids(messages), found: [1, 1, 1], runs: ids(runs), sessions: ids(sessions) };
}

async function overwrite(path: string, offset: number, octets: Uint8Array): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(octets, 0, octets.length, offset);
  await file.close();
}

test('each of its pages', { timeout: 120_000 }, async () => {
  const { size } = await stat(join(dir, 'index.db'));
  expect(size).toBeGreaterThan(8 * PAGE);
  for (let page = 0; page * PAGE < size; page += 1) {
    const folder = join(dir, `page-${page}`);
    for (const name of ['mailbox', 'history', 'sessions'])
      await cp(join(dir, name), join(folder, name), { recursive: true });
    await copyFile(join(dir, 'index.db'), join(folder, 'index.db'));
    await overwrite(join(folder, 'index.db'), page * PAGE, Buffer.alloc(PAGE, 0xa5));
    const worker = await opened(folder);
    expect(await shown(folder, worker), `page ${page}`).toEqual(await whole());
    await worker.close();
    // And it stays mended.
    const next = await opened(folder);
    expect(await shown(folder, next), `page ${page}, then`).toEqual(await whole());
    await next.close();
  }
});

test.each([
  ['empty', async (path: string) => truncate(path, 0)],
  ['cut short', async (path: string) => truncate(path, 3 * PAGE + 100)],
  ['something else', async (path: string) => writeFile(path, Buffer.alloc(20_000, 'not a database '))],
  ['gone', async (path: string) => rm(path)],
  ['half removed by a process that was killed', async (path: string) => writeFile(`${path}-discarded`, '')],
])('a file that is %s', async (_, spoil) => {
  await spoil(join(dir, 'index.db'));
  const worker = await opened(dir);
  expect(await shown(dir, worker)).toEqual(await whole());
  await worker.close();
});

test('one that cannot be opened is left alone', async () => {
  const path = join(dir, 'index.db');
  const before = await readFile(path);
  // Rights stop no administrator; that a folder stands in its place stops everybody.
  await rm(path);
  await mkdir(path);
  await writeFile(join(path, 'kept'), before);
  await expect(opened(dir)).rejects.toThrow();
  expect(await readFile(join(path, 'kept'))).toEqual(before);
});

describe('an index that fails while it is used', () => {
  const failing: RecordIndex = {
    runs: () => Promise.reject(new AppError('internal')),
    keepRuns: () => Promise.reject(new AppError('internal')),
    dropRuns: () => Promise.reject(new AppError('internal')),
    sessions: () => Promise.reject(new AppError('internal')),
    keepSessions: () => Promise.reject(new AppError('internal')),
    dropSessionFiles: () => Promise.reject(new AppError('internal')),
  };

  test('holds up neither runs nor sessions, and that is said', async () => {
    const said: unknown[] = [];
    const index = lenient(failing, (error) => void said.push(error));
    const { runs, sessions } = await expected();
    const options = { index, retain: 0, onChange: () => undefined, log: () => undefined };
    const history = await openHistory({ dir: join(dir, 'history'), ...options });
    onTestFinished(() => history.close());
    const log = await openSessionLog({ dir: join(dir, 'sessions'), index });
    expect(history.total).toBe(runs.length);
    expect((await log.list(100)).length).toBe(sessions.length);
    expect(said.length).toBeGreaterThan(0);
    await log.close();
  });
});
