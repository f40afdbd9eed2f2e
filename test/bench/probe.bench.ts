/**
 * How long a probe takes: connect, EHLO, STARTTLS, EHLO, QUIT, in process and certificates checked; beside nodemailer's verify and a
 * bare script. Medians of interleaved rounds.
 */
import { fork } from 'node:child_process';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { createTransport } from 'nodemailer';
import { check } from '../../electron/core/smtp/flows/check.ts';
import { systemClock } from '../../electron/core/recording/clock.ts';
import type { Reachable } from './probe-server.ts';
import { printTable } from './table.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5) * 40;
/** Rounds that do not count: until its compilers have done, Node measures them too. */
const WARM_UP = 300;

export async function run(): Promise<void> {
  const child = fork(process.argv[1] ?? '', ['--only-this-one', 'probe-server']);
  const server = await new Promise<Reachable>((reported) =>
    child.once('message', (message) => reported(message as Reachable)),
  );
  const probes: Readonly<Record<string, () => Promise<void>>> = {
    'posthorn check': () => probeOurs(server, 'starttls'),
    'nodemailer verify': () => probeNodemailer(server, true),
    'bare script, TLS 1.3': () => probeBare(server, 'TLSv1.3'),
    'bare script, TLS 1.2': () => probeBare(server, 'TLSv1.2'),
    'posthorn check, no TLS': () => probeOurs(server, 'none'),
    'nodemailer verify, no TLS': () => probeNodemailer(server, false),
    'bare script, no TLS': () => probeBare(server, null),
  };
  const taken = new Map<string, { ms: number; cpu: number }[]>();
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    for (const [name, probe] of Object.entries(probes)) {
      await settled();
      const before = process.cpuUsage();
      const started = performance.now();
      await probe();
      const ms = performance.now() - started;
      const { user, system } = process.cpuUsage(before);
      if (round >= 0) taken.set(name, [...(taken.get(name) ?? []), { ms, cpu: (user + system) / 1_000 }]);
    }
  }
  child.disconnect();
  printTable(
    `One probe, medians of ${ROUNDS}`,
    ['', 'ms', 'CPU ms'],
    [...taken].map(([name, values]) => [
      name,
      median(values.map(({ ms }) => ms)),
      median(values.map(({ cpu }) => cpu)),
    ]),
  );
}

/** What the probe before has left to do is not counted to the next. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

async function probeOurs({ port, ca }: Reachable, security: 'starttls' | 'none'): Promise<void> {
  const connection = { target: `127.0.0.1:${port}`, security, ca, ehloName: 'bench.test', servername: 'localhost' };
  const context = { emit: () => undefined, signal: new AbortController().signal, clock: systemClock };
  const { error } = await check({ connection, auth: null, envelope: null }, context);
  if (error !== null) throw new Error(`probe failed: ${JSON.stringify(error)}`);
}

async function probeNodemailer({ port, ca }: Reachable, tls: boolean): Promise<void> {
  const way = tls ? { requireTLS: true, tls: { ca, servername: 'localhost' } } : { ignoreTLS: true };
  const transport = createTransport({ host: '127.0.0.1', port, name: 'bench.test', ...way });
  await transport.verify();
  transport.close();
}

async function probeBare({ port, ca }: Reachable, version: 'TLSv1.2' | 'TLSv1.3' | null): Promise<void> {
  const plain = connect(port, '127.0.0.1').setNoDelay(true);
  await replies(plain, '');
  await replies(plain, 'EHLO bench.test\r\n');
  if (version === null) {
    await replies(plain, 'QUIT\r\n');
    plain.destroy();
    return;
  }
  await replies(plain, 'STARTTLS\r\n');
  plain.removeAllListeners('data');
  const tls = connectTls({ socket: plain, ca, servername: 'localhost', minVersion: version, maxVersion: version });
  await new Promise((resolve, reject) => tls.once('secureConnect', resolve).once('error', reject));
  await replies(tls, 'EHLO bench.test\r\n');
  await replies(tls, 'QUIT\r\n');
  tls.destroy();
}

function replies(socket: ReturnType<typeof connect>, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = '';
    const listen = (chunk: Buffer) => {
      received += chunk.toString('latin1');
      if (!/^\d{3} [^\n]*\r\n$/m.test(received)) return;
      socket.off('data', listen);
      resolve();
    };
    socket.on('data', listen).once('error', reject);
    if (text !== '') socket.write(text);
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
