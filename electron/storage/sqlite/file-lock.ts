/**
 * One process at a time, by SQLite's own lock on an empty file: the system takes it back from a process that ends, however it ends, and
 * from none that only sleeps. Nothing is written, and the file stays.
 */
import { closeSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'libsql';
import { limits } from '../limits.ts';

export interface FileLock {
  release(): void;
}

/** Rejects with an Error after limits.profiles.lockWaitMs. The folder must exist; nothing else may ever open the file. */
export async function lockFile(path: string): Promise<FileLock> {
  for (let waited = 0; waited <= limits.profiles.lockWaitMs; waited += limits.profiles.lockRetryMs) {
    const lock = tryLock(path);
    if (lock !== null) return lock;
    await delay(limits.profiles.lockRetryMs);
  }
  throw Object.assign(new Error(`another process keeps ${path}`), { code: 'EBUSY' });
}

/** Null while another process, or this one, has it. */
export function tryLock(path: string): FileLock | null {
  make(path);
  const database = new Database(path, { timeout: 0 });
  try {
    // Without prepared statements, which would keep the file open after close(), and without a journal beside it.
    database.exec('PRAGMA journal_mode=MEMORY; BEGIN EXCLUSIVE');
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if ((error as { code?: unknown }).code === 'SQLITE_BUSY') return null;
    throw error;
  }
}

/** SQLite would let others read it. One that is there is not opened: closing it gives back the locks that this process has on it. */
function make(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
