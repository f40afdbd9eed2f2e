/** Many messages alike: how many at a time, what is counted, what ends them before their time. */
import { expect, test, vi } from 'vitest';
import { createClient } from '../../../electron/ipc/client.ts';
import type { Transport } from '../../../electron/ipc/transport.ts';
import type { SessionEvent } from '../../../electron/protocol/values/session/event.ts';
import type { RunRequest } from '../../../electron/protocol/values/app/run.ts';
import { Repeated } from '../../../renderer/features/send/result/repeated.svelte.ts';
import { fakeReport } from '../fake/report.ts';
import { authFailed, connectFailed, localCheck } from '../fake/scenarios.ts';

const request: Extract<RunRequest, { command: 'send' }> = {
  command: 'send',
  connection: { target: '127.0.0.1:2525' },
  auth: null,
  secret: null,
  envelope: { from: 'a@x.test', to: ['b@y.test'] },
  message: { kind: 'composed', subject: 'Many', text: 'Many\n', html: null },
  dryRun: false,
  batch: 'many',
};

/** A host whose runs end when they are told to. */
function host(events: (index: number) => readonly SessionEvent[]) {
  const asked: unknown[] = [];
  const going = new Map<string, (event: unknown) => void>();
  const cancelled: string[] = [];
  const answer = (value: unknown) => Promise.resolve({ ok: true, value });
  const invoke: Transport['invoke'] = (channel, payload) => {
    if (channel === 'runs.start') {
      asked.push(payload);
      return answer({ runId: `run-${asked.length}`, ownServer: false });
    }
    const { runId } = payload as { runId: string };
    if (channel === 'runs.cancel') {
      cancelled.push(runId);
      return answer({});
    }
    const base = { runId, command: 'send', startedAt: '2026-03-02T09:15:00.000Z', ownServer: false };
    return answer({ ...base, status: 'running', events: [], report: null, failure: null });
  };
  const subscribe: Transport['subscribe'] = (_channel, params, onEvent) => {
    going.set((params as { runId: string }).runId, onEvent);
    return () => undefined;
  };
  const end = async (number: number): Promise<void> => {
    await vi.waitFor(() => expect(going.has(`run-${number}`)).toBe(true));
    const all = events(number);
    const batch = { runId: `run-${number}`, batch: 1, events: all, report: fakeReport('send', all), failure: null };
    going.get(`run-${number}`)?.(batch);
  };
  return { client: createClient({ invoke, subscribe }), asked, cancelled, end };
}

test('so many at a time and no more, each counted with its outcome, the first of each kept to be looked at', async () => {
  const { client, asked, end } = host((index) =>
    index === 3 ? connectFailed('mx.closed.test') : localCheck('127.0.0.1', 2525),
  );
  const many = new Repeated(client, { count: 5, concurrency: 2, pause: 0 }, request);
  expect(many.begun).toBe(2);
  await end(1);
  await vi.waitFor(() => expect([many.done, many.begun]).toEqual([1, 3]));
  expect(many.timing).toBeNull();
  for (const number of [3, 2, 4, 5]) await end(number);
  await vi.waitFor(() => expect(many.active).toBe(false));
  expect(asked).toHaveLength(5);
  expect(new Set(asked.map((one) => JSON.stringify(one))).size).toBe(1);
  expect([many.done, many.good]).toEqual([5, 4]);
  expect(many.outcomes.map(({ count }) => count)).toEqual([4, 1]);
  expect(many.timing?.least).toBeGreaterThan(0);
  const [good, bad] = many.outcomes;
  expect(many.front).toBe(good?.first);
  if (bad !== undefined) many.choose(bad);
  expect(many.front?.report?.error?.code).toBe('connect-failed');
});

test('a refused login is not tried again', async () => {
  const { client, asked, end } = host(() => authFailed('mx.test'));
  const many = new Repeated(client, { count: 100, concurrency: 1, pause: 0 }, request);
  await end(1);
  await vi.waitFor(() => expect(many.active).toBe(false));
  expect(asked).toHaveLength(1);
  expect(many.cut).toContain('many refusals lock an account');
});

test('stopped: what goes on is cancelled, a pause ends at once, nothing else is begun', async () => {
  const { client, asked, cancelled, end } = host(() => localCheck('127.0.0.1', 2525));
  const paused = new Repeated(client, { count: 3, concurrency: 1, pause: 3_600 }, request);
  await end(1);
  await vi.waitFor(() => expect(paused.done).toBe(1));
  paused.stop();
  await vi.waitFor(() => expect(paused.active).toBe(false));
  expect([asked.length, paused.cut]).toEqual([1, null]);
  const going = new Repeated(client, { count: 3, concurrency: 2, pause: 0 }, request);
  await vi.waitFor(() => expect(asked).toHaveLength(3));
  await end(2);
  await vi.waitFor(() => expect(going.done).toBe(1));
  going.stop();
  await vi.waitFor(() => expect(cancelled).toEqual(expect.arrayContaining(['run-3', 'run-4'])));
  expect(going.stopping).toBe(true);
});
