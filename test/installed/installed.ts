/**
 * What the tests of the installed package share: a clean machine, the packages, and a desktop session of its ordinary user, with a
 * display, a window manager, a session bus and a keyring.
 */
import type { ChildProcess } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { CleanMachine, USER } from '../../build/lib/clean-root/machine.mjs';
import { setUpElectron } from '../../build/lib/electron/runtime.mjs';
import { locked, scratchFolder } from '../../build/lib/files.mjs';
import { startDisplay } from '../../build/lib/machine/display.mjs';
import { makeInstaller } from '../../build/lib/packages/installer.mjs';
import { type WatchedChild, watchChild } from '../harness/watched-child.ts';

export { expect, USER };

/** Programs of a desktop that no package of ours asks for. */
const desktopPrograms = [
  ...['gnome-keyring', 'libsecret-tools', 'desktop-file-utils', 'openbox', 'xdotool', 'x11-utils', 'sqlite3'],
];

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

  async start(command: readonly string[]): Promise<WatchedChild> {
    return watchChild(this.#machine.start(command, { user: true, env: await this.env() }));
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
    await watchChild(keyring).find(/\n/);
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
