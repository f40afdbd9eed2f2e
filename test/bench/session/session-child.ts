/**
 * A client of the bench of sessions, in a process of its own: connect, greeting, EHLO, QUIT, so many times, and what of the CPU that took.
 * `bare` is a script that reads what it must to know a reply's end; `check` the flow with all its events kept; `survey` the engine of
 * surveys with a list of targets, a report and a row for each.
 */
import { type Socket, connect } from 'node:net';
import { systemClock } from '../../../electron/core/recording/clock.ts';
import { check } from '../../../electron/core/smtp/flows/check.ts';
import { runSurveyRequest } from '../../../electron/core/survey/survey.ts';
import type { SessionEvent } from '../../../electron/protocol/values/session/event.ts';

export const KINDS = ['bare', 'check', 'survey'] as const;
export type SessionKind = (typeof KINDS)[number];

export interface SessionOrder {
  readonly kind: SessionKind;
  readonly port: number;
  readonly sessions: number;
  readonly atOnce: number;
}

export interface SessionsTaken {
  readonly ms: number;
  readonly cpuMicros: number;
}

export async function run(): Promise<void> {
  const order = JSON.parse(process.argv[4] ?? 'null') as SessionOrder | null;
  if (order === null || process.send === undefined) return;
  // As many beforehand: until its compilers have done, Node measures them.
  await hold(order);
  const before = process.cpuUsage();
  const started = performance.now();
  await hold(order);
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  const taken: SessionsTaken = { ms, cpuMicros: user + system };
  await new Promise<void>((reported) => process.send?.(taken, () => reported()));
  process.disconnect();
}

async function hold(order: SessionOrder): Promise<void> {
  if (order.kind === 'survey') return holdSurvey(order);
  const one = order.kind === 'bare' ? bareSession : checkSession;
  let left = order.sessions;
  const worker = async (): Promise<void> => {
    for (; left > 0;) {
      left -= 1;
      await one(order.port);
    }
  };
  await Promise.all(Array.from({ length: order.atOnce }, worker));
}

/** One for all: who asks may stop all of them. */
const { signal } = new AbortController();

async function checkSession(port: number): Promise<void> {
  const transcript: SessionEvent[] = [];
  const connection = { target: `127.0.0.1:${port}`, security: 'none' as const, ehloName: 'bench.test' };
  const context = { emit: (event: SessionEvent) => void transcript.push(event), signal, clock: systemClock };
  const { error } = await check({ connection, auth: null, envelope: null }, context);
  if (error !== null) throw new Error(`the session failed: ${error.code}`);
}

async function holdSurvey({ port, sessions, atOnce }: SessionOrder): Promise<void> {
  let well = 0;
  const targets = Array.from({ length: sessions }, (_, index) => ({ line: index + 1, text: `127.0.0.1:${port}` }));
  await runSurveyRequest(
    {
      kind: 'targets',
      name: '',
      do: 'check',
      targets,
      connection: { security: 'none', ehloName: 'bench.test' },
      auth: null,
      concurrency: atOnce,
      perAddress: atOnce,
    },
    {
      emit: (event) => {
        if (event.type === 'target-done' && event.row.ok) well += 1;
      },
      signal,
      clock: systemClock,
      check,
    },
  );
  if (well !== sessions) throw new Error(`${sessions - well} sessions failed`);
}

async function bareSession(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  const ask = asker(socket);
  await ask('');
  await ask('EHLO bench.test\r\n');
  await ask('QUIT\r\n');
  socket.destroy();
}

/** Writes, then waits for the last line of a reply. */
function asker(socket: Socket): (text: string) => Promise<void> {
  let wake = (): void => undefined;
  let rest = '';
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString('latin1')).split('\r\n');
    rest = lines.pop() ?? '';
    if (lines.some((line) => line[3] !== '-')) wake();
  });
  return (text) =>
    new Promise((resolve, reject) => {
      wake = resolve;
      socket.once('error', reject);
      if (text !== '') socket.write(text, 'latin1');
    });
}
