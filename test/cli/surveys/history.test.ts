/** Past runs and surveys from the command line: listed, shown as they were, compared; the folder of the app is left as it is. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PastRuns } from '../../../electron/app/runs/past-runs.ts';
import { surveyEntry } from '../../../electron/app/surveys/survey-entry.ts';
import { systemClock } from '../../../electron/core/recording/clock.ts';
import { ReportFold } from '../../../electron/core/report/fold.ts';
import { check } from '../../../electron/core/smtp/flows/check.ts';
import type { SessionEvent } from '../../../electron/protocol/values/session/event.ts';
import type { RequestOf, SurveyKind } from '../../../electron/protocol/values/survey/request.ts';
import { limits } from '../../../electron/protocol/values/survey/limits.ts';
import { type HistoryStore, openHistory } from '../../../electron/storage/history/history.ts';
import { runSurvey } from '../../core/survey/run.ts';
import { type ScriptStep, startScripted } from '../../harness/peers/scripted-server.ts';
import { Program } from '../program.ts';

let program: Program;
let history: HistoryStore;
const folder = (): string => join(program.folder, 'config', 'Posthorn', 'history');

const speaking = (greeting: string, ...keywords: readonly string[]): ScriptStep[] => [
  { send: `220 ${greeting}\r\n` },
  { expect: '^EHLO' },
  { send: ['a.test', ...keywords].map((one, i) => `250${i === keywords.length ? ' ' : '-'}${one}\r\n`).join('') },
  { tail: true },
];

/** The same port with another server, for a while. */
async function served<T>(port: number, script: readonly ScriptStep[], work: (port: number) => Promise<T>): Promise<T> {
  const server = await startScripted(script, { at: { address: '127.0.0.1', port } });
  try {
    return await work(server.port);
  } finally {
    await server.close();
  }
}

async function keepRun(id: string, target: string): Promise<void> {
  const events: SessionEvent[] = [];
  const fold = new ReportFold('check');
  const emit = (event: SessionEvent): void => {
    events.push(event);
    fold.push(event);
  };
  const connection = { target, security: 'none' as const };
  const signal = new AbortController().signal;
  const result = await check({ connection, auth: null, envelope: null }, { emit, signal, clock: systemClock });
  const report = await fold.report({ transcript: true, error: result.error, delivery: result.delivery });
  const request = { command: 'check' as const, connection, auth: null, secret: null, envelope: null };
  const past = new PastRuns(async () => history);
  await past.keep({ runId: id, startedAt: report.startedAt, request, events, report, files: [] });
}

async function keepSurvey<K extends SurveyKind>(id: string, request: RequestOf<K>): Promise<void> {
  const { state } = await runSurvey(request);
  await history.add({ entry: surveyEntry(id, state.startedAt ?? '', request, state), request, state, sessions: [] });
}

beforeAll(async () => {
  program = await Program.build();
  history = await openHistory({
    dir: folder(),
    index: null,
    retain: 0,
    onChange: () => undefined,
    log: (line) => expect.fail(line),
  });
  const port = await served(0, speaking('a.test one', 'SIZE 10', 'STARTTLS'), async (own) => {
    await keepRun('aaaa1111', `127.0.0.1:${own}`);
    await keepSurvey('bbbb1111', addresses(own));
    await keepSurvey('cccc1111', list(own));
    return own;
  });
  await served(port, speaking('a.test two', 'SIZE 20'), async (own) => {
    await keepRun('aaaa2222', `127.0.0.1:${own}`);
    await keepSurvey('bbbb2222', addresses(own));
  });
  await keepSurvey('cccc2222', list(port));
});
afterAll(async () => {
  await history.close();
  await program.remove();
});

const addresses = (port: number): RequestOf<'addresses'> => ({
  kind: 'addresses',
  connection: { target: `127.0.0.1:${port}`, security: 'none' },
});
const list = (port: number): RequestOf<'targets'> => ({
  kind: 'targets',
  name: 'hosts.txt',
  do: 'check',
  targets: [
    { line: 1, text: `127.0.0.1:${port}` },
    { line: 2, text: '127.0.0.1:1' },
  ],
  connection: { security: 'none' },
  auth: null,
  concurrency: limits.targets.concurrency,
  perAddress: 1,
});

const json = async (...args: readonly string[]): Promise<Record<string, unknown>> =>
  JSON.parse((await program.run(['history', ...args, '--json'])).stdout) as Record<string, unknown>;

test('the newest first, by words, and so many', async () => {
  const all = await json('list');
  const ids = (all.entries as { id: string }[]).map(({ id }) => id);
  expect([all.ok, all.total, ids[0], [...ids].sort()]).toEqual([
    true,
    6,
    'cccc2222',
    ['aaaa1111', 'aaaa2222', 'bbbb1111', 'bbbb2222', 'cccc1111', 'cccc2222'],
  ]);
  expect(await json('list', '--search', 'targets hosts')).toMatchObject({ total: 2 });
  expect((await json('list', '--limit', '2')).entries).toHaveLength(2);
  const { stdout, stderr } = await program.run(['history', 'list']);
  expect(stdout).toContain('hosts.txt');
  expect(stderr).toContain('6 runs');
});

test('a run is shown as check shows it, by its id, its beginning, or how long ago it was', async () => {
  expect(await json('show', 'aaaa1')).toMatchObject({
    command: 'history show',
    ok: true,
    entry: { id: 'aaaa1111' },
    report: { command: 'check', greeting: { lines: ['a.test one'] } },
  });
  expect(await json('show', 'latest')).toMatchObject({ entry: { id: 'cccc2222' } });
  expect(await json('show', 'latest~1')).toMatchObject({ entry: { id: 'bbbb2222' } });
  const shown = await program.run(['history', 'show', 'aaaa2222', '--transcript']);
  expect([shown.status, shown.stdout.includes('a.test two')]).toEqual([0, true]);
  const several = await program.run(['history', 'show', 'aaaa']);
  expect([several.status, several.stderr]).toEqual([2, expect.stringContaining('beginning of 2 ids')]);
  expect((await program.run(['history', 'show', 'zzzz'])).status).toBe(3);
});

test('a survey is shown as the command of its kind shows it', async () => {
  expect(await json('show', 'bbbb1')).toMatchObject({ survey: { command: 'addresses', cells: [{ answer: 'works' }] } });
  expect(await json('show', 'cccc1')).toMatchObject({
    survey: { command: 'survey', do: 'check', targets: { ended: 2, ok: 1 }, cells: [{}, {}] },
  });
  for (const id of ['bbbb1', 'cccc1']) expect((await program.run(['history', 'show', id])).status).toBe(0);
  expect((await program.run(['history', 'show', 'bbbb1', '--transcript'])).status).toBe(2);
});

test('two runs, and two surveys of one kind', async () => {
  expect(await json('compare', 'aaaa1', 'aaaa2')).toMatchObject({
    command: 'history compare',
    ok: true,
    differences: expect.arrayContaining([
      { path: 'ehlo.plain.SIZE', a: ['10'], b: ['20'] },
      { path: 'ehlo.plain.STARTTLS', a: [], b: null },
    ]) as unknown,
  });
  const surveys = await json('compare', 'bbbb1', 'bbbb2');
  const [cell] = surveys.cells as { a: string; b: string; differences: { path: string }[] }[];
  expect([cell?.a, cell?.b, cell?.differences.some(({ path }) => path === 'ehlo.plain.STARTTLS')]).toEqual([
    'works',
    'works',
    true,
  ]);
  // The one server is gone; the other never was there.
  expect(await json('compare', 'cccc1', 'cccc2')).toMatchObject({ same: 1, cells: [{ a: 'works', b: 'refused' }] });
  const { stdout } = await program.run(['history', 'compare', 'cccc1', 'cccc2']);
  expect(stdout).toContain('works → refused');
  expect((await program.run(['history', 'compare', 'aaaa1', 'bbbb1'])).status).toBe(2);
  expect((await program.run(['history', 'compare', 'bbbb1', 'cccc1'])).status).toBe(2);
});

test('nothing in the folder is changed, and half a run of the app that is being written stays', async () => {
  writeFileSync(join(folder(), 'runs', 'dddd.run.new'), 'half');
  const before = readdirSync(join(folder(), 'runs')).sort();
  await json('list');
  expect(readdirSync(join(folder(), 'runs')).sort()).toEqual(before);
  const elsewhere = await program.run(['history', 'list', '--json'], {
    env: { XDG_CONFIG_HOME: join(program.folder, 'none') },
  });
  expect(JSON.parse(elsewhere.stdout)).toMatchObject({ ok: true, total: 0, entries: [] });
});
