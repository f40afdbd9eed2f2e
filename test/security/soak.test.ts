/**
 * One address floods the server with as many connections as it gets, each in the way that costs most; another sends its mail as
 * usual. Memory stays below what is stated here, and whoever does not flood is served. Longer by POSTHORN_SOAK, in seconds.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { bundleForNode } from '../../build/lib/bundle.mjs';
import { inRoot } from '../../build/lib/paths.mjs';

const SECONDS = Number(process.env['POSTHORN_SOAK'] ?? 40);
const CONNECTIONS = Number(process.env['POSTHORN_SOAK_CONNECTIONS'] ?? 1_261);
const MIB = 1_048_576;
/** Of the whole process; some 100 of it are there before anybody connects. */
const MOST_RESIDENT = 1_024 * MIB;
const bundle = inRoot('out', 'test-workers', `soak-${process.pid}`);
let dir: string;
const children: ChildProcess[] = [];

function start(entry: string, args: readonly string[]): ChildProcess {
  const child = fork(join(bundle, `${entry}.js`), args, { execArgv: [] });
  children.push(child);
  return child;
}

beforeAll(async () => {
  const entries = {
    child: new URL('./soak-child.ts', import.meta.url).pathname,
    flood: new URL('./soak-flood.ts', import.meta.url).pathname,
  };
  await bundleForNode({ entries, outDir: bundle });
  dir = await mkdtemp(join(tmpdir(), 'posthorn-soak-'));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(bundle, { recursive: true, force: true });
  await rm(dir, { recursive: true, force: true });
});

const mail = 'MAIL FROM:<f@s.example>\r\nRCPT TO:<r@r.example>\r\nDATA\r\n';

/** One message from an address of its own; how long it took. */
async function deliver(port: number): Promise<number> {
  const began = performance.now();
  const socket = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.2' });
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
  socket.on('error', () => undefined);
  socket.write(`EHLO c\r\n${mail}Subject: usual\r\n\r\nx\r\n.\r\nQUIT\r\n`);
  await once(socket, 'close');
  if (!received.includes('250 2.0.0 Message accepted')) throw new Error(`not served: ${received}`);
  return performance.now() - began;
}

test.skipIf(process.platform !== 'linux')(
  `${CONNECTIONS} connections from one address for ${SECONDS} s: memory stays below its limit, and others are served`,
  async () => {
    const forked = start('child', [dir, join(inject('workersDir'), 'mailbox-worker.js')]);
    const exit = { code: null as number | null, signal: null as string | null, gone: false };
    forked.once('exit', (code, signal) => Object.assign(exit, { code, signal, gone: true }));
    const [{ port }] = (await once(forked, 'message')) as [{ port: number }];
    let most = 0;
    forked.on('message', (told: Record<string, number>) => {
      most = Math.max(most, told['rss'] ?? 0);
    });
    const flood = start('flood', [String(port), String(CONNECTIONS)]);
    const waits: number[] = [];
    const until = performance.now() + SECONDS * 1_000;
    while (performance.now() < until && !exit.gone) {
      waits.push(await deliver(port));
      await delay(500);
    }
    flood.send('end');
    const [poured] = (await once(flood, 'message')) as [{ connections: number; octets: number }];
    const slowest = Math.max(...waits);
    process.stdout.write(
      `${poured.connections} connections, ${Math.round(poured.octets / MIB)} MiB sent; resident at most ${Math.round(most / MIB)} MiB; ` +
        `${waits.length} messages of another address, the slowest ${Math.round(slowest)} ms\n`,
    );
    expect(exit.gone).toBe(false);
    expect(most).toBeLessThan(MOST_RESIDENT);
    // Its connection stands behind those of the flood that the system has taken; from its greeting on it is as quick as ever.
    expect(slowest).toBeLessThan(30_000);
    expect(waits.length).toBeGreaterThan(2);
    forked.send('end');
    await once(forked, 'exit');
    expect(exit.code).toBe(0);
  },
  SECONDS * 1_000 + 120_000,
);
