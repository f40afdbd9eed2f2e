/** A watch: each change once, numbers that stay small however long it lasts, and an end after a refused login. */
import { afterEach, beforeAll, expect, test } from 'vitest';
import { WatchFold } from '../../../electron/protocol/fold/survey/watch.ts';
import { leastEvery } from '../../../electron/core/survey/kinds/watch.ts';
import { limits } from '../../../electron/protocol/values/survey/limits.ts';
import type { RequestOf } from '../../../electron/protocol/values/survey/request.ts';
import { watchChangeText, watchTitle } from '../../../electron/texts/survey/watch.ts';
import { makeCertificates, testAuthority } from '../../harness/certificates.ts';
import { type ZoneEntry, startDns } from '../../harness/peers/dns-server.ts';
import { type ScriptStep, startScripted } from '../../harness/peers/scripted-server.ts';
import { startSplitter } from '../../harness/peers/splitter.ts';
import { made } from '../report/compare-sample.ts';
import { resumedState, runSurvey } from './run.ts';

const hello = (...keywords: string[]): ScriptStep[] => [
  { expect: '^EHLO' },
  { send: ['mx.test', ...keywords].map((one, i) => `250${i === keywords.length ? ' ' : '-'}${one}\r\n`).join('') },
];
const greeting = (text: string): ScriptStep => ({ send: `${text}\r\n` });
const overTls = (first: string, certificate: string, ...keywords: string[]): ScriptStep[] => [
  ...[greeting(first), ...hello(...keywords, 'STARTTLS'), { expect: '^STARTTLS' }, { send: '220 go\r\n' }],
  ...[{ starttls: certificate }, ...hello(...keywords), { tail: true as const }],
];

const closing: (() => Promise<void>)[] = [];
beforeAll(() => makeCertificates());
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** One port that becomes the next of these after so many connections. */
async function becoming(scripts: readonly (readonly ScriptStep[])[], every: number): Promise<number> {
  const servers = await Promise.all(scripts.map((script) => startScripted(script)));
  const ports = servers.map(({ port }) => port);
  const splitter = await startSplitter(ports, (index) => Math.min(Math.floor(index / every), ports.length - 1));
  closing.push(async () => {
    await splitter.close();
    await Promise.all(servers.map((server) => server.close()));
  });
  return splitter.port;
}

const request = (port: number, over: Partial<RequestOf<'watch'>> = {}): RequestOf<'watch'> => ({
  kind: 'watch',
  connection: { target: `127.0.0.1:${port}`, servername: 'mx.test', ca: testAuthority() },
  auth: null,
  everyMs: limits.watch.everyLocal,
  rounds: 3,
  forMs: null,
  ...over,
});

test('500 rounds against a server that changes ten things find exactly ten changes', { timeout: 240_000 }, async () => {
  const usual = '220 mx.test ESMTP';
  const other = '220 mx.test ESMTP Other 2.1';
  const after = overTls(other, 'tls12only', 'SIZE 2000', 'PIPELINING');
  const port = await becoming(
    [
      overTls(usual, 'valid', 'SIZE 1000'),
      overTls(other, 'valid', 'SIZE 1000'),
      overTls(other, 'valid', 'SIZE 1000', 'PIPELINING'),
      overTls(other, 'valid', 'SIZE 2000', 'PIPELINING'),
      overTls(other, 'wronghost', 'SIZE 2000', 'PIPELINING'),
      after,
      [greeting('554 mx.test Closed for today')],
      after,
    ],
    60,
  );
  const zone: Record<string, ZoneEntry> = { localhost: { a: ['127.0.0.1'] } };
  const dns = await startDns(zone);
  closing.push(() => dns.close());
  const { state } = await runSurvey(
    request(port, {
      connection: {
        target: `localhost:${port}`,
        servername: 'mx.test',
        ca: testAuthority(),
        dnsServer: dns.address,
        security: 'starttls-if-offered',
      },
      rounds: 500,
    }),
    {
      emit: (event) => {
        if (event.type === 'cell-done' && event.key.round === 450)
          zone['localhost'] = { a: ['127.0.0.1', '127.0.0.2'] };
      },
    },
  );
  expect(state.watch.rounds).toBe(500);
  expect(state.watch.failed).toBe(60);
  expect(state.watch.changed).toBe(10);
  expect(state.watch.changes.map(({ round, what, name }) => [round, what, name].join(' ').trim())).toEqual([
    '61 greeting',
    '121 keyword PIPELINING',
    '181 keyword SIZE',
    '241 certificate',
    '301 tls',
    '301 cipher',
    '301 certificate',
    '361 verdict',
    '421 verdict',
    '451 addresses',
  ]);
  expect(state.watch.changes.map(watchChangeText)[2]).toBe('Offer of SIZE: 1000, 1000 octets → 2000, 1.95 KiB');
  expect(watchTitle(state)).toBe(`localhost:${port}: 500 rounds, 60 failed, 10 changes`);
  expect(state.watch.phases.tls?.count).toBe(440);
  expect(state.cells).toHaveLength(limits.watch.reports);
});

test('a refused login ends it: one attempt, and the account is left alone', async () => {
  const script = [
    ...overTls('220 mx.test ESMTP', 'valid').slice(0, -2),
    ...hello('AUTH PLAIN').slice(-1),
    { expect: '^AUTH' },
    { send: '535 5.7.8 no\r\n' },
    { tail: true as const },
  ];
  const server = await startScripted(script);
  closing.push(() => server.close());
  const secret = { read: async () => 'wrong' };
  const { state } = await runSurvey(request(server.port, { auth: { user: 'ann' }, rounds: null }), { secret });
  expect([state.status, state.watch.rounds, state.watch.last?.error?.code]).toEqual(['auth-failed', 1, 'auth-failed']);
  expect(server.recorded.connections).toBe(1);
});

test('it goes on from what was found before, and stops in the pause between two rounds', async () => {
  const port = await becoming([overTls('220 mx.test ESMTP', 'valid')], 1);
  const asked = request(port);
  const { state, events } = await runSurvey(asked);
  expect(state.watch.validTo).not.toBeNull();
  for (const at of [2, 4, events.length - 1]) expect(resumedState(asked, events, at)).toEqual(state);
  const stop = new AbortController();
  const stopped = await runSurvey(request(port, { everyMs: 60_000, rounds: null }), {
    signal: stop.signal,
    emit: ({ type }) => {
      if (type === 'survey-waits') stop.abort();
    },
  });
  expect([stopped.state.status, stopped.state.watch.rounds]).toEqual(['stopped', 1]);
});

test('what it keeps of 60,000 rounds is no more than of 30,000, and no round is lost in the sums', () => {
  const fold = new WatchFold({ everyMs: 10 }, 'mx.test');
  const sizes: number[] = [];
  const report = made({});
  for (let round = 1; round <= 60_000; round += 1) {
    const key = { host: 'mx.test', address: 'mx.test', port: 25, round };
    fold.push({ type: 'cell-done', seq: round, tMs: round * 10, key, report });
    if (round === 30_000 || round === 60_000) sizes.push(JSON.stringify(fold.state).length);
  }
  const { watch, cells } = fold.state;
  expect(watch.samples.length).toBeLessThanOrEqual(limits.watch.samples);
  expect(watch.summaries.length).toBeLessThanOrEqual(limits.watch.summaries);
  expect(cells.length).toBe(limits.watch.reports);
  // Longer numbers are all that grows.
  expect((sizes[1] ?? 0) / (sizes[0] ?? 1)).toBeLessThan(1.1);
  const ranges = [...watch.summaries.map(({ from, to }) => to - from + 1), watch.samples.length];
  expect(ranges.reduce((sum, count) => sum + count, 0)).toBe(60_000);
});

test('a server of others is not asked more often than every ten seconds', () => {
  expect(leastEvery({ target: 'mx.example.org' })).toBe(10_000);
  expect(leastEvery({ target: 'localhost:2525' })).toBe(limits.watch.everyLocal);
  expect(leastEvery({ target: '/run/lmtp' })).toBe(limits.watch.everyLocal);
  expect(leastEvery({ target: '127.0.0.1', proxy: 'socks5://proxy.example.org' })).toBe(10_000);
});
