/** A list of servers from the window: lines and profiles, each with its own kept password; rows, history, and a table that is no formula. */
import { afterEach, expect, test, vi } from 'vitest';
import type { SurveySnapshot, SurveyStart } from '../../../electron/protocol/values/app/survey.ts';
import type { ListedTarget } from '../../../electron/protocol/values/survey/targets.ts';
import { targetsCsv } from '../../../electron/texts/survey/targets-csv.ts';
import { content } from '../../core/profiles/samples.ts';
import { memoryKeychain } from '../../harness/memory-keychain.ts';
import { realApp, type RealApp } from '../real-app.ts';

let closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.reverse()) await close();
  closing = [];
});

async function opened(): Promise<RealApp> {
  const real = await realApp(undefined, undefined, memoryKeychain());
  closing.push(() => real.close());
  return real;
}

const listOf = (task: 'check' | 'verify', targets: readonly string[]): SurveyStart => ({
  request: {
    kind: 'targets',
    name: 'servers.txt',
    do: task,
    targets: targets.map((text, nth): ListedTarget => ({ line: nth + 1, text })),
    connection: { ehloName: 'client.example' },
    auth: null,
    concurrency: 4,
    perAddress: 2,
  },
  secret: null,
});

async function toEnd(real: RealApp, start: SurveyStart) {
  const { surveyId } = await real.client.call('surveys.start', start);
  const read = (): Promise<SurveySnapshot> => real.client.call('surveys.snapshot', { surveyId });
  await vi.waitFor(async () => expect((await read()).status).toBe('done'), { timeout: 20_000 });
  const { state, failure } = await read();
  expect(failure).toBeNull();
  if (state.kind !== 'targets') throw new Error('another kind');
  return { surveyId, state };
}

async function profile(real: RealApp, name: string, password: string | null) {
  const target = `smtp://${real.address('smtp')}`;
  const auth = { user: 'ann' };
  const saved = await real.client.call('profiles.save', {
    id: null,
    rev: 0,
    folder: null,
    content: content(name, { connection: { target, security: 'starttls' }, auth }),
  });
  if (password !== null)
    await real.client.call('secrets.set', { id: saved.id, kind: 'password', secret: password, where: 'keychain' });
  return saved;
}

test('each line is asked, what is no server has its reason, and the list is kept', async () => {
  const real = await opened();
  const { state, surveyId } = await toEnd(real, listOf('check', [real.address('smtp'), 'no such host', '127.0.0.1:1']));
  const rows = [...state.rows].sort((a, b) => a.line - b.line);
  expect(rows.map(({ answer, problem }) => [answer, problem?.code ?? null])).toEqual([
    ['works', null],
    ['not-tried', 'not-a-target'],
    ['refused', null],
  ]);
  const everything = { offset: 0, limit: 10, search: '' };
  await vi.waitFor(async () => expect((await real.client.call('history.list', everything)).total).toBe(1));
  const { entries } = await real.client.call('history.list', everything);
  expect(entries[0]).toMatchObject({ id: surveyId, survey: 'targets', target: 'servers.txt' });
});

test('profiles log in with what is kept for each, and remember how it went', async () => {
  const real = await opened();
  await real.client.call('server.addUser', { user: 'ann', password: 'right' });
  const [good, wrong, none] = [
    await profile(real, 'Good', 'right'),
    await profile(real, 'Without a password', null),
    await profile(real, 'Nobody knows', null),
  ];
  const { state } = await toEnd(real, listOf('verify', ['profile:Good', `profile:${wrong.id}`, 'profile:Unheard of']));
  const rows = [...state.rows].sort((a, b) => a.line - b.line);
  expect(rows.map(({ ok, problem }) => [ok, problem?.code ?? null])).toEqual([
    [true, null],
    [false, 'secret-missing'],
    [false, 'profile'],
  ]);
  expect(JSON.stringify(real.seen)).not.toContain('right"');
  await vi.waitFor(async () => {
    const { profiles } = await real.client.call('profiles.list', {});
    const verified = new Map(profiles.map((each) => [each.id, each.verified]));
    expect(verified.get(good.id)).toMatchObject({ ok: true });
    expect(verified.get(good.id)?.certificateEnds).toMatch(/^\d{4}-/);
    expect(verified.get(none.id)).toBeNull();
  });
});

test('no cell of the table is a formula, and none breaks its line', () => {
  const row = {
    line: 1,
    ok: false,
    state: 'fails',
    answer: 'failed',
    error: 'greeting-refused',
    provider: null,
    tls: null,
    login: null,
    problem: null,
    sessions: [],
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 12,
  } as const;
  const evil = ['=HYPERLINK("x")', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '\r\n=1', '\uff1d1'];
  const text = targetsCsv(
    evil.map((words) => ({ ...row, sessions: [], text: words, user: words, cause: { id: words, title: words } })),
  );
  const lines = text.split('\r\n');
  expect(lines).toHaveLength(evil.length + 2);
  for (const line of lines.slice(1, -1)) {
    const cells = line.slice(1, -1).split('","');
    expect(cells).toHaveLength(14);
    for (const cell of cells) expect(cell).not.toMatch(/^\s{0,9}[=+\-@\uff1d]/);
  }
});
