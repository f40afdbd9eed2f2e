/**
 * How long `posthorn check` takes as a whole process, from its start to its end, beside a bare script that says the same to the
 * server and prints nothing. The command line has to be built (`npm run build`). Medians of interleaved rounds.
 */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Reachable } from '../probe-server.ts';
import { printTable } from '../table.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5) * 4;

export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-bench-'));
  const child = fork(process.argv[1] ?? '', ['--only-this-one', 'probe-server']);
  const { port, ca } = await new Promise<Reachable>((reported) =>
    child.once('message', (message) => reported(message as Reachable)),
  );
  const [script, caFile] = [join(folder, 'bare.mjs'), join(folder, 'ca.pem')];
  await Promise.all([writeFile(script, bareScript), writeFile(caFile, ca)]);
  const check = [resolve('out/cli/posthorn.js'), 'check', `127.0.0.1:${port}`];
  const starts: Readonly<Record<string, readonly string[]>> = {
    'Node that does nothing': ['-e', '0'],
    'bare script, no TLS': [script, String(port), ''],
    'posthorn check, no TLS': [...check, '--security', 'none'],
    'bare script, STARTTLS': [script, String(port), caFile],
    'posthorn check, STARTTLS': [...check, '--security', 'starttls', '--ca', caFile, '--servername', 'localhost'],
  };
  const taken = new Map<string, number[]>();
  try {
    for (let round = -1; round < ROUNDS; round += 1) {
      for (const [name, args] of Object.entries(starts)) {
        const ms = await start(args);
        if (round >= 0) taken.set(name, [...(taken.get(name) ?? []), ms]);
      }
    }
  } finally {
    child.disconnect();
    await rm(folder, { recursive: true, force: true });
  }
  printTable(
    `One process from start to end, medians of ${ROUNDS}`,
    ['', 'ms'],
    [...taken].map(([name, values]) => [name, median(values)]),
  );
}

async function start(args: readonly string[]): Promise<number> {
  const started = performance.now();
  const [status] = (await once(spawn(process.execPath, args, { stdio: 'ignore' }), 'exit')) as [number | null];
  const ms = performance.now() - started;
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status ?? 'a signal'}`);
  return ms;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const bareScript = `
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
const [port, ca] = process.argv.slice(2);
const plain = connect(Number(port), '127.0.0.1').setNoDelay(true);
const reply = (socket, text) => new Promise((resolve) => {
  let received = '';
  const listen = (chunk) => {
    received += chunk.toString('latin1');
    if (!/^\\d{3} [^\\n]*\\r\\n$/m.test(received)) return;
    socket.off('data', listen);
    resolve();
  };
  socket.on('data', listen);
  if (text !== '') socket.write(text);
});
await reply(plain, '');
await reply(plain, 'EHLO bench.test\\r\\n');
let socket = plain;
if (ca !== '') {
  await reply(plain, 'STARTTLS\\r\\n');
  const { connect } = await import('node:tls');
  plain.removeAllListeners('data');
  socket = connect({ socket: plain, ca: readFileSync(ca), servername: 'localhost' });
  await new Promise((resolve) => socket.once('secureConnect', resolve));
  await reply(socket, 'EHLO bench.test\\r\\n');
}
await reply(socket, 'QUIT\\r\\n');
socket.destroy();
`;
