/**
 * Opens the index: brings an older one up to date step by step, makes a damaged one anew, and leaves one of a later version alone. A
 * process that is killed anywhere in here finds it at the next start as it was before a step or after it.
 */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { removeFileSync } from '../spool/file-spool.ts';
import { Sqlite } from '../sqlite/sqlite.ts';
import { MIGRATIONS, SCHEMA_VERSION, TABLES } from './schema.ts';

/** `code` of an error as SQLite's are, so that both travel the same way. */
export const INDEX_NEWER = 'INDEX_NEWER';
const INDEX_DAMAGED = 'INDEX_DAMAGED';
const DISCARDED = '-discarded';

class IndexError extends Error {
  readonly code: typeof INDEX_NEWER | typeof INDEX_DAMAGED;

  constructor(code: IndexError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * The folder is made. `formerly`: where an earlier version kept it. Throws with `code` INDEX_NEWER for an index of a later version, SQLITE_BUSY for one that
 * another process has; then nothing was changed.
 */
export function openIndex(path: string, formerly: string | null = null): Sqlite {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (formerly !== null && existsSync(formerly)) adopt(formerly, path);
  if (existsSync(`${path}${DISCARDED}`)) removeIndex(path);
  const db = opened(path);
  // Of a version that was started in between: what it knew better is the marks of those days.
  if (formerly !== null) removeIndex(formerly);
  return db;
}

/** What SQLite says of a file that is not, or no longer, what it wrote. Trouble with the disk or with rights is none of it. */
export function isDamaged(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && /^(?:SQLITE_(?:CORRUPT|NOTADB)|INDEX_DAMAGED$)/.test(code);
}

/**
 * What is marked is removed before anything is opened: Windows lets nobody remove a file that this thread looked into, and a process
 * may be killed in between.
 */
export function discardIndex(path: string): void {
  writeFileSync(`${path}${DISCARDED}`, '', { mode: 0o600 });
  removeIndex(path);
}

function removeIndex(path: string): void {
  for (const suffix of ['-wal', '-shm', '-journal', '', DISCARDED]) removeFileSync(path + suffix);
}

/** Takes it to its new place in one step, whole: what its log holds is in it before. */
function adopt(formerly: string, path: string): void {
  try {
    // Fails where a process of that version has it open: the two must not keep one mailbox.
    const db = new Sqlite(formerly);
    try {
      db.exec('PRAGMA journal_mode=DELETE');
    } finally {
      db.close();
    }
  } catch (error) {
    if (!isDamaged(error)) throw error;
    removeIndex(formerly);
    return;
  }
  if (!existsSync(path)) renameSync(formerly, path);
}

function opened(path: string): Sqlite {
  try {
    return migrated(path);
  } catch (error) {
    if (!isDamaged(error)) throw error;
    discardIndex(path);
    return migrated(path);
  }
}

function migrated(path: string): Sqlite {
  const db = new Sqlite(path);
  try {
    const version = (): number => Number(db.get('PRAGMA user_version')?.['user_version'] ?? 0);
    for (let at = version(); at !== SCHEMA_VERSION; at = version()) {
      if (at > SCHEMA_VERSION) throw new IndexError(INDEX_NEWER, `index has version ${at}`);
      const step = MIGRATIONS[at];
      if (step === undefined) throw new IndexError(INDEX_DAMAGED, `index has version ${at}`);
      try {
        db.transaction(() => db.exec(`${step.sql}; PRAGMA user_version = ${step.to}`));
      } catch (error) {
        // Its tables are not those of its version. A full disk has a code of its own.
        if ((error as { code?: unknown }).code !== 'SQLITE_ERROR') throw error;
        throw new IndexError(INDEX_DAMAGED, `index of version ${at} is none: ${String(error)}`);
      }
    }
    const found = db.all("SELECT name FROM sqlite_master WHERE type = 'table'").map((row) => row['name']);
    const missing = TABLES.filter((table) => !found.includes(table));
    if (missing.length > 0) throw new IndexError(INDEX_DAMAGED, `index has no ${missing.join(', ')}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
