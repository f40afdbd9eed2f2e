/** Surveys as the window follows them: live, repaired by a snapshot, stopped without a socket, kept with every session, opened again. */
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { surveyFold } from '../../../electron/protocol/fold/survey/survey.ts';
import type { SurveyBatch, SurveySnapshot, SurveyStart } from '../../../electron/protocol/values/app/survey.ts';
import type { SurveyEvent } from '../../../electron/protocol/values/survey/event.ts';
import type { Client } from '../../../electron/ipc/client.ts';
import { realApp, type RealApp } from '../real-app.ts';

let dir: string;
let closing: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'posthorn-surveys-'));
});
afterEach(async () => {
  for (const close of closing.reverse()) await close();
  closing = [];
  await rm(dir, { recursive: true, force: true });
});

async function opened(dataDir?: string): Promise<RealApp> {
  const real = await realApp(undefined, dataDir);
  closing.push(() => real.close());
  return real;
}

/** Takes connections and says nothing. */
async function silentServer(): Promise<{ port: number; sockets: Set<Socket>; server: Server }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => (server.close(resolve), sockets.forEach((one) => one.destroy()))));
  const address = server.address();
  return { port: typeof address === 'object' ? (address?.port ?? 0) : 0, sockets, server };
}

const portOf = (real: RealApp, id: string): number => Number(real.address(id).split(':')[1]);

const matrix = (ports: number[], tlsPorts: number[] = [], more: Partial<SurveyStart> = {}): SurveyStart => ({
  request: {
    kind: 'matrix',
    host: '127.0.0.1',
    ports,
    tlsPorts,
    connection: { ehloName: 'client.example' },
    auth: null,
  },
  secret: null,
  ...more,
});

function follow(client: Client, surveyId: string): { batches: SurveyBatch[]; ended: Promise<void>; leave: () => void } {
  const batches: SurveyBatch[] = [];
  let leave = (): void => undefined;
  const ended = new Promise<void>((resolve, reject) => {
    leave = client.subscribe(
      'surveys.events',
      { surveyId },
      (batch) => batches.push(batch),
      (error) => (error === null ? resolve() : reject(error)),
    );
  });
  return { batches, ended, leave };
}

async function toEnd(client: Client, start: SurveyStart): Promise<SurveySnapshot> {
  const { surveyId } = await client.call('surveys.start', start);
  await follow(client, surveyId).ended;
  return client.call('surveys.snapshot', { surveyId });
}

const everything = { offset: 0, limit: 100, search: '' };

test('a matrix fills cell by cell: snapshot and batches together are the whole, and every session is there', async () => {
  const real = await opened();
  const [smtp, smtps] = [portOf(real, 'smtp'), portOf(real, 'smtps')];
  const { surveyId } = await real.client.call('surveys.start', matrix([smtp, smtps], [smtps]));
  const before = await real.client.call('surveys.snapshot', { surveyId });
  const { batches, ended } = follow(real.client, surveyId);
  await ended;
  expect(batches.map(({ batch }) => batch)).toEqual(batches.map((_, nth) => nth + 1));
  const done = await real.client.call('surveys.snapshot', { surveyId });
  expect(done.status).toBe('done');
  const fold = surveyFold(before.request, before.state);
  const fresh = batches.flatMap(({ events }) => events).filter(({ seq }: SurveyEvent) => seq > before.seq);
  for (const event of fresh) fold.push(event);
  expect(fresh.at(-1)?.seq).toBe(done.seq);
  expect(fold.state).toEqual(done.state);
  if (done.state.kind !== 'matrix') throw new Error('another kind');
  // Our own authority is trusted for our own listeners.
  expect(done.state.cells.map(({ key, answer }) => [key.port, key.security, answer])).toEqual([
    [smtp, 'none', 'works'],
    [smtp, 'starttls', 'works'],
    [smtp, 'tls', 'not-tls'],
    [smtps, 'none', 'not-tried'],
    [smtps, 'starttls', 'not-tried'],
    [smtps, 'tls', 'works'],
  ]);
  const best = done.state.summary.best!;
  const { events } = await real.client.call('surveys.session', { surveyId, key: best, afterSeq: 0 });
  expect(events[0]?.type).toBe('session-begin');
  expect(events.at(-1)?.type).toBe('session-end');
  const { events: tail } = await real.client.call('surveys.session', {
    surveyId,
    key: best,
    afterSeq: events.at(-2)!.seq,
  });
  expect(tail).toHaveLength(1);
});

test('a window that is loaded anew finds the survey that runs, as far as it is', async () => {
  const real = await opened();
  const { port, sockets } = await silentServer();
  const { surveyId } = await real.client.call('surveys.start', matrix([port]));
  const first = follow(real.client, surveyId);
  await vi.waitFor(() =>
    expect(first.batches.some(({ live }) => live.some(({ phase }) => phase === 'greeting'))).toBe(true),
  );
  first.leave();
  const { surveys } = await real.client.call('surveys.known', {});
  expect(surveys).toEqual([{ surveyId, kind: 'matrix', status: 'running' }]);
  const again = await real.client.call('surveys.snapshot', { surveyId });
  expect(again.status).toBe('running');
  expect(again.live).toMatchObject([{ key: { port, security: 'starttls' }, phase: 'greeting' }]);
  const { events } = await real.client.call('surveys.session', { surveyId, key: again.live[0]!.key, afterSeq: 0 });
  expect(events.map(({ type }) => type)).toContain('address');
  const second = follow(real.client, surveyId);
  await real.client.call('surveys.stop', { surveyId });
  await second.ended;
  // Stopped at any moment: no socket stays open.
  await vi.waitFor(() => expect(sockets.size).toBe(0));
  const stopped = await real.client.call('surveys.snapshot', { surveyId });
  expect([stopped.status, stopped.state.status, stopped.live]).toEqual(['done', 'stopped', []]);
});

test('it is kept with all its cells and sessions, without a secret, and opened again after a restart', async () => {
  const first = await opened(dir);
  const smtp = portOf(first, 'smtp');
  const start = matrix([smtp], [], { secret: 'open sesame' });
  const request = { ...start.request, auth: { user: 'alice' } };
  const done = await toEnd(first.client, { ...start, request });
  await vi.waitFor(async () => expect((await first.client.call('history.list', everything)).total).toBe(1));
  const { entries } = await first.client.call('history.list', { ...everything, search: 'survey matrix 127.0.0.1' });
  expect(entries).toMatchObject([
    { id: done.surveyId, command: 'survey', survey: 'matrix', target: '127.0.0.1', ok: true },
  ]);
  await first.app.close();
  for (const name of await readdir(dir, { recursive: true, withFileTypes: true }))
    if (name.isFile()) expect((await readFile(join(name.parentPath, name.name))).includes('open sesame')).toBe(false);
  expect(JSON.stringify(first.seen)).not.toContain('open sesame');
  const second = await opened(dir);
  const again = await second.client.call('surveys.snapshot', { surveyId: done.surveyId });
  expect(again.state).toEqual(done.state);
  expect(again.request).toEqual(request);
  const key = { host: '127.0.0.1', address: '127.0.0.1', port: smtp, security: 'starttls' } as const;
  const { events } = await second.client.call('surveys.session', { surveyId: done.surveyId, key, afterSeq: 0 });
  expect(events.at(-1)?.type).toBe('session-end');
  // It is no run, and a run is no survey.
  await expect(second.client.call('history.get', { id: done.surveyId })).rejects.toMatchObject({
    code: 'run-not-found',
  });
  await expect(second.client.call('surveys.snapshot', { surveyId: 'nobody' })).rejects.toMatchObject({
    code: 'run-not-found',
  });
});

test('what cannot be is refused before anything is connected', async () => {
  const real = await opened();
  const { port, sockets } = await silentServer();
  const start = matrix([port]);
  const login = { ...start, request: { ...start.request, auth: { user: 'alice' } } } as SurveyStart;
  await expect(real.client.call('surveys.start', login)).rejects.toMatchObject({ code: 'secret-missing' });
  const unheard = { ...start, request: { ...start.request, host: 'no-such-host.invalid' } } as SurveyStart;
  const { state } = await toEnd(real.client, unheard);
  expect(state.kind === 'matrix' && state.summary.inferences.map(({ code }) => code)).toEqual(['name-not-found']);
  expect(sockets.size).toBe(0);
});

test('no more than a few run at one time, and all end with the app', async () => {
  const real = await opened(dir);
  const { port, sockets } = await silentServer();
  const ids = await Promise.all(Array.from({ length: 8 }, () => real.client.call('surveys.start', matrix([port]))));
  expect(new Set(ids.map(({ surveyId }) => surveyId)).size).toBe(8);
  await expect(real.client.call('surveys.start', matrix([port]))).rejects.toMatchObject({ code: 'surveys-running' });
  await vi.waitFor(() => expect(sockets.size).toBe(8));
  await real.app.close();
  await vi.waitFor(() => expect(sockets.size).toBe(0));
});
