/**
 * The client against a sink in a process of its own: how much resident memory grows while a large message goes out, how fast it goes,
 * and how long a session of its own takes for a small one.
 */
import { fork } from 'node:child_process';
import { generatedSource } from '../../../electron/core/smtp/plan/message-source.ts';
import { send } from '../../../electron/core/smtp/flows/send.ts';
import { systemClock } from '../../../electron/core/recording/clock.ts';

const LARGE = 100_000_000;
const SMALL = 1_024;
const ROUNDS = 200;

async function deliver(port: number, size: number): Promise<{ ms: number; cpuMs: number; events: number }> {
  let events = 0;
  const started = performance.now();
  const before = process.cpuUsage();
  const { error, delivery } = await send(
    {
      connection: { target: `127.0.0.1:${port}`, security: 'none', ehloName: 'bench.test' },
      auth: null,
      envelope: { from: 'a@bench.test', to: ['b@bench.test'] },
      message: generatedSource(size),
      dryRun: false,
    },
    { emit: () => (events += 1), signal: new AbortController().signal, clock: systemClock },
  );
  const { user, system } = process.cpuUsage(before);
  if (error !== null || delivery !== 'all') throw new Error(`not delivered: ${JSON.stringify(error)}`);
  return { ms: performance.now() - started, cpuMs: (user + system) / 1000, events };
}

export async function run(): Promise<void> {
  const sink = fork(process.argv[1] ?? '', ['--only-this-one', 'client-sink'], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const port = await new Promise<number>((reported) => sink.once('message', (message) => reported(Number(message))));
  for (let i = 0; i < 20; i += 1) await deliver(port, SMALL);

  const resident = process.memoryUsage.rss();
  let peak = resident;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5);
  const first = await deliver(port, LARGE);
  clearInterval(watch);
  const second = await deliver(port, LARGE);
  const small: number[] = [];
  for (let i = 0; i < ROUNDS; i += 1) small.push((await deliver(port, SMALL)).ms);
  small.sort((a, b) => a - b);
  sink.disconnect();

  const rate = (ms: number) => `${Math.round(LARGE / 1000 / ms)} MB/s`;
  console.log(`100 MB message: resident memory grew by ${((peak - resident) / 1e6).toFixed(1)} MB`);
  console.log(
    `100 MB message: ${rate(first.ms)}, then ${rate(second.ms)}; ${Math.round(second.cpuMs)} ms of CPU; ${second.events} events`,
  );
  console.log(`1 KiB message, a connection each: median ${(small[ROUNDS / 2] ?? 0).toFixed(2)} ms`);
}
