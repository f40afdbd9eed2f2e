/**
 * What a bare session costs of the CPU (connect, greeting, EHLO, QUIT), beside a Node script that does the same and looks at nothing:
 * one after the other, and ten at a time. Medians of interleaved rounds; only the rows of one run compare.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFastSink } from '../server/fast-sinks.ts';
import { printTable } from '../table.ts';
import { KINDS, type SessionKind, type SessionOrder, type SessionsTaken } from './session-child.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const SESSIONS = Number(process.env.BENCH_SESSIONS ?? 5_000);

export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-bench-'));
  const sink = await startFastSink(folder);
  try {
    for (const atOnce of [1, 10]) await compare(sink.port, atOnce);
  } finally {
    sink.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(port: number, atOnce: number): Promise<void> {
  const taken = new Map<SessionKind, SessionsTaken[]>(KINDS.map((kind) => [kind, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const kind of KINDS) taken.get(kind)?.push(await inChild({ kind, port, sessions: SESSIONS, atOnce }));
  }
  const cpu = (kind: SessionKind) => median((taken.get(kind) ?? []).map(({ cpuMicros }) => cpuMicros / SESSIONS));
  const rate = (kind: SessionKind) => median((taken.get(kind) ?? []).map(({ ms }) => (SESSIONS * 1_000) / ms));
  printTable(
    `A bare session, ${atOnce} at a time, ${SESSIONS} sessions, medians of ${ROUNDS}`,
    ['', 'sessions/s', 'CPU us/session', 'of bare'],
    KINDS.map((kind) => [kind, rate(kind), cpu(kind), `${(cpu(kind) / cpu('bare')).toFixed(2)} x`]),
  );
}

async function inChild(order: SessionOrder): Promise<SessionsTaken> {
  const child = fork(process.argv[1] ?? '', ['--only-this-one', 'session-child', JSON.stringify(order)]);
  const ended = once(child, 'exit');
  const reported = once(child, 'message') as Promise<[SessionsTaken]>;
  const failed = ended.then(() => Promise.reject(new Error(`${order.kind} failed`)));
  const [taken] = await Promise.race([reported, failed]);
  await ended;
  return taken;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
