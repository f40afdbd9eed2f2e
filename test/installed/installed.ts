/**
 * What the tests of the installed package share: a clean machine, the packages, and a desktop session of its ordinary user, with a
 * display, a window manager, a session bus and a keyring.
 */
import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { CleanMachine, USER } from '../../build/lib/clean-root/machine.mjs';
import { setUpElectron } from '../../build/lib/electron/runtime.mjs';
import { locked, scratchFolder } from '../../build/lib/files.mjs';
import { startDisplay } from '../../build/lib/machine/display.mjs';
import { makeInstaller } from '../../build/lib/packages/installer.mjs';

export { expect, USER };

/** Programs of a desktop that no package of ours asks for. */
const desktopPrograms = [
  ...['gnome-keyring', 'libsecret-tools', 'desktop-file-utils', 'openbox', 'xdotool', 'x11-utils', 'sqlite3'],
];

/** A program that goes on running in there, and all that it has printed. */
export interface Running {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** The first match in what was or will be printed; rejects when it ends without one. */
  find(pattern: RegExp): Promise<RegExpExecArray>;
  /** Its exit status. */
  readonly ended: Promise<number | null>;
}

interface WorkerFixtures {
  machine: CleanMachine;
  /** Paths in the machine. */
  packages: { readonly older: string; readonly current: string };
  /** Starts a program in the user's session; the session is there from the first call on. */
  session: Session;
}

export class Session {
  readonly #machine: CleanMachine;
  #env: Promise<Record<string, string>> | null = null;
  #framebuffer = '';

  constructor(machine: CleanMachine) {
    this.#machine = machine;
  }

  async run(command: readonly string[], input?: string): Promise<{ status: number; output: string }> {
    return this.#machine.run(command, { user: true, env: await this.env(), ...(input === undefined ? {} : { input }) });
  }

  async need(command: readonly string[], input?: string): Promise<string> {
    const { status, output } = await this.run(command, input);
    expect(status, `${command.join(' ')}\n${output}`).toBe(0);
    return output;
  }

  async start(command: readonly string[]): Promise<Running> {
    return watch(this.#machine.start(command, { user: true, env: await this.env() }));
  }

  env(): Promise<Record<string, string>> {
    return (this.#env ??= this.#open());
  }

  /** What the display shows, in the format of xwd. */
  get screen(): Buffer {
    return readFileSync(this.#framebuffer);
  }

  async #open(): Promise<Record<string, string>> {
    const machine = this.#machine;
    await machine.need(['apt-get', 'install', '-y', '--no-install-recommends', ...desktopPrograms], { online: true });
    const display = await startDisplay(scratchFolder(), { screen: '1280x800', framebuffer: true });
    const { DISPLAY = '', XAUTHORITY = '', POSTHORN_FRAMEBUFFER = '' } = display.env;
    this.#framebuffer = POSTHORN_FRAMEBUFFER;
    const key = '/run/xauthority';
    copyFileSync(XAUTHORITY, machine.path(key));
    chmodSync(machine.path(key), 0o644);
    const bus = `/run/user/${USER.id}/bus`;
    const env = { DISPLAY, XAUTHORITY: key, DBUS_SESSION_BUS_ADDRESS: `unix:path=${bus}` };
    const start = (...command: string[]): ChildProcess => machine.start(command, { user: true, env });
    start('dbus-daemon', '--session', '--nofork', '--nopidfile', `--address=unix:path=${bus}`);
    await expect.poll(() => existsSync(machine.path(bus))).toBe(true);
    const control = `--control-directory=/run/user/${USER.id}/keyring`;
    const keyring = start('gnome-keyring-daemon', '--foreground', '--unlock', '--components=secrets', control);
    keyring.stdin?.end('test');
    await watch(keyring).find(/\n/);
    start('openbox');
    return env;
  }
}

export const test = base.extend<object, WorkerFixtures>({
  packages: [
    async ({ machine }, use) => {
      const [older, current] = await locked(async () => {
        await setUpElectron();
        return [await makeInstaller('deb', 'older'), await makeInstaller('deb', 'trial')];
      });
      const given = (path: string): string => {
        copyFileSync(path, machine.path(`/root/${basename(path)}`));
        return `/root/${basename(path)}`;
      };
      await use({ older: given(older), current: given(current) });
    },
    { scope: 'worker', timeout: 300_000 },
  ],

  machine: [
    async ({}, use) => {
      const machine = await CleanMachine.start();
      await machine.need(['apt-get', 'update'], { online: true });
      await use(machine);
      await machine.stop();
    },
    { scope: 'worker', timeout: 300_000 },
  ],

  session: [
    async ({ machine }, use) => {
      await use(new Session(machine));
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

function watch(child: ChildProcess): Running {
  let output = '';
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      for (const look of waiting) look();
    });
  }
  const ended = once(child, 'close').then(([status]) => status as number | null);
  return {
    child,
    output: () => output,
    ended,
    find: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(output);
          if (found === null) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
        void ended.then(() => reject(new Error(`ended before it printed ${String(pattern)}:\n${output}`)));
      }),
  };
}
