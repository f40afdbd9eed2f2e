/** Child processes for the scripts: run one to its end, find a program, run npm with the user's own configuration. */
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';

/** What is running now: whoever ends us ends that first, also when only we got the signal. @type {Set<import('node:child_process').ChildProcess>} */
export const running = new Set();

/**
 * @typedef {object} RunResult
 * @property {number} status exit status; 128 + n after signal n is not told apart, a signal gives 1
 * @property {string} output what was captured (stdout, and stderr unless inherited)
 */

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, capture?: boolean, input?: string, shell?: boolean,
 *   onStart?: (pid: number) => void, watch?: (stop: (reason: string) => void) => () => void }} [options]
 *   capture: keep the output instead of passing it on; watch: may stop the child, returns its own clean-up
 * @returns {Promise<RunResult>} also for a failing child; rejects only when it cannot be started
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const capture = options.capture ?? false;
    const child = spawn(command, args, {
      stdio: [
        options.input === undefined ? 'ignore' : 'pipe',
        capture ? 'pipe' : 'inherit',
        capture ? 'pipe' : 'inherit',
      ],
      windowsHide: true,
      shell: options.shell ?? false,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.env === undefined ? {} : { env: options.env }),
    });
    running.add(child);
    if (child.pid !== undefined) options.onStart?.(child.pid);
    let output = '';
    /** @param {Buffer} chunk */
    const keep = (chunk) => {
      output += chunk.toString('utf8');
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    const endWatch = options.watch?.((reason) => {
      output += `${reason}\n`;
      child.kill('SIGKILL');
    });
    child.on('error', (error) => {
      running.delete(child);
      endWatch?.();
      reject(error);
    });
    child.on('close', (code) => {
      running.delete(child);
      endWatch?.();
      resolve({ status: code ?? 1, output });
    });
    if (options.input !== undefined) child.stdin?.end(options.input);
  });
}

/** PATH with the folders where Debian keeps servers: an ordinary user's PATH leaves them out. */
export function widePath() {
  const path = process.env.PATH ?? '';
  if (process.platform === 'win32') return path;
  const parts = path.split(delimiter).filter((part) => part !== '');
  for (const extra of ['/usr/local/sbin', '/usr/sbin', '/sbin']) if (!parts.includes(extra)) parts.push(extra);
  return parts.join(delimiter);
}

/**
 * @param {string} name
 * @returns {string | null} the program's full path
 */
export function findProgram(name) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const folder of widePath().split(delimiter)) {
    for (const ending of endings) {
      const path = join(folder, name + ending);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not in this folder: the next one is asked.
      }
    }
  }
  return null;
}

/**
 * npm as it was started: the copy that runs us, else the one beside this Node, else the one in PATH. Run with its own
 * configuration, so that the user's registry and proxy settings hold; only its talk is turned down.
 * @param {readonly string[]} args
 * @param {{ cwd: string, capture?: boolean, onStart?: (pid: number) => void }} options
 */
export async function npm(args, options) {
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  const script = npmScript();
  if (script !== null) return run(process.execPath, [script, ...args, ...quiet], options);
  // On Windows npm is a .cmd file, which only a shell starts; no argument of ours has a blank or a special character.
  return run('npm', [...args, ...quiet], { ...options, shell: process.platform === 'win32' });
}

/** @returns {string | null} */
function npmScript() {
  const { npm_execpath: running } = process.env;
  if (running !== undefined && /npm-cli\.c?js$/.test(running) && existsSync(running)) return running;
  const beside = dirname(process.execPath);
  const places = [
    join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  return places.find((place) => existsSync(place)) ?? null;
}

export const isRoot = process.getuid?.() === 0;
