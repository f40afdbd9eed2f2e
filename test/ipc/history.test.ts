/** Past runs: kept whole and without secrets, found again, deleted with second thoughts, there after the process was killed. */
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openHistory, type HistoryStore } from '../../electron/storage/history/history.ts';
import { limits } from '../../electron/storage/limits.ts';
import type { FileHandle } from '../../electron/protocol/values/app/files.ts';
import { PastRuns, type FinishedRun } from '../../electron/app/runs/past-runs.ts';
import { sampleRun } from '../storage/history/sample-run.ts';
import { check, message, realApp, runToEnd, type RealApp } from './real-app.ts';

let dir: string;
const closing: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'posthorn-history-'));
});

afterEach(async () => {
  for (const one of closing.splice(0)) await one.close();
  await rm(dir, { recursive: true, force: true });
});

async function opened(...args: Parameters<typeof realApp>): Promise<RealApp> {
  const real = await realApp(...args);
  closing.push(real);
  return real;
}

const everything = { offset: 0, limit: 100, search: '' };

test('a run is kept as it was: request without its secret, every event, the report; also after a restart', async () => {
  const first = await opened(undefined, dir);
  const asked = check(first.address('smtp'), { auth: { user: 'alice' }, secret: 'open sesame' });
  const request = { ...asked, secrets: { proxyPassword: 'sesame too' } };
  const done = await runToEnd(first.client, request);
  await vi.waitFor(async () => expect((await first.client.call('history.list', everything)).total).toBe(1));
  const run = await first.client.call('history.get', { id: done.runId });
  expect(run.request).toEqual({ ...asked, secret: null });
  expect(run.events).toEqual(done.events);
  expect(run.report).toEqual(done.report);
  expect(run.entry).toMatchObject({ id: done.runId, command: 'check', ok: true, error: null });
  await first.app.close();
  for (const name of await readdir(join(dir, 'history'), { recursive: true, withFileTypes: true })) {
    if (name.isFile()) expect((await readFile(join(name.parentPath, name.name))).includes('open sesame')).toBe(false);
  }
  const second = await opened(undefined, dir);
  expect(await second.client.call('history.get', { id: done.runId })).toEqual(run);
  const { markdown } = await second.client.call('report.text', { runId: done.runId });
  expect(markdown).toMatch(/^# /);
});

test('of many alike one of each outcome is kept', async () => {
  const real = await opened(undefined, dir);
  const { client } = real;
  const one = message(real.address('smtp'), 'Subject: many\r\n\r\nalike\r\n');
  for (let number = 0; number < 3; number += 1) await runToEnd(client, { ...one, batch: 'many' });
  await runToEnd(client, { ...one, batch: 'many', envelope: { from: 'a@x.test', to: ['bad addr'] } });
  await runToEnd(client, { ...one, batch: 'others' });
  await vi.waitFor(async () => expect((await client.call('history.list', everything)).total).toBe(3));
  const { entries } = await client.call('history.list', everything);
  expect(entries.map(({ ok }) => ok).sort()).toEqual([false, true, true]);
});

test('a send is kept too, and the number of runs is reported', async () => {
  const real = await opened();
  const totals: number[] = [];
  real.client.subscribe('app.events', {}, (event) => {
    if (event.type === 'history') totals.push(event.total);
  });
  await runToEnd(real.client, message(real.address('smtp'), 'Subject: x\r\n\r\ny\r\n'));
  await vi.waitFor(() => expect(totals.at(-1)).toBe(1));
  const { entries } = await real.client.call('history.list', { ...everything, search: 'SEND 127.0.0.1' });
  expect(entries).toMatchObject([{ command: 'send', ok: true }]);
  await expect(real.client.call('history.get', { id: 'nobody' })).rejects.toMatchObject({ code: 'run-not-found' });
});

async function store(retain = 0, logged: string[] = [], octets?: number): Promise<HistoryStore> {
  const most = octets === undefined ? {} : { octets };
  const log = (line: string) => void logged.push(line);
  const opened = await openHistory({ dir, index: null, retain, onChange: () => undefined, log, ...most });
  closing.push(opened);
  return opened;
}

test('pages are newest first; a search takes words from anywhere', async () => {
  const history = await store();
  await Promise.all([3, 1, 2, 12].map((number) => history.add(sampleRun(number))));
  const ids = (offset: number, limit: number, search = ''): string[] =>
    history.list({ offset, limit, search }).entries.map(({ id }) => id);
  expect(ids(0, 2)).toEqual(['run-12', 'run-3']);
  expect(ids(2, 2)).toEqual(['run-2', 'run-1']);
  expect(ids(4, 2)).toEqual([]);
  expect(ids(0, 9, 'FINE host1')).toEqual(['run-12', 'run-1']);
});

test('only the newest are kept, by number', async () => {
  const history = await store(2);
  for (const number of [1, 2, 3]) await history.add(sampleRun(number));
  expect(history.total).toBe(2);
  history.retain(1);
  await history.close();
  expect(await readdir(join(dir, 'runs'))).toEqual(['run-3.run']);
});

test('and by octets, the newest whatever its size; that some went is reported', async () => {
  const history = await store();
  for (const number of [1, 2, 3]) await history.add(sampleRun(number));
  await history.close();
  const { size } = await stat(join(dir, 'runs', 'run-3.run'));
  const logged: string[] = [];
  // Those of before count as well.
  const again = await store(0, logged, Math.floor(2.5 * size));
  await again.add(sampleRun(4));
  await again.close();
  expect((await readdir(join(dir, 'runs'))).sort()).toEqual(['run-3.run', 'run-4.run']);
  expect(logged.length).toBeGreaterThan(0);
  const tight = await store(0, [], 1);
  await tight.close();
  expect(await readdir(join(dir, 'runs'))).toEqual(['run-4.run']);
});

test('a deletion can be taken back for a while, and is final at the end', async () => {
  const history = await store();
  for (const number of [1, 2]) await history.add(sampleRun(number));
  history.delete(['run-1', 'unknown']);
  expect(history.total).toBe(1);
  await expect(history.get('run-1')).rejects.toMatchObject({ code: 'run-not-found' });
  history.restore(['run-1']);
  expect((await history.get('run-1')).entry.id).toBe('run-1');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    history.delete(['run-1']);
    await vi.advanceTimersByTimeAsync(limits.undo.graceMs);
  } finally {
    vi.useRealTimers();
  }
  history.restore(['run-1']);
  expect(history.total).toBe(1);
  history.delete(['run-2']);
  await history.close();
  expect(await readdir(join(dir, 'runs'))).toEqual([]);
});

test('what a killed process left is read: a file that is half written is none, one cut short is not found', async () => {
  const history = await store();
  for (const number of [1, 2, 3]) await history.add(sampleRun(number));
  await rm(join(dir, 'runs', 'run-2.run'));
  await writeFile(join(dir, 'runs', 'run-4.run.new'), 'half');
  const again = await store();
  expect(again.list(everything).entries.map(({ id }) => id)).toEqual(['run-3', 'run-1']);
  expect((await again.get('run-3')).request).toEqual(sampleRun(3).request);
  expect((await readdir(join(dir, 'runs'))).sort()).toEqual(['run-1.run', 'run-3.run']);
  const whole = await readFile(join(dir, 'runs', 'run-3.run'));
  await writeFile(join(dir, 'runs', 'run-3.run'), whole.subarray(0, whole.length - 300));
  await expect(again.get('run-3')).rejects.toMatchObject({ code: 'run-not-found' });
});

describe('files of a past send', () => {
  const files = (list: { name: string; path: string }[]): FinishedRun => {
    const { entry, request, report: ended } = sampleRun(1);
    return { runId: entry.id, startedAt: entry.startedAt, request, events: [], report: ended, files: list };
  };
  const adopt = ({ name }: { name: string }): Promise<FileHandle> => Promise.resolve({ handle: 'h', name, size: 3 });

  test('are found again, told apart from changed and from gone ones, and never with their path', async () => {
    const past = new PastRuns(() => store());
    const paths = ['same', 'edited', 'gone'].map((name) => ({ name, path: join(dir, name) }));
    for (const { path } of paths) await writeFile(path, 'abc');
    await past.keep(files(paths));
    await writeFile(join(dir, 'edited'), 'abcd');
    await rm(join(dir, 'gone'));
    const found = await past.files('run-1', adopt);
    expect(found).toEqual({
      known: true,
      files: [
        { name: 'same', file: { handle: 'h', name: 'same', size: 3 }, changed: false },
        { name: 'edited', file: { handle: 'h', name: 'edited', size: 3 }, changed: true },
        { name: 'gone', file: null, changed: true },
      ],
    });
    expect(JSON.stringify([found, await past.get('run-1')])).not.toContain(dir);
  });

  test('of a run of an earlier version are not known', async () => {
    const history = await store();
    await history.add(sampleRun(1));
    const past = new PastRuns(() => Promise.resolve(history));
    expect(await past.files('run-1', adopt)).toEqual({ known: false, files: [] });
  });
});

test('what changed between two runs is counted, and of a run that is gone nothing', async () => {
  const real = await opened();
  const ids: string[] = [];
  for (const security of ['none', 'none', 'starttls'] as const)
    ids.push(
      (await runToEnd(real.client, check('', { connection: { target: real.address('smtp'), security } }))).runId,
    );
  await vi.waitFor(async () => expect((await real.client.call('history.list', everything)).total).toBe(3));
  const [first = '', second = '', third = ''] = ids;
  const pairs = [
    { id: second, before: first },
    { id: third, before: second },
    { id: third, before: 'nobody' },
  ];
  const { changes } = await real.client.call('history.changes', { pairs });
  expect(changes).toEqual([0, expect.any(Number), null]);
  expect(changes[1]).toBeGreaterThan(1);
  expect(await real.client.call('history.changes', { pairs })).toEqual({ changes });
});
