/**
 * The packaged app for a test: made when its inputs have changed, started on a display of its own or as its command line with
 * none, in a home folder that goes away.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { startDisplay } from '../../build/lib/machine/display.mjs';
import { electronRuntime } from '../../build/lib/electron/runtime.mjs';
import { locked, scratchFolder } from '../../build/lib/files.mjs';
import { type PackagedApp, packageFolder } from '../../build/lib/electron/packaged.mjs';
import { type WatchedChild, watchChild } from '../harness/watched-child.ts';

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Another path of the launcher. */
  readonly program?: string;
  readonly onStart?: (child: ChildProcess) => void;
  /** Called with what was printed to standard output so far, whenever there is more. */
  readonly onOutput?: (text: string, child: ChildProcess) => void;
}

export interface RunningWindow extends WatchedChild {
  /** Asks it to end; its exit status. */
  end(): Promise<number | null>;
}

interface WorkerFixtures {
  /** As users get it. */
  packaged: PackagedApp;
  /** The same, but for the switches by which its window can be driven. */
  driven: PackagedApp;
  display: Readonly<Record<string, string>>;
}

type StartWindow = (args: readonly string[], env?: Readonly<Record<string, string>>) => RunningWindow;

interface Fixtures {
  home: string;
  /** Runs the `posthorn` command of the package to its end, without a display. */
  command: (args: readonly string[], options?: CommandOptions) => Promise<Finished>;
  /** Starts the app that can be driven, with a display. */
  startWindow: StartWindow;
  /** Starts what users get, as they start it. */
  startRelease: StartWindow;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  packaged: [
    async ({}, use) => {
      await use(await locked(() => packageFolder()));
    },
    { scope: 'worker', timeout: 600_000 },
  ],

  driven: [
    async ({}, use) => {
      await use(await locked(() => packageFolder({ kind: 'driven' })));
    },
    { scope: 'worker', timeout: 600_000 },
  ],

  display: [
    async ({}, use) => {
      const display = process.platform === 'linux' ? await startDisplay(scratchFolder()) : null;
      await use(display?.env ?? {});
      display?.stop();
    },
    { scope: 'worker' },
  ],

  home: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'posthorn-packaged-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },

  command: async ({ packaged, home }, use) => {
    const started = new Set<ChildProcess>();
    await use(async (args, { input = '', env = {}, program = packaged.launcher, onStart, onOutput } = {}) => {
      // A script of Windows is started by its shell.
      const child = spawn(program, args, { env: environment(home, env), shell: process.platform === 'win32' });
      started.add(child);
      onStart?.(child);
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (chunk: Buffer) => {
        stdout += chunk.toString();
        onOutput?.(stdout, child);
      });
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      // A program that needs no input may be gone before it was written.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
      const [status] = (await once(child, 'close')) as [number | null];
      started.delete(child);
      return { status, stdout, stderr };
    });
    for (const child of started) child.kill('SIGKILL');
  },

  startWindow: async ({ driven, display, home }, use) => {
    await useStarted(use, (args, env = {}) =>
      spawnWatched(driven.executable, [`--user-data-dir=${join(home, 'data')}`, '--remote-debugging-port=0', ...args], {
        ...environment(home, { ...display, ...env }),
      }),
    );
  },

  startRelease: async ({ packaged, display, home }, use) => {
    await useStarted(use, (args, env = {}) =>
      spawnWatched(packaged.starter, args, environment(home, { ...display, ...env })),
    );
  },
});

export { expect } from '@playwright/test';

async function useStarted(use: (start: StartWindow) => Promise<void>, start: StartWindow): Promise<void> {
  const started: RunningWindow[] = [];
  await use((args, env) => {
    const app = start(args, env);
    started.push(app);
    return app;
  });
  for (const app of started) await app.end();
}

function spawnWatched(program: string, args: readonly string[], env: NodeJS.ProcessEnv): RunningWindow {
  return watch(spawn(program, [...electronRuntime().args, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] }));
}

/** Of this process only what a program cannot do without: no display, no variable that a developer has set. */
function environment(home: string, more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = ['PATH', 'SystemRoot', 'ComSpec', 'PATHEXT', 'TEMP', 'TMP', 'LANG'];
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => kept.includes(name)));
  const folders = { HOME: home, XDG_CONFIG_HOME: join(home, 'config'), APPDATA: join(home, 'AppData', 'Roaming') };
  return { ...own, ...folders, USERPROFILE: home, LOCALAPPDATA: join(home, 'AppData', 'Local'), ...more };
}

function watch(child: ChildProcess): RunningWindow {
  const watched = watchChild(child);
  return {
    ...watched,
    async end() {
      if (child.exitCode === null) child.kill('SIGTERM');
      return watched.ended;
    },
  };
}
