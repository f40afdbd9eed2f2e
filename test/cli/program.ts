/** The built command line as a child process: built once a file, run, and its test server started and ended. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bundleCommandLine } from '../../build/lib/bundle.mjs';
import { inRoot } from '../../build/lib/paths.mjs';

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string | Buffer;
  readonly env?: Record<string, string>;
}

export type JsonLine = Record<string, unknown> & { event?: string };

export interface Serving {
  /** Ports by listener, in the order of the arguments. */
  readonly ports: readonly number[];
  readonly lines: JsonLine[];
  readonly caFile: string;
  readonly process: ChildProcess;
  readonly stderr: () => string;
  /** The next line, or one already there, that is of this kind. */
  next(event: string): Promise<JsonLine>;
  /** SIGTERM; its exit status. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export class Program {
  readonly folder: string;
  readonly #out: string;
  readonly #children = new Set<ChildProcess>();

  constructor(folder: string, out: string) {
    this.folder = folder;
    this.#out = out;
  }

  /** The built program. */
  get script(): string {
    return join(this.#out, 'posthorn.js');
  }

  static async build(): Promise<Program> {
    const folder = await mkdtemp(join(tmpdir(), 'posthorn-cli-'));
    // Below the checkout, so that native packages are found.
    const out = inRoot('out', 'test-cli', `${process.pid}-${Date.now()}`);
    await bundleCommandLine(out);
    return new Program(folder, out);
  }

  async remove(): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL');
    await rm(this.#out, { recursive: true, force: true });
    await rm(this.folder, { recursive: true, force: true });
  }

  spawn(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
    const child = spawn(process.execPath, [this.script, ...args], {
      env: { PATH: process.env.PATH ?? '', HOME: this.folder, XDG_CONFIG_HOME: join(this.folder, 'config'), ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#children.add(child);
    child.once('exit', () => this.#children.delete(child));
    return child;
  }

  async run(args: readonly string[], { input = '', env = {} }: RunOptions = {}): Promise<Finished> {
    const child = this.spawn(args, env);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
    // A program that needs no input may be gone before it was written.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
    const [status] = (await once(child, 'close')) as [number | null];
    return { status, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
  }

  async serve(args: readonly string[], env: Record<string, string> = {}): Promise<Serving> {
    const child = this.spawn(['serve', '--json', ...args], env);
    const lines: JsonLine[] = [];
    const waiting: { event: string; resolve: (line: JsonLine) => void }[] = [];
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    if (child.stdout === null) throw new Error('no output');
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = JSON.parse(text) as JsonLine;
      const index = waiting.findIndex(({ event }) => event === line.event);
      if (index < 0) lines.push(line);
      else waiting.splice(index, 1)[0]?.resolve(line);
    });
    const next = (event: string): Promise<JsonLine> => {
      const index = lines.findIndex((line) => line.event === event);
      const [line] = index < 0 ? [] : lines.splice(index, 1);
      if (line !== undefined) return Promise.resolve(line);
      return new Promise((resolve, reject) => {
        waiting.push({ event, resolve });
        child.once('exit', () => {
          reject(new Error(`serve ended before ${event}: ${stderr}`));
        });
      });
    };
    const listening = await next('listening');
    const listeners = listening.listeners as { port: number | null }[];
    return {
      ports: listeners.map(({ port }) => port ?? 0),
      lines,
      caFile: String(listening.caFile),
      process: child,
      stderr: () => stderr,
      next,
      stop: async (signal = 'SIGTERM') => {
        const closed = once(child, 'close') as Promise<[number | null]>;
        child.kill(signal);
        return (await closed)[0];
      },
    };
  }
}
