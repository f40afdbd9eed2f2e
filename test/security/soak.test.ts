/**
 * One address floods the server with as many connections as it gets, each in the way that costs most; another sends its mail as
 * usual. Memory stays below what is stated here, and whoever does not flood is served. Longer by POSTHORN_SOAK, in seconds.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
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
/** From the connection to the 250 of the first message, on a machine that does other things besides. */
const NEWCOMER_MS = 5_000;
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

/** A client of an address of its own, which sends one message after the other over one connection. */
class Usual {
  readonly #socket: Socket;
  #received = '';
  #wake: (() => void) | null = null;

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.2' });
    this.#socket.on('data', (chunk: Buffer) => {
      this.#received += chunk.toString();
      this.#wake?.();
    });
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => {
      this.#received += 'closed';
      this.#wake?.();
    });
    this.#socket.write('EHLO c\r\n');
  }

  /** How long one took. Rejects where it is not accepted. */
  async deliver(): Promise<number> {
    const began = performance.now();
    this.#socket.write(`${mail}Subject: usual\r\n\r\nx\r\n.\r\n`);
    while (!/Message accepted|closed/.test(this.#received)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#received.includes('closed')) throw new Error(`not served: ${this.#received}`);
    this.#received = '';
    return performance.now() - began;
  }

  close(): void {
    this.#socket.destroy();
  }
}

test.skipIf(process.platform !== 'linux')(
  `${CONNECTIONS} connections from one address for ${SECONDS} s: memory stays below its limit, and others are served`,
  async () => {
    const forked = start('child', [dir, join(inject('workersDir'), 'mailbox-worker.js')]);
    const exit = { code: null as number | null, signal: null as string | null, gone: false };
    forked.once('exit', (code, signal) => Object.assign(exit, { code, signal, gone: true }));
    const [{ port }] = (await once(forked, 'message')) as [{ port: number }];
    let most = 0;
    forked.on('message', (reported: Record<string, number>) => {
      most = Math.max(most, reported['rss'] ?? 0);
    });
    const known = new Usual(port);
    await known.deliver();
    const flood = start('flood', [String(port), String(CONNECTIONS)]);
    const waits: number[] = [];
    const until = performance.now() + SECONDS * 1_000;
    // Whoever comes now follows the connections of the flood that the system has taken for us; later, after those that come anew.
    const newcomers: number[] = [];
    let coming: Promise<void> = delay(1_500);
    const arrive = async (): Promise<void> => {
      const late = new Usual(port);
      newcomers.push(await late.deliver());
      late.close();
      await delay(1_000);
    };
    while (performance.now() < until && !exit.gone) {
      const begun = newcomers.length;
      coming = coming.then(() => (newcomers.length === begun && performance.now() < until ? arrive() : undefined));
      waits.push(await known.deliver());
      await delay(300);
    }
    await coming;
    flood.send('end');
    const [poured] = (await once(flood, 'message')) as [{ connections: number; octets: number; refused: number }];
    const slowest = Math.max(...waits);
    process.stdout.write(
      `${poured.connections} connections, ${Math.round(poured.octets / MIB)} MiB sent; resident at most ${Math.round(most / MIB)} MiB; ` +
        `${waits.length} messages of another address, the slowest ${Math.round(slowest)} ms; ${newcomers.length} newcomers, the slowest ${Math.round(Math.max(...newcomers))} ms; ${poured.refused} refused\n`,
    );
    expect(exit.gone).toBe(false);
    expect(most).toBeLessThan(MOST_RESIDENT);
    expect(slowest).toBeLessThan(15_000);
    expect(waits.length).toBeGreaterThan(SECONDS / 10);
    expect(newcomers.length).toBeGreaterThan(SECONDS / 20);
    expect(Math.max(...newcomers)).toBeLessThan(NEWCOMER_MS);
    known.close();
    forked.send('end');
    await once(forked, 'exit');
    expect(exit.code).toBe(0);
  },
  SECONDS * 1_000 + 120_000,
);
