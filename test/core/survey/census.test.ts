/** The census against back ends behind one port: how many there are, what tells them apart, and what is the same each time. */
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { RequestOf } from '../../../electron/protocol/values/survey/request.ts';
import { groupInferenceText, groupTitle } from '../../../electron/texts/survey/groups.ts';
import { makeCertificates, testAuthority } from '../../harness/certificates.ts';
import { type ScriptStep, startScripted } from '../../harness/peers/scripted-server.ts';
import { startSplitter } from '../../harness/peers/splitter.ts';
import { resumedState, runSurvey } from './run.ts';

interface BackEnd {
  readonly greeting?: string;
  readonly keywords?: readonly string[];
  readonly certificate?: string | null;
  readonly inTls?: readonly string[];
}

const hello = (keywords: readonly string[]): ScriptStep[] => [
  { expect: '^EHLO' },
  { send: ['mx.test', ...keywords].map((one, i) => `250${i === keywords.length ? ' ' : '-'}${one}\r\n`).join('') },
];
function script({
  greeting = '220 mx.test ESMTP',
  keywords = ['SIZE 1000'],
  certificate = 'valid',
  inTls = ['SIZE 1000', 'AUTH PLAIN'],
}: BackEnd): ScriptStep[] {
  const greets: ScriptStep = { send: `${greeting}\r\n` };
  if (certificate === null) return [greets, ...hello(keywords), { tail: true }];
  return [
    ...[greets, ...hello([...keywords, 'STARTTLS']), { expect: '^STARTTLS' }, { send: '220 go\r\n' }],
    ...[{ starttls: certificate }, ...hello(inTls), { tail: true as const }],
  ];
}

const closing: (() => Promise<void>)[] = [];
beforeAll(() => makeCertificates());
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** The port that they all stand behind. */
async function behindOnePort(backEnds: readonly BackEnd[]) {
  const servers = await Promise.all(backEnds.map((one) => startScripted(script(one))));
  const splitter = await startSplitter(servers.map(({ port }) => port));
  closing.push(async () => {
    await splitter.close();
    await Promise.all(servers.map((server) => server.close()));
  });
  return splitter;
}

const request = (port: number, sessions: number): RequestOf<'census'> => ({
  kind: 'census',
  connection: { target: `127.0.0.1:${port}`, servername: 'mx.test', ca: testAuthority() },
  sessions,
});

test('eight different back ends behind one port are eight clusters, however often each is met', async () => {
  const splitter = await behindOnePort([
    {},
    { greeting: '220 mx2.test ESMTP' },
    { greeting: '220 mx.test ESMTP Other 2.1' },
    { certificate: null },
    { certificate: null, keywords: ['SIZE 1000', 'PIPELINING'] },
    { inTls: ['SIZE 1000', 'AUTH PLAIN LOGIN'] },
    { certificate: 'wronghost' },
    { keywords: ['SIZE 2000'] },
  ]);
  const asked = request(splitter.port, 24);
  const { state, events } = await runSurvey(asked);
  expect(state.clusters).toHaveLength(8);
  expect(state.clusters.map(({ cells }) => cells.length)).toEqual([3, 3, 3, 3, 3, 3, 3, 3]);
  expect(state.clusters[0]?.cells.map(({ round }) => round)).toEqual([1, 9, 17]);
  expect(splitter.connections()).toBe(24);
  // Each pair is compared once, and but for the names that say nothing else, each differs.
  expect(state.pairs).toHaveLength(28);
  expect(state.pairs.filter(({ differences }) => differences.length === 0)).toMatchObject([{ a: 1, b: 2 }]);
  const telling = state.inferences.find((one) => one.code === 'keyword-missing' && one.params.keyword === 'STARTTLS');
  expect(telling).toMatchObject({ params: { these: 2, of: 8, stage: 'plain' } });
  expect(telling === undefined ? '' : groupInferenceText(telling)).toBe(
    '2 of 8 back ends do not offer STARTTLS (sessions 4, 5, 12, 13, 20 and 21).',
  );
  expect(groupTitle(state)).toBe(`127.0.0.1:${splitter.port}: 8 back ends in 24 sessions`);
  for (const at of [2, 20, events.length - 1]) expect(resumedState(asked, events, at)).toEqual(state);
});

test('what differs from one session to the next makes no second back end', async () => {
  const splitter = await behindOnePort([
    { greeting: '220 mx.google.test ESMTP 98e67ed59e1d1-2fa5e13ab8fsi30459a91.12 - gsmtp' },
    { greeting: '220 mx.google.test ESMTP 5614622812f47-404fc4e1f22si1183b6e.187 - gsmtp' },
    { greeting: '220 mx.google.test ESMTP Mon, 30 Nov 2026 12:00:01 +0000' },
    { greeting: '220 mx.google.test ESMTP Tue, 01 Dec 2026 01:10:59 +0000' },
  ]);
  const { state } = await runSurvey(request(splitter.port, 8));
  expect(state.clusters.map(({ greeting, cells }) => [greeting?.slice(0, 26), cells.length])).toEqual([
    ['mx.google.test ESMTP 98e67', 4],
    ['mx.google.test ESMTP Mon, ', 4],
  ]);
});

test('one back end is said to be one, or several that nobody can tell apart', async () => {
  const splitter = await behindOnePort([{}]);
  const { state } = await runSurvey(request(splitter.port, 3));
  expect(state.inferences).toEqual([{ code: 'alike', params: { unit: 'back-end', sessions: 3, of: 1 } }]);
  expect(state.cells.map((cell) => cell.state)).toEqual(['works', 'works', 'works']);
});

test('a back end that refuses is one of them, with its reason and its sessions', async () => {
  const splitter = await behindOnePort([{}, { greeting: '554 mx.test No' }, {}, {}]);
  const { state } = await runSurvey(request(splitter.port, 4));
  expect(state.clusters).toHaveLength(2);
  expect(state.inferences[0]).toMatchObject({
    code: 'fails',
    params: { these: 1, of: 2, answer: 'greeting-refused', cells: [{ round: 2 }] },
  });
  expect(state.findings.some(({ severity }) => severity === 'error')).toBe(true);
});

test('what works but otherwise than most differs', async () => {
  const splitter = await behindOnePort([{}, { keywords: ['SIZE 9'] }, {}]);
  const { state } = await runSurvey(request(splitter.port, 3));
  expect(state.cells.map((cell) => cell.state)).toEqual(['works', 'differs', 'works']);
});

test('stopped, it says so and leaves no connection', async () => {
  const splitter = await behindOnePort([{}]);
  const stop = new AbortController();
  const { state } = await runSurvey(request(splitter.port, 10), {
    signal: stop.signal,
    emit: (event) => {
      if (event.type === 'cell-done') stop.abort();
    },
  });
  expect([state.status, splitter.connections()]).toEqual(['stopped', 1]);
  expect(state.inferences[0]?.code).toBe('stopped');
});
