/**
 * One process at a time: a lock file that names its holder. A holder that was killed is noticed by its process number, one whose
 * number was given to another process by the lock's age.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '../limits.ts';
import { isRunning } from './process-running.ts';

export interface FileLock {
  /** False once another process took it for left behind: then nothing may be written any more. */
  held(): boolean;
  release(): void;
}

/** Rejects with an Error after limits.profiles.lockWaitMs. The folder must exist. */
export async function lockFile(path: string): Promise<FileLock> {
  const token = `${process.pid}-${randomBytes(8).toString('hex')}`;
  for (let waited = 0; waited <= limits.profiles.lockWaitMs; waited += limits.profiles.lockRetryMs) {
    if (take(path, token) || breakLeftBehind(path, token, 0)) {
      return {
        held: () => holder(path) === token,
        release: () => {
          if (holder(path) === token) remove(path);
        },
      };
    }
    await delay(limits.profiles.lockRetryMs);
  }
  throw new Error(`another process keeps ${path}`);
}

function take(path: string, token: string): boolean {
  try {
    writeFileSync(path, token, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    // Windows: the file is just being deleted by its holder.
    if (process.platform === 'win32' && (error as NodeJS.ErrnoException).code === 'EPERM') return false;
    throw error;
  }
}

/**
 * Only who holds the lock's own lock may take it away, and looks again before: two who see the same dead holder must not take
 * away each other's fresh lock. Whether it is ours now.
 */
function breakLeftBehind(path: string, token: string, depth: number): boolean {
  const dead = holder(path);
  if (dead === null || !leftBehind(path, dead)) return false;
  const guard = `${path}.break`;
  if (!take(guard, token) && (depth > 1 || !breakLeftBehind(guard, token, depth + 1))) return false;
  try {
    if (holder(path) !== dead) return false;
    remove(path);
    return take(path, token);
  } finally {
    remove(guard);
  }
}

function leftBehind(path: string, token: string): boolean {
  const pid = /^(\d+)-[0-9a-f]+$/.exec(token)?.[1];
  if (pid !== undefined && !isRunning(Number(pid))) return true;
  const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity);
  // Without a whole name in it, its holder was killed between making and writing it.
  return age > (pid === undefined ? limits.profiles.lockWaitMs / 10 : limits.profiles.lockStaleMs);
}

/** Null when there is none. */
function holder(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
