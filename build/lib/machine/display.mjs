/** A virtual display, and a D-Bus session with a keyring of its own, both ended by their handle. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../run.mjs';
import { SetupError } from '../talk.mjs';

/**
 * @typedef {{ env: Record<string, string>, stop: () => void }} Service
 * @typedef {import('node:child_process').ChildProcess} ChildProcess
 */

/** How long a helper may take to say that it is ready. */
const readyWithinMs = 20_000;

/**
 * @param {string} folder for the key file
 * @param {{ endWithLastWindow?: boolean, screen?: string, framebuffer?: boolean }} [options] endWithLastWindow: also without
 *   us, should we be killed; screen: its size; framebuffer: what the display shows can be read from the file that
 *   POSTHORN_FRAMEBUFFER names, in the format of xwd
 * @returns {Promise<Service>}
 */
export async function startDisplay(
  folder,
  { endWithLastWindow = false, screen = '1440x900', framebuffer = false } = {},
) {
  const program = findProgram('Xvfb');
  if (program === null) throw new SetupError('Xvfb is not installed');
  const authority = join(folder, 'xauthority');
  writeFileSync(authority, authorityFile(randomBytes(16)), { mode: 0o600 });
  const ending = endWithLastWindow ? '-terminate' : '-noreset';
  const args = ['-displayfd', '3', '-screen', '0', `${screen}x24`, '-nolisten', 'tcp', '-auth', authority, ending];
  if (framebuffer) args.push('-fbdir', folder);
  // A group of its own: Ctrl-C must reach the app, which ends with its display still there.
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], detached: true });
  const stop = stopper(child);
  const number = (await firstLine(child, 3, 'Xvfb')).trim();
  /** @type {Record<string, string>} */
  const shown = framebuffer ? { POSTHORN_FRAMEBUFFER: join(folder, 'Xvfb_screen0') } : {};
  return { env: { DISPLAY: `:${number}`, XAUTHORITY: authority, ...shown }, stop };
}

/**
 * An Xauthority file with one key that fits any host and display (family 0xFFFF): the number is not known before Xvfb runs.
 * @param {Buffer} key
 */
function authorityFile(key) {
  /** @param {Buffer} bytes */
  const counted = (bytes) => Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
  const empty = counted(Buffer.alloc(0));
  return Buffer.concat([
    Buffer.from([0xff, 0xff]),
    empty,
    empty,
    counted(Buffer.from('MIT-MAGIC-COOKIE-1')),
    counted(key),
  ]);
}

/**
 * A session bus with a keyring that is unlocked and empty: tests neither need nor touch the user's own.
 * @param {string} folder where it keeps its files
 * @returns {Promise<Service | null>} null where the programs are not installed
 */
export async function startKeyring(folder) {
  const bus = findProgram('dbus-daemon');
  const keyring = findProgram('gnome-keyring-daemon');
  if (bus === null || keyring === null) return null;
  const runtime = join(folder, 'runtime');
  const data = join(folder, 'data');
  for (const path of [runtime, data]) mkdirSync(path, { recursive: true, mode: 0o700 });
  const own = { XDG_RUNTIME_DIR: runtime, XDG_DATA_HOME: data };

  const busArgs = ['--session', '--nofork', '--nopidfile', '--print-address=3'];
  const busChild = spawn(bus, busArgs, {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, ...own },
  });
  const stopBus = stopper(busChild);
  const address = (await firstLine(busChild, 3, 'dbus-daemon')).trim();
  const env = { ...own, DBUS_SESSION_BUS_ADDRESS: address };

  const args = ['--foreground', '--unlock', '--components=secrets', `--control-directory=${join(runtime, 'keyring')}`];
  const child = spawn(keyring, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, ...env },
  });
  const stopKeyring = stopper(child);
  // An empty password makes no login collection. The end of input ends the password.
  child.stdin?.end('test');
  await firstLine(child, 1, 'gnome-keyring-daemon');
  return {
    env,
    stop: () => {
      stopKeyring();
      stopBus();
    },
  };
}

/** @param {ChildProcess} child @returns {() => void} */
function stopper(child) {
  const stop = () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  };
  process.on('exit', stop);
  return () => {
    process.off('exit', stop);
    stop();
  };
}

/**
 * @param {ChildProcess} child
 * @param {number} fd
 * @param {string} name
 * @returns {Promise<string>}
 */
function firstLine(child, fd, name) {
  return new Promise((resolve, reject) => {
    let text = '';
    let complaint = '';
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`did not get ready within ${readyWithinMs / 1000} seconds`);
    }, readyWithinMs);
    /** @param {string} why */
    const fail = (why) => {
      clearTimeout(timer);
      reject(new SetupError(`${name} ${why}\n${complaint.trim()}`.trim()));
    };
    child.stderr?.on('data', (/** @type {Buffer} */ chunk) => {
      complaint = (complaint + chunk.toString('utf8')).slice(-4000);
    });
    child.on('error', (error) => {
      fail(`could not be started: ${error.message}`);
    });
    child.on('exit', (code) => {
      fail(`ended with status ${code ?? 'of a signal'}`);
    });
    child.stdio[fd]?.on('data', (/** @type {Buffer} */ chunk) => {
      text += chunk.toString('utf8');
      const end = text.indexOf('\n');
      if (end < 0) return;
      clearTimeout(timer);
      resolve(text.slice(0, end));
    });
  });
}
