/**
 * How fast messages go out, beside what others achieve in the same minutes: messages per second, CPU per message, peak memory; on one
 * connection and with a connection for each message. Medians of interleaved rounds; only the rows of one run compare.
 * *Quietest* is the fastest twentieth of all rounds, by time: what a machine that others use gives when they do not. Ours twice: with the
 * hash of each message, as window and transcript show it, and without.
 */
import { type ChildProcess, execFile, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Sink, startFastSink } from './fast-sinks.ts';
import { type Kind, KINDS, type Order, type Taken, benchMessage } from './sender-child.ts';
import { printTable } from '../table.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
/** A table is made where its title matches. */
const ONLY = new RegExp(process.env.BENCH_ONLY ?? '');

interface Load {
  readonly name: string;
  readonly octets: number;
  readonly messages: number;
  readonly each: boolean;
}

const loads: readonly Load[] = [
  { name: '1 KiB', octets: 1_024, messages: 6_000, each: false },
  { name: '100 KiB', octets: 102_400, messages: 6_000, each: false },
  { name: '10 MiB', octets: 10_485_760, messages: 16, each: false },
  { name: '1 KiB, a connection each', octets: 1_024, messages: 3_000, each: true },
];

type Contestant = Kind | 'smtplib' | 'smtp-source';

export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-bench-'));
  const sinks = [await startFastSink(folder), await startSmtpSink()].filter((sink) => sink !== null);
  const contestants: Contestant[] = [...KINDS, ...((await here('python3')) ? (['smtplib'] as const) : [])];
  if (await here('/usr/sbin/smtp-source')) contestants.push('smtp-source');
  try {
    await writeFile(join(folder, 'peer.py'), smtplibScript);
    await writeFile(join(folder, 'timed.py'), timedScript);
    for (const sink of sinks) for (const load of loads) await compare(sink, load, contestants, folder);
  } finally {
    for (const sink of sinks) sink.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(sink: Sink, load: Load, contestants: readonly Contestant[], folder: string): Promise<void> {
  const title = `${load.name}, to ${sink.name}, ${load.messages} messages, medians of ${ROUNDS}`;
  if (!ONLY.test(title)) return;
  const taken = new Map<Contestant, Taken[]>(contestants.map((one) => [one, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const one of contestants) taken.get(one)?.push(await measure(one, load, sink.port, folder));
  }
  const rate = (one: Contestant) => median((taken.get(one) ?? []).map(({ ms }) => (load.messages * 1_000) / ms));
  const cpu = (one: Contestant) => median((taken.get(one) ?? []).map(({ cpuMicros }) => cpuMicros / load.messages));
  const quietest = (one: Contestant) => {
    const micros = (taken.get(one) ?? []).flatMap(({ quietMicros }) => quietMicros ?? []);
    return micros.length === 0 ? '' : Math.min(...micros);
  };
  const peak = (one: Contestant) => median((taken.get(one) ?? []).map(({ peakKiB }) => peakKiB / 1_024));
  printTable(
    title,
    ['client', 'messages/s', 'CPU us/message', 'quietest us', 'peak MiB', 'posthorn is', 'unhashed'],
    contestants.map((one) => {
      const times = (ours: Contestant) => `${(rate(ours) / rate(one)).toFixed(2)} x`;
      return [one, rate(one), cpu(one), quietest(one), peak(one), times('posthorn'), times('posthorn-unhashed')];
    }),
  );
}

function measure(one: Contestant, load: Load, port: number, folder: string): Promise<Taken> {
  const { octets, messages, each } = load;
  if (one === 'smtplib') {
    return python([join(folder, 'peer.py'), String(port), String(octets), String(messages), each ? '1' : '0']);
  }
  if (one === 'smtp-source') {
    const length = String(benchMessage(octets).length);
    const args = ['-s', '1', '-m', String(messages), '-l', length, ...(each ? [] : ['-d'])];
    const command = ['/usr/sbin/smtp-source', ...args, '-f', 'a@bench.test', '-t', 'b@bench.test', `127.0.0.1:${port}`];
    return python([join(folder, 'timed.py'), ...command]);
  }
  return inChild({ kind: one, port, octets, messages, each });
}

async function python(args: readonly string[]): Promise<Taken> {
  const { stdout } = await promisify(execFile)('python3', [...args]);
  return JSON.parse(stdout) as Taken;
}

async function inChild(order: Order): Promise<Taken> {
  const child = fork(process.argv[1] ?? '', ['--only-this-one', 'sender-child', JSON.stringify(order)]);
  const ended = once(child, 'exit');
  const reported = new Promise<Taken>((resolve) => child.once('message', (message) => resolve(message as Taken)));
  const taken = await Promise.race([reported, ended.then(() => Promise.reject(new Error(`${order.kind} failed`)))]);
  await ended;
  return taken;
}

async function startSmtpSink(): Promise<Sink | null> {
  if (!(await here('/usr/sbin/smtp-sink'))) return null;
  const port = await freePort();
  const child: ChildProcess = spawn('/usr/sbin/smtp-sink', [...asUser(), `127.0.0.1:${port}`, '256'], {
    stdio: 'ignore',
  });
  await once(child, 'spawn');
  await new Promise((resolve) => setTimeout(resolve, 500));
  return { name: 'smtp-sink', port, stop: () => child.kill() };
}

/** As root it wants to become somebody else. */
const asUser = (): string[] => (process.getuid?.() === 0 ? ['-u', 'nobody'] : []);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

async function here(program: string): Promise<boolean> {
  try {
    await promisify(execFile)(program, ['-h'], { timeout: 5_000 });
    return true;
  } catch (error) {
    // It may not know the switch and say so; that it ran is enough.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const smtplibScript = `
import json, resource, smtplib, sys, time
port, octets, messages, each = (int(a) for a in sys.argv[1:])
head = b'Subject: bench\\r\\n\\r\\n'
line = b'x' * 76 + b'\\r\\n'
body = head + line * max(1, (octets - len(head)) // len(line))
def send_all(count):
    sent = 0
    while sent < count:
        s = smtplib.SMTP('127.0.0.1', port, local_hostname='bench.test')
        while True:
            s.sendmail('a@bench.test', ['b@bench.test'], body)
            sent += 1
            if each or sent == count: break
        s.quit()
send_all(messages)
cpu, wall = time.process_time(), time.perf_counter()
send_all(messages)
ms, cpu = (time.perf_counter() - wall) * 1000, time.process_time() - cpu
print(json.dumps({'ms': ms, 'cpuMicros': cpu * 1e6, 'peakKiB': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
`;

const timedScript = `
import json, resource, subprocess, sys, time
wall = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
ms = (time.perf_counter() - wall) * 1000
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({'ms': ms, 'cpuMicros': (used.ru_utime + used.ru_stime) * 1e6, 'peakKiB': used.ru_maxrss}))
`;
