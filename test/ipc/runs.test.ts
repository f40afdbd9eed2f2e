/** Runs as the window follows them: batches without gaps, snapshots that repair, cancelling, what is kept and what is not. */
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { SessionEvent } from '../../electron/protocol/values/session/event.ts';
import type { RunBatch } from '../../electron/protocol/values/app/run.ts';
import type { Client } from '../../electron/ipc/client.ts';
import { runsHandlers, runsStreams } from '../../electron/app/handlers/runs.ts';
import type { Runs } from '../../electron/app/runs/runs.ts';
import { RunLog } from '../../electron/app/runs/log.ts';
import { fakeHost } from './fake-host.ts';
import { localClient } from './local-transport.ts';
import { checkRequest, talkative, testRuns } from './run-samples.ts';

const clientOf = (runs: Runs): Client => localClient(fakeHost(runsHandlers(runs), runsStreams(runs)).host);

/** Every batch up to the end of the stream. */
function follow(client: Client, runId: string): { batches: RunBatch[]; ended: Promise<void> } {
  const batches: RunBatch[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    client.subscribe(
      'runs.events',
      { runId },
      (batch) => batches.push(batch),
      (error) => (error === null ? resolve() : reject(error)),
    );
  });
  return { batches, ended };
}

const seqs = (batches: readonly RunBatch[]): number[] => batches.flatMap(({ events }) => events.map(({ seq }) => seq));
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

test('batches and events rise without a gap, and the last batch brings the report', async () => {
  const client = clientOf(testRuns({ check: talkative(5000, (line) => (line % 50 === 0 ? turn() : undefined)) }));
  const { runId } = await client.call('runs.start', checkRequest);
  const { batches, ended } = follow(client, runId);
  await ended;
  expect(batches.map(({ batch }) => batch)).toEqual(upTo(batches.length));
  expect(seqs(batches)).toEqual(upTo(5002));
  expect(batches.at(-1)?.report).toMatchObject({ command: 'check', error: null });
  expect(batches.slice(0, -1).every(({ report }) => report === null)).toBe(true);
});

test('events wait for each other, so that a busy run costs the window few messages', async () => {
  vi.useFakeTimers();
  try {
    let next = (): void => undefined;
    const runs = testRuns({ check: talkative(100, () => new Promise((resolve) => (next = resolve))) });
    const { runId } = runs.start(checkRequest);
    const batches: RunBatch[] = [];
    runs.follow(runId, { event: (batch) => batches.push(batch), end: () => undefined });
    for (let line = 0; line < 50; line += 1) {
      next();
      await vi.advanceTimersByTimeAsync(1);
    }
    expect(batches.length).toBeLessThanOrEqual(3);
    expect(batches.length).toBeGreaterThan(0);
  } finally {
    vi.useRealTimers();
  }
});

test('who comes late gets everything with the first batch', async () => {
  const client = clientOf(testRuns());
  const { runId } = await client.call('runs.start', checkRequest);
  await vi.waitFor(async () => {
    expect((await client.call('runs.snapshot', { runId, afterSeq: 0 })).status).toBe('done');
  });
  const { batches, ended } = follow(client, runId);
  await ended;
  expect(batches).toHaveLength(1);
  expect(batches[0]?.batch).toBe(1);
  expect(seqs(batches)).toEqual(upTo(5));
  expect(batches[0]?.report).not.toBeNull();
});

test('a snapshot repairs a gap: all events after the last one seen, and the report when there is one', async () => {
  const client = clientOf(testRuns());
  const { runId } = await client.call('runs.start', checkRequest);
  await follow(client, runId).ended;
  const snapshot = await client.call('runs.snapshot', { runId, afterSeq: 2 });
  expect(snapshot.events.map(({ seq }) => seq)).toEqual([3, 4, 5]);
  expect(snapshot).toMatchObject({ runId, command: 'check', status: 'done', failure: null, ownServer: false });
  expect(snapshot.report?.durationMs).toBeGreaterThanOrEqual(0);
});

test('cancelling reaches the flow as its signal, and the report says so', async () => {
  const stopped = (_line: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  const client = clientOf(testRuns({ check: talkative(1, stopped) }));
  const { runId } = await client.call('runs.start', checkRequest);
  const { batches, ended } = follow(client, runId);
  await client.call('runs.cancel', { runId });
  await ended;
  expect(batches.at(-1)?.report?.error?.code).toBe('cancelled');
  await client.call('runs.cancel', { runId });
});

test('a send test that goes on, or whose end nobody has seen, is found again; a check is not', async () => {
  let end = (): void => undefined;
  const waits = talkative(1, () => new Promise((resolve) => (end = resolve)));
  const client = clientOf(testRuns({ check: talkative(1, () => undefined), send: waits }));
  await follow(client, (await client.call('runs.start', checkRequest)).runId).ended;
  expect(await client.call('runs.unseen', {})).toEqual({ found: null });

  const envelope = { from: 'a@example.org', to: ['b@example.org'] };
  const message = { kind: 'generated', octets: 200 } as const;
  const request = { ...checkRequest, command: 'send', envelope, message, dryRun: false } as const;
  const { runId } = await client.call('runs.start', request);
  const { connection, auth } = request;
  // Nobody has looked at it yet: no window has lost it.
  expect(await client.call('runs.unseen', {})).toEqual({ found: null });
  const leave = client.subscribe(
    'runs.events',
    { runId },
    () => undefined,
    () => undefined,
  );
  // While it goes on, and after its end until somebody looks: without the secret, without the message.
  const found = { runId, ownServer: false, asked: { connection, auth, envelope } };
  await vi.waitFor(async () => expect(await client.call('runs.unseen', {})).toEqual({ found }));
  leave();
  await vi.waitFor(async () => {
    end();
    expect((await client.call('runs.snapshot', { runId, afterSeq: 0 })).status).toBe('done');
  });
  expect(await client.call('runs.unseen', {})).toEqual({ found });
  await follow(client, runId).ended;
  expect(await client.call('runs.unseen', {})).toEqual({ found: null });
});

test('an unknown run is a code, in calls and streams', async () => {
  const client = clientOf(testRuns());
  const runId = 'nobody';
  await expect(client.call('runs.snapshot', { runId, afterSeq: 0 })).rejects.toMatchObject({ code: 'run-not-found' });
  await expect(client.call('runs.cancel', { runId })).rejects.toMatchObject({ code: 'run-not-found' });
  await expect(follow(client, runId).ended).rejects.toMatchObject({ code: 'run-not-found', params: { runId } });
});

test('a login without a secret is refused before anything is begun', async () => {
  const check = vi.fn(talkative(1, () => undefined));
  const client = clientOf(testRuns({ check }));
  const request = { ...checkRequest, auth: { user: 'alice' } };
  await expect(client.call('runs.start', request)).rejects.toMatchObject({ code: 'secret-missing' });
  expect(check).not.toHaveBeenCalled();
});

test('a flow that breaks ends its run with a code; its message goes nowhere', async () => {
  const log: string[] = [];
  const check = (): never => {
    throw new TypeError('cannot read hunter2');
  };
  const client = clientOf(testRuns({ check, log: (line) => log.push(line) }));
  const { runId } = await client.call('runs.start', checkRequest);
  const { batches, ended } = follow(client, runId);
  await ended;
  expect(batches.at(-1)).toMatchObject({ report: null, failure: { code: 'internal' } });
  expect(log).toHaveLength(1);
  expect(log.join()).not.toContain('hunter2');
});

test('an argument refused before any event still makes a report with its outcome', async () => {
  const error = {
    code: 'invalid-argument',
    phase: null,
    temporary: false,
    reply: null,
    params: { argument: 'from', value: 'a\\r\\nb', reason: 'control-character' },
  } as const;
  const client = clientOf(testRuns({ check: async () => ({ error, delivery: null, recipients: [] }) }));
  const { runId } = await client.call('runs.start', checkRequest);
  const { batches, ended } = follow(client, runId);
  await ended;
  expect(batches.at(-1)?.report).toMatchObject({ ok: false, error: { code: 'invalid-argument' } });
  expect(batches.at(-1)?.report?.target).toMatchObject({ host: 'mx.example.org', port: 25 });
});

test('finished runs are kept for a while, running ones for as long as they run', async () => {
  const never = new Promise<void>(() => undefined);
  let first = true;
  const client = clientOf(
    testRuns({
      check: talkative(1, () => {
        if (!first) return undefined;
        first = false;
        return never;
      }),
    }),
  );
  const running = (await client.call('runs.start', checkRequest)).runId;
  const finished: string[] = [];
  for (let run = 0; run < 60; run += 1) {
    const { runId } = await client.call('runs.start', checkRequest);
    await follow(client, runId).ended;
    finished.push(runId);
  }
  expect((await client.call('runs.snapshot', { runId: running, afterSeq: 0 })).status).toBe('running');
  await expect(client.call('runs.snapshot', { runId: finished[0]!, afterSeq: 0 })).rejects.toMatchObject({
    code: 'run-not-found',
  });
  await client.call('runs.snapshot', { runId: finished.at(-1)!, afterSeq: 0 });
});

test('what is kept of a run is bounded in number and in octets, and the newest is what is kept', () => {
  const line = (seq: number, text: string): SessionEvent => ({
    seq,
    tMs: 0,
    type: 'line',
    direction: 'received',
    phase: 'greeting',
    encrypted: false,
    text,
    raw: null,
    anomalies: [],
    hidden: null,
  });
  const many = new RunLog();
  for (let seq = 1; seq <= 200_000; seq += 1) many.add(line(seq, 'x'));
  expect(many.afterSeq(0).length).toBeLessThanOrEqual(50_000);
  expect(many.afterSeq(0).at(-1)?.seq).toBe(200_000);
  expect(many.from(many.end - 1).map(({ seq }) => seq)).toEqual([200_000]);

  const large = new RunLog();
  const text = 'x'.repeat(1024 * 1024);
  for (let seq = 1; seq <= 200; seq += 1) large.add(line(seq, text));
  expect(large.afterSeq(0).length).toBeLessThanOrEqual(64);
  expect(large.afterSeq(0).at(-1)?.seq).toBe(200);
});

test('closing cancels what runs and waits for it', async () => {
  const stopped = (_line: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  const runs = testRuns({ check: talkative(1, stopped) });
  const { runId } = runs.start(checkRequest);
  await runs.close();
  expect(runs.snapshot(runId, 0).report?.error?.code).toBe('cancelled');
});
