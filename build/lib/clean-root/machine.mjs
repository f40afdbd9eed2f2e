/**
 * A clean machine to install packages in: the clean base under a layer in memory, with namespaces of its own for mounts, processes
 * and network (loopback alone; only what is to fetch packages is let into the host's). Whoever ends, or is killed, takes all of it along.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, readlinkSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { readText, scratchFolder } from '../files.mjs';
import { inRoot, isMissing } from '../paths.mjs';
import { run, widePath } from '../run.mjs';
import { SetupError } from '../talk.mjs';
import { archives, cleanBase } from './base.mjs';

/** The ordinary user in there. */
export const USER = { name: 'newcomer', id: 1000, home: '/home/newcomer' };

/** How long the namespaces may take to stand. */
const READY_WITHIN_MS = 60_000;

/**
 * @typedef {object} CommandOptions
 * @property {boolean} [user] as the ordinary user; else as root
 * @property {boolean} [online] with the host's network
 * @property {Readonly<Record<string, string>>} [env]
 * @property {string} [input]
 */

export class CleanMachine {
  /** @type {import('node:child_process').ChildProcess} */
  #holder;
  #pid;

  /** @param {import('node:child_process').ChildProcess} holder @param {number} pid of its process 1, as the host counts */
  constructor(holder, pid) {
    this.#holder = holder;
    this.#pid = pid;
  }

  static async start() {
    const base = await cleanBase();
    // Empty, also while the machine is there: what is mounted on it is seen in there alone.
    const at = scratchFolder();
    const displays = '/tmp/.X11-unix';
    for (const folder of [displays, archives()]) mkdirSync(folder, { recursive: true });
    const script = inRoot('build', 'lib', 'clean-root', 'enter.sh');
    const namespaces = ['--mount', '--pid', '--net', '--uts', '--fork', '--kill-child', '--propagation', 'private'];
    const holder = spawn('unshare', [...namespaces, '--', 'sh', script, base, at, displays, archives()], {
      // The fourth is what process 1 waits at: it ends when this process does, however.
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      env: { ...process.env, PATH: widePath(), LC_ALL: 'C' },
    });
    process.on('exit', () => holder.kill('SIGKILL'));
    const machine = new CleanMachine(holder, await readyPid(holder));
    await machine.need(['useradd', '--create-home', '--shell', '/bin/sh', '--uid', String(USER.id), USER.name]);
    await machine.need(['install', '-d', '-m', '700', '-o', USER.name, '-g', USER.name, `/run/user/${USER.id}`]);
    return machine;
  }

  /** Where its files are for the host. @param {string} path */
  path(path) {
    return join('/proc', String(this.#pid), 'root', path);
  }

  /** @param {readonly string[]} command @param {CommandOptions} [options] @returns {readonly string[]} as the host starts it */
  command(command, { user = false, online = false, env = {} } = {}) {
    const own = {
      PATH: user ? '/usr/local/bin:/usr/bin:/bin' : '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: user ? USER.home : '/root',
      LANG: 'C.UTF-8',
      DEBIAN_FRONTEND: 'noninteractive',
      ...(user ? { USER: USER.name, LOGNAME: USER.name, XDG_RUNTIME_DIR: `/run/user/${USER.id}` } : {}),
      ...env,
    };
    const ids = [`--reuid=${USER.id}`, `--regid=${USER.id}`, '--init-groups'];
    return [
      ...['nsenter', `--target=${this.#pid}`, '--mount', '--pid', '--uts', ...(online ? [] : ['--net'])],
      ...['--root', `--wd=${this.path(user ? USER.home : '/')}`, '--'],
      ...[
        'setpriv',
        ...(user ? ids : []),
        'env',
        '-i',
        ...Object.entries(own).map(([key, value]) => `${key}=${value}`),
      ],
      ...command,
    ];
  }

  /** @param {readonly string[]} command @param {CommandOptions} [options] */
  run(command, options = {}) {
    const [program = '', ...args] = this.command(command, options);
    return run(program, args, {
      capture: true,
      env: { PATH: widePath() },
      ...(options.input === undefined ? {} : { input: options.input }),
    });
  }

  /** The same, for what must work: its output. @param {readonly string[]} command @param {CommandOptions} [options] */
  async need(command, options = {}) {
    const { status, output } = await this.run(command, options);
    if (status === 0) return output;
    throw new Error(`in the clean machine: ${command.join(' ')} ended with ${status}\n${output.trim()}`);
  }

  /**
   * Something that goes on running. It ends with the machine, or by `signal`.
   * @param {readonly string[]} command
   * @param {CommandOptions} [options]
   */
  start(command, options = {}) {
    const [program = '', ...args] = this.command(command, options);
    return spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { PATH: widePath() } });
  }

  /**
   * What runs in there: process ids as the host counts them, command lines.
   * @returns {{ pid: number, args: string[] }[]}
   */
  processes() {
    const own = readlinkSync(`/proc/${this.#pid}/ns/mnt`);
    return readdirSync('/proc').flatMap((name) => {
      if (!/^\d+$/.test(name)) return [];
      try {
        // The sandboxed have namespaces of their own for processes, never for mounts.
        if (readlinkSync(`/proc/${name}/ns/mnt`) !== own || isZombie(name)) return [];
        // Chromium writes blanks over the ends of its arguments.
        const args = readFileSync(`/proc/${name}/cmdline`, 'utf8').split(/[\0 ]/);
        return [{ pid: Number(name), args: args.filter((argument) => argument !== '') }];
      } catch (error) {
        // It has just ended, or is the host's and nobody may look.
        const code = error instanceof Error && 'code' in error ? error.code : null;
        if (isMissing(error) || code === 'ESRCH' || code === 'EACCES') return [];
        throw error;
      }
    });
  }

  /** What apt fetched is there the next time. */
  #keepArchives() {
    const fetched = this.path('/var/cache/apt/archives');
    for (const name of readdirSync(fetched)) {
      const kept = join(archives(), name);
      if (!name.endsWith('.deb') || existsSync(kept)) continue;
      copyFileSync(join(fetched, name), `${kept}.${process.pid}`);
      renameSync(`${kept}.${process.pid}`, kept);
    }
  }

  /** Ends everything in there. */
  async stop() {
    const { exitCode, signalCode } = this.#holder;
    if (exitCode !== null || signalCode !== null) return;
    this.#keepArchives();
    const ended = new Promise((resolve) => void this.#holder.once('exit', resolve));
    process.kill(this.#pid, 'SIGKILL');
    await ended;
  }
}

/** @param {string} pid */
const isZombie = (pid) => /^State:\s+Z/m.test(readText(`/proc/${pid}/status`) ?? 'State:\tZ');

/** @param {import('node:child_process').ChildProcess} holder @returns {Promise<number>} */
function readyPid(holder) {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => holder.kill('SIGKILL'), READY_WITHIN_MS);
    const look = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString('utf8');
      const pid = /^ready (\d+)$/m.exec(output)?.[1];
      if (pid === undefined) return;
      clearTimeout(timer);
      resolve(Number(pid));
    };
    holder.stdout?.on('data', look);
    holder.stderr?.on('data', look);
    holder.on('error', reject);
    holder.on('exit', () => {
      clearTimeout(timer);
      reject(new SetupError(`the clean machine could not be started:\n${output.trim()}`));
    });
  });
}
