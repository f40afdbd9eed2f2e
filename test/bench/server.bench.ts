/**
 * The test server under load beside the raw floor of Node and smtp-server: messages per second and CPU per message, memory for
 * a 100 MB message and for idle sessions. Driven by Postfix's smtp-source where there is one, else by a client of ours.
 */
import { execFile, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { KINDS, type Answer, type Ask, type Kind } from './server-child.ts';
import { printTable, type Cell } from './table.ts';

const MIB = 1_048_576;
const ROUNDS = Number(process.env.POSTHORN_BENCH_ROUNDS ?? 3);

interface Load {
  readonly title: string;
  readonly octets: number;
  readonly sessions: number;
  readonly messages: number;
  readonly keep: boolean;
}

const LOADS: readonly Load[] = [
  { title: '1 KiB, 1 session', octets: 1024, sessions: 1, messages: 2000, keep: true },
  { title: '1 KiB, 10 sessions', octets: 1024, sessions: 10, messages: 5000, keep: true },
  { title: '1 KiB, 100 sessions', octets: 1024, sessions: 100, messages: 5000, keep: true },
  { title: '1 KiB, 10, new each', octets: 1024, sessions: 10, messages: 1500, keep: false },
  { title: '100 KiB, 1 session', octets: 102_400, sessions: 1, messages: 500, keep: true },
  { title: '100 KiB, 10 sessions', octets: 102_400, sessions: 10, messages: 1000, keep: true },
];

export async function run(): Promise<void> {
  const source = await findSmtpSource();
  await speed(source);
  await memory();
}

class Server {
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  static async start(kind: Kind): Promise<Server> {
    const child = fork(process.argv[1] ?? '', ['--only-this-one', 'server-child', kind], {
      execArgv: ['--expose-gc'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const [answer] = (await once(child, 'message')) as [Answer];
    if (answer.kind !== 'port') throw new Error('no port');
    return new Server(child, answer.port);
  }

  async usage(): Promise<Extract<Answer, { kind: 'usage' }>> {
    this.#child.send('usage' satisfies Ask);
    const [answer] = (await once(this.#child, 'message')) as [Answer];
    if (answer.kind !== 'usage') throw new Error('no usage');
    return answer;
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.send('stop' satisfies Ask);
    await exited;
  }
}

async function speed(source: string | null): Promise<void> {
  const rows: Cell[][] = [];
  for (const load of LOADS) {
    const rates = new Map<Kind, number[]>();
    const cpus = new Map<Kind, number[]>();
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const kind of KINDS) {
        // It waits 100 ms for early talkers: its own row would take minutes and say nothing.
        if (kind === 'smtp-server' && !load.keep) continue;
        const server = await Server.start(kind);
        await drive(source, server.port, { ...load, messages: Math.ceil(load.messages / 5) });
        const before = await server.usage();
        const began = performance.now();
        await drive(source, server.port, load);
        const seconds = (performance.now() - began) / 1000;
        const after = await server.usage();
        await server.stop();
        push(rates, kind, load.messages / seconds);
        push(cpus, kind, (after.cpuMicros - before.cpuMicros) / load.messages);
      }
    }
    rows.push([load.title, ...KINDS.map((kind) => cell(rates.get(kind), cpus.get(kind)))]);
  }
  printTable(
    `messages per second; CPU µs per message (driven by ${source === null ? 'our own client' : 'smtp-source'}, medians of ${ROUNDS})`,
    ['load', 'raw floor', 'smtp-server', 'ours, discarding', 'ours, storing'],
    rows,
  );
}

async function memory(): Promise<void> {
  const rows: Cell[][] = [];
  for (const kind of KINDS) {
    const server = await Server.start(kind);
    await sendLarge(server.port, MIB);
    const before = await server.usage();
    await sendLarge(server.port, 100_000_000);
    const large = await server.usage();
    const idle = await server.usage();
    const sockets = await openIdle(server.port, 1000);
    const crowded = await server.usage();
    for (const socket of sockets) socket.destroy();
    await server.stop();
    rows.push([
      kind,
      ((large.peak - before.peak) / MIB).toFixed(1),
      ((large.rss - before.rss) / MIB).toFixed(1),
      ((crowded.rss - idle.rss) / 1024 / sockets.length).toFixed(1),
    ]);
  }
  printTable(
    'memory: growth for one 100 MB message (peak MiB, afterwards MiB); KiB per idle session of 1,000',
    ['server', 'peak', 'after', 'per session'],
    rows,
  );
}

async function findSmtpSource(): Promise<string | null> {
  for (const path of ['/usr/sbin/smtp-source', '/usr/local/sbin/smtp-source']) {
    try {
      await promisify(execFile)(path, ['-V']);
      return path;
    } catch (error) {
      // It knows no -V and says so; that it ran is enough.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return path;
    }
  }
  return null;
}

async function drive(source: string | null, port: number, load: Load): Promise<void> {
  const perSession = Math.ceil(load.messages / load.sessions);
  if (source === null) {
    await Promise.all(Array.from({ length: load.sessions }, () => converse(port, perSession, load)));
    return;
  }
  const args = ['-s', String(load.sessions), '-m', String(load.messages), '-l', String(load.octets)];
  await promisify(execFile)(source, [
    ...args,
    ...(load.keep ? ['-d'] : []),
    '-f',
    'a@s.example',
    '-t',
    'b@r.example',
    `127.0.0.1:${port}`,
  ]);
}

/** Command by command, as most clients are. */
async function converse(port: number, messages: number, load: Load): Promise<void> {
  const line = `${'x'.repeat(76)}\r\n`;
  const body = `Subject: load\r\n\r\n${line.repeat(Math.ceil(load.octets / line.length))}.\r\n`;
  for (let sent = 0; sent < messages;) {
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    const ask = asker(socket);
    await ask('');
    await ask('EHLO load.test\r\n');
    do {
      for (const text of ['MAIL FROM:<a@s.example>\r\n', 'RCPT TO:<b@r.example>\r\n', 'DATA\r\n', body])
        await ask(text);
      sent += 1;
    } while (load.keep && sent < messages);
    await ask('QUIT\r\n');
    socket.destroy();
  }
}

/** Writes, then waits for one whole reply. */
function asker(socket: Socket): (text: string) => Promise<void> {
  let received = '';
  let wake: (() => void) | null = null;
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    if (!/^\d{3} [^\n]*\r\n$/m.test(received)) return;
    received = '';
    wake?.();
  });
  return (text) =>
    new Promise((resolve) => {
      wake = resolve;
      if (text !== '') socket.write(text);
    });
}

async function sendLarge(port: number, octets: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  const ask = asker(socket);
  await ask('');
  for (const text of ['EHLO load.test\r\n', 'MAIL FROM:<a@s.example>\r\n', 'RCPT TO:<b@r.example>\r\n', 'DATA\r\n'])
    await ask(text);
  const block = Buffer.from(`${'x'.repeat(76)}\r\n`.repeat(840));
  for (let sent = 0; sent < octets; sent += block.length) if (!socket.write(block)) await once(socket, 'drain');
  await ask('.\r\n');
  await ask('QUIT\r\n');
  socket.destroy();
}

async function openIdle(port: number, count: number): Promise<Socket[]> {
  const sockets: Socket[] = [];
  for (let i = 0; i < count; i += 1) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => socket.destroy());
    const ask = asker(socket);
    await ask('');
    await ask('EHLO load.test\r\n');
    sockets.push(socket);
  }
  return sockets;
}

function push(map: Map<Kind, number[]>, kind: Kind, value: number): void {
  const values = map.get(kind);
  if (values === undefined) map.set(kind, [value]);
  else values.push(value);
}

function cell(rates: number[] | undefined, cpus: number[] | undefined): string {
  return rates === undefined || cpus === undefined ? '-' : `${median(rates).toFixed(0)}; ${median(cpus).toFixed(0)}`;
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
