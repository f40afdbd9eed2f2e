/**
 * The servers of the server bench as it holds them: started, measured and stopped alike, whether they are Node programs of ours
 * (server-child.ts), Postfix's smtp-sink or Python's aiosmtpd. What is not installed is left out.
 */
import { execFileSync, fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { Answer, Ask, ChildKind } from './server-child.ts';

export type Peer = ChildKind | 'smtp-sink' | 'aiosmtpd';

/** What each is called in the tables. */
export const PEERS: Readonly<Record<Peer, string>> = {
  floor: 'raw floor',
  'smtp-sink': 'smtp-sink',
  'smtp-server': 'smtp-server',
  aiosmtpd: 'aiosmtpd',
  discarding: 'ours, discarding',
  'smtp-server-files': 'smtp-server, files',
  storing: 'ours, storing',
};

/** With the `aiosmtpd` module; another one than the first in the path may be named. */
const python = process.env['POSTHORN_BENCH_PYTHON'] ?? 'python3';

const AIOSMTPD = `
import asyncio, sys
from aiosmtpd.smtp import SMTP
class Sink:
    async def handle_DATA(self, server, session, envelope):
        return '250 OK'
async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Sink(), hostname='bench.test', data_size_limit=1 << 30, enable_SMTPUTF8=True), '127.0.0.1', 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
`;

export function availablePeers(): { peers: Peer[]; missing: string[] } {
  const all = Object.keys(PEERS) as Peer[];
  const asked = (process.env['POSTHORN_BENCH_SERVERS'] ?? all.join(',')).split(',');
  const missing: string[] = [];
  const peers = all.filter((peer) => {
    if (!asked.includes(peer)) return false;
    const there =
      peer === 'aiosmtpd' ? hasAiosmtpd() : peer === 'smtp-sink' ? findPostfixTool('smtp-sink') !== null : true;
    if (!there) missing.push(peer);
    return there;
  });
  return { peers, missing };
}

export function findPostfixTool(name: string): string | null {
  return ['/usr/sbin', '/usr/local/sbin'].map((dir) => `${dir}/${name}`).find((path) => existsSync(path)) ?? null;
}

function hasAiosmtpd(): boolean {
  try {
    execFileSync(python, ['-c', 'import aiosmtpd'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export class RunningServer {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #ours: boolean;

  private constructor(child: ChildProcess, port: number, ours: boolean) {
    this.#child = child;
    this.port = port;
    this.#ours = ours;
  }

  static async start(peer: Peer): Promise<RunningServer> {
    if (peer === 'smtp-sink') return RunningServer.#smtpSink();
    if (peer === 'aiosmtpd') return RunningServer.#aiosmtpd();
    const child = fork(process.argv[1] ?? '', ['--only-this-one', 'server-child', peer], {
      execArgv: ['--expose-gc'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const [answer] = (await once(child, 'message')) as [Answer];
    if (answer.kind !== 'port') throw new Error('no port');
    return new RunningServer(child, answer.port, true);
  }

  static async #smtpSink(): Promise<RunningServer> {
    const port = await freePort();
    // It does not want to run as root, and takes no more than 256 sessions unless told to.
    const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
    const args = [...user, '-m', '2000', `127.0.0.1:${port}`, '1000'];
    const child = spawn(findPostfixTool('smtp-sink') ?? '', args, { stdio: 'ignore' });
    await answering(port);
    return new RunningServer(child, port, false);
  }

  static async #aiosmtpd(): Promise<RunningServer> {
    const child = spawn(python, ['-c', AIOSMTPD], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return new RunningServer(child, Number(line.toString('latin1')), false);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Octets. `peak` since forgetPeak(); both after a collection where the server knows one. */
  async memory(): Promise<{ resident: number; peak: number }> {
    // What one round lets go of, weak references and finalisers among it, only the next one finds.
    for (let round = 0; this.#ours && round < 3; round += 1) {
      this.#child.send('collect' satisfies Ask);
      await once(this.#child, 'message');
    }
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    const octets = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1024;
    return { resident: octets('VmRSS'), peak: octets('VmHWM') };
  }

  forgetPeak(): void {
    writeFileSync(`/proc/${this.pid}/clear_refs`, '5');
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit');
    if (this.#ours) this.#child.send('stop' satisfies Ask);
    else this.#child.kill();
    await exited;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** It does not say when it listens. */
async function answering(port: number): Promise<void> {
  for (const end = performance.now() + 5000; ;) {
    const socket = connect(port, '127.0.0.1');
    const answered = await new Promise<boolean>((resolve) => {
      socket.once('data', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (answered) return;
    if (performance.now() > end) throw new Error('smtp-sink does not answer');
  }
}
