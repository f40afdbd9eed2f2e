/** A watch as the window follows it: rounds with their sessions, changes told of where wanted, kept when it ends, its memory bounded. */
import { createServer, type Server } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { limits } from '../../../electron/protocol/values/survey/limits.ts';
import type { SurveySnapshot } from '../../../electron/protocol/values/app/survey.ts';
import { realApp, type RealApp } from '../real-app.ts';

let closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.reverse()) await close();
  closing = [];
});

/** Greets by the number of the session; refuses each login. */
async function server(size: (session: number) => number): Promise<number> {
  let sessions = 0;
  const peer: Server = createServer((socket) => {
    sessions += 1;
    const offer = `250-mail.example.com\r\n250-AUTH PLAIN\r\n250 SIZE ${size(sessions)}\r\n`;
    socket.on('error', () => undefined);
    socket.write('220 mail.example.com ESMTP\r\n');
    socket.on('data', (data) => {
      const line = data.toString('latin1');
      if (/^EHLO/i.test(line)) socket.write(offer);
      else if (/^AUTH/i.test(line)) socket.write('535 5.7.8 No\r\n');
      else socket.end('221 2.0.0 Bye\r\n');
    });
  });
  await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => peer.close(resolve)));
  const address = peer.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

async function opened(): Promise<RealApp> {
  const real = await realApp();
  closing.push(() => real.close());
  return real;
}

const watch = (port: number, rounds: number | null, auth: { user: string; allowClear: boolean } | null = null) => ({
  request: {
    kind: 'watch' as const,
    connection: { target: `127.0.0.1:${port}`, security: 'none' as const, ehloName: 'client.example' },
    auth,
    everyMs: 10,
    rounds,
    forMs: null,
  },
  secret: auth === null ? null : 'wrong',
});

const snapshot = (real: RealApp, surveyId: string): Promise<SurveySnapshot> =>
  real.client.call('surveys.snapshot', { surveyId });
const stateOf = ({ state }: SurveySnapshot) => {
  if (state.kind !== 'watch') throw new Error('another kind');
  return state;
};
const ended = async (real: RealApp, surveyId: string): Promise<SurveySnapshot> => {
  await vi.waitFor(async () => expect((await snapshot(real, surveyId)).status).toBe('done'), { timeout: 30_000 });
  return snapshot(real, surveyId);
};

test('what changes is told of while that is wanted, and the whole watch is kept', async () => {
  const real = await opened();
  const port = await server((session) => (session < 4 ? 1000 : session < 6 ? 2000 : 3000));
  const told: number[] = [];
  real.app.watched.follow((_, state) => told.push(state.watch.changed));
  const { surveyId } = await real.client.call('surveys.start', watch(port, 8));
  await real.client.call('surveys.notify', { surveyId, wanted: true });
  expect((await snapshot(real, surveyId)).notify).toBe(true);
  const done = stateOf(await ended(real, surveyId));
  expect([done.watch.rounds, done.watch.failed, done.watch.changed]).toEqual([8, 0, 2]);
  expect(told).toEqual([1, 2]);
  // Each of the newest rounds is a session that can be opened.
  const key = done.cells.at(-1)!.key;
  const { events } = await real.client.call('surveys.session', { surveyId, key, afterSeq: 0 });
  expect(events.at(-1)?.type).toBe('session-end');
  const everything = { offset: 0, limit: 10, search: '' };
  await vi.waitFor(async () => expect((await real.client.call('history.list', everything)).total).toBe(1));
  const { entries } = await real.client.call('history.list', everything);
  expect(entries[0]).toMatchObject({
    survey: 'watch',
    title: `127.0.0.1:${port}: 8 rounds, all went well, 2 changes`,
    badge: { tone: 'warn', text: 'Changed' },
  });
});

test('nobody is told of changes unasked, and not of those of a survey that is gone', async () => {
  const real = await opened();
  const port = await server((session) => session * 1000);
  const told: string[] = [];
  real.app.watched.follow((id) => told.push(id));
  const { surveyId } = await real.client.call('surveys.start', watch(port, 4));
  expect(stateOf(await ended(real, surveyId)).watch.changed).toBe(3);
  expect(told).toEqual([]);
  await expect(real.client.call('surveys.notify', { surveyId: 'none', wanted: true })).rejects.toMatchObject({
    code: 'run-not-found',
  });
});

test('a refused login ends it', async () => {
  const real = await opened();
  const port = await server(() => 1000);
  const { surveyId } = await real.client.call('surveys.start', watch(port, null, { user: 'ann', allowClear: true }));
  const done = stateOf(await ended(real, surveyId));
  expect([done.status, done.watch.rounds]).toEqual(['auth-failed', 1]);
});

test('no more sessions are kept than reports, however long it goes on', async () => {
  const real = await opened();
  const port = await server(() => 1000);
  const rounds = limits.watch.reports + 15;
  const { surveyId } = await real.client.call('surveys.start', watch(port, rounds));
  const done = stateOf(await ended(real, surveyId));
  expect(done.cells).toHaveLength(limits.watch.reports);
  const key = done.cells[0]!.key;
  const kept = async (round: number): Promise<number> =>
    (await real.client.call('surveys.session', { surveyId, key: { ...key, round }, afterSeq: 0 })).events.length;
  expect(key.round).toBe(rounds - limits.watch.reports + 1);
  expect(await kept(rounds - limits.watch.reports + 1)).toBeGreaterThan(0);
  expect(await kept(rounds - limits.watch.reports)).toBe(0);
});
