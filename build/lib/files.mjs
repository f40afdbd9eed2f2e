/** Stamps, hashes, folders that appear whole or not at all, and a lock against two set-ups at once. */
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  createReadStream,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { inRoot, isMissing } from './paths.mjs';
import { SetupError, say } from './talk.mjs';

/**
 * @param {string} path
 * @returns {string | null} null when the file is not there
 */
export function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/**
 * @param {string} path
 * @returns {unknown} null when the file is not there or is not JSON: a stamp that cannot be read is no stamp
 */
export function readJson(path) {
  const text = readText(path);
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Written under another name and renamed: whoever reads it finds all of it or nothing.
 * @param {string} path
 * @param {string} text
 */
export function writeWhole(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.new`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}

/**
 * @param {readonly string[]} paths from the root
 * @param {readonly string[]} [more] further things that the result depends on
 */
export function hashOf(paths, more = []) {
  const hash = createHash('sha256');
  for (const path of paths) {
    hash.update(`${path}\0`);
    hash.update(readFileSync(inRoot(path)));
    hash.update('\0');
  }
  for (const text of more) hash.update(`${text}\0`);
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {Promise<string>} in the form that package registries use, `sha512-...`
 */
export async function integrityOf(path) {
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return `sha512-${hash.digest('base64')}`;
}

/** @returns {string} where things that outlive a checkout are kept */
export function cacheFolder() {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = process.env;
  if (process.platform === 'win32') return join(local ?? join(homedir(), 'AppData', 'Local'), 'posthorn', 'Cache');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'posthorn');
  return join(xdg !== undefined && xdg.startsWith('/') ? xdg : join(homedir(), '.cache'), 'posthorn');
}

/** @returns {string} a new folder for this process, removed at its end */
export function scratchFolder() {
  const folder = join(tmpdir(), `posthorn-${process.pid}-${Math.random().toString(36).slice(2, 8)}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

const lockFile = inRoot('out', '.setup.lock');

/**
 * One set-up at a time in a checkout. The lock of a process that is gone is taken over, once what it started is gone too.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function locked(work) {
  mkdirSync(dirname(lockFile), { recursive: true });
  for (let told = false; ;) {
    try {
      writeFileSync(lockFile, `${process.pid}\n`, { flag: 'wx' });
      break;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw readOnly(error);
    }
    const holders = readText(lockFile) ?? '';
    const alive = holders
      .split('\n')
      .map(Number)
      .find((pid) => pid > 0 && isAlive(pid));
    if (alive !== undefined) {
      if (!told) say(`waiting for another set-up of this checkout (process ${alive})`);
      told = true;
      await wait(500);
    } else {
      // An empty file may be one that is being written this moment: it gets a second before it counts as left behind.
      if (holders === '') await wait(1000);
      if (readText(lockFile) === holders) rmSync(lockFile, { force: true });
    }
  }
  const release = () => rmSync(lockFile, { force: true });
  process.on('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

/**
 * A child that changes the checkout holds the lock as well: npm goes on when whoever started it is killed.
 * @param {number} pid
 */
export function holdLockToo(pid) {
  appendFileSync(lockFile, `${pid}\n`);
}

/** @param {unknown} error */
function readOnly(error) {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code !== 'EACCES' && code !== 'EROFS' && code !== 'EPERM') return error;
  return new SetupError(`cannot write to ${inRoot()}: the checkout must belong to the user who runs this`);
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    // A zombie answers too, and in a container without an init it is never taken away.
    return !/^State:\s+Z/m.test(readText(`/proc/${pid}/status`) ?? '');
  } catch (error) {
    // EPERM: it lives, and belongs to someone else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Bytes of all files below a folder that may change meanwhile.
 * @param {string} folder
 * @returns {number}
 */
export function sizeBelow(folder) {
  let size = 0;
  try {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) size += statSync(join(entry.parentPath, entry.name)).size;
    }
  } catch {
    // Files come and go while the installer works; the next look counts again.
  }
  return size;
}
