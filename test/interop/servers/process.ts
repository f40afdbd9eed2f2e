/**
 * A server in the foreground as our own child: started, awaited by connecting to it, stopped by its process id. No
 * service manager and no pid file is involved.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { accepts } from './ports.ts';
import type { Endpoint } from './ports.ts';
import { recordProcess } from './state.ts';

/** Guards against hanging, far above what is ever needed. */
const startLimitMs = 30_000;
const stopLimitMs = 10_000;
const pollMs = 20;

export interface ServerProcess {
  readonly pid: number;
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly state: string;
  readonly ready: readonly Endpoint[];
  /** End it at once: it would take long over a farewell, and nothing that it has is kept. */
  readonly abrupt?: boolean;
  /** What the server has written so far, for the message of a failed start. */
  readonly log: () => Promise<string>;
}

export async function startProcess(options: StartOptions): Promise<ServerProcess> {
  // A process group of its own: Postfix's master signals its whole group when it ends, which must not be ours.
  const child = spawn(options.command, options.args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const spawned = once(child, 'spawn');
  await spawned;
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${options.name} has no process id`);
  const killAtExit = () => signalGroup(pid, 'SIGKILL');
  process.once('exit', killAtExit);
  await recordProcess(options.state, pid);
  const end = async () => {
    await stopChild(child, pid, options.abrupt === true);
    process.off('exit', killAtExit);
  };

  const deadline = performance.now() + startLimitMs;
  const missing = new Set(options.ready);
  while (missing.size > 0) {
    for (const endpoint of missing) if (await accepts(endpoint)) missing.delete(endpoint);
    // Checked after connecting: on a port that somebody else took, it was somebody else who answered.
    const ended = child.exitCode !== null || child.signalCode !== null;
    if (ended || (missing.size > 0 && performance.now() > deadline)) {
      await end();
      const log = await options.log();
      throw new Error(`${options.name} ${ended ? 'ended' : 'did not listen'}:\n${output}\n${log}`);
    }
    if (missing.size > 0) await delay(pollMs);
  }
  return {
    pid,
    stop: async () => {
      await end();
      await silence(options.ready);
    },
  };
}

async function stopChild(child: ChildProcess, pid: number, abrupt: boolean): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    if (abrupt) signalGroup(pid, 'SIGKILL');
    else child.kill('SIGTERM');
    const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), stopLimitMs);
    await exited;
    clearTimeout(timer);
  }
  // Helpers that the server started and did not take with it.
  signalGroup(pid, 'SIGKILL');
}

/** Helpers that were killed hold the sockets until the system has taken them down, which signalling does not wait for. */
async function silence(endpoints: readonly Endpoint[]): Promise<void> {
  const deadline = performance.now() + stopLimitMs;
  for (const endpoint of endpoints)
    while ((await accepts(endpoint)) && performance.now() < deadline) await delay(pollMs);
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** A port can be taken between choosing it and listening on it: then the server ends at once, and others are chosen. */
export async function withRetries<T>(start: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start();
    } catch (error) {
      const taken = error instanceof Error && /address already in use/i.test(error.message);
      if (!taken || attempt === 3) throw error;
    }
  }
}
