/**
 * The only door to SQLite. libsql 0.5 ends the whole process when a parameter has a type it does not know (boolean,
 * undefined, object), so nothing reaches it unchecked.
 */
import { chmodSync, closeSync, existsSync, openSync, statSync } from 'node:fs';
import Database from 'libsql';

export type SqlValue = string | number | null;
export type SqlRow = Record<string, unknown>;

export class Sqlite {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  /** Opens or makes the file. One process at a time: a second one fails with SQLITE_BUSY. */
  constructor(path: string) {
    keepPrivate(path);
    this.#database = new Database(path, { timeout: 2000 });
    try {
      this.#setUp();
    } catch (error) {
      // Windows removes no file that is open, and a damaged one is to be removed.
      this.#database.close();
      throw error;
    }
  }

  #setUp(): void {
    this.#database.exec('PRAGMA locking_mode=EXCLUSIVE');
    // WAL without an fsync per commit: a killed process loses nothing, a power cut may lose the last commits, never the file.
    this.#database.exec('PRAGMA journal_mode=WAL');
    this.#database.exec('PRAGMA synchronous=NORMAL');
    // In pages of 4 KiB. Each checkpoint waits for the disk, and the usual 1,000 come every second under load.
    this.#database.exec('PRAGMA wal_autocheckpoint=4000');
    this.#database.exec('PRAGMA temp_store=MEMORY');
  }

  /** Statements without parameters: schema, pragmas, BEGIN and COMMIT. */
  exec(sql: string): void {
    this.#database.exec(sql);
  }

  run(sql: string, ...params: SqlValue[]): { changes: number; lastInsertRowid: number } {
    const result = this.#statement(sql).run(...checked(params));
    return { changes: result.changes, lastInsertRowid: Number(result.lastInsertRowid) };
  }

  get(sql: string, ...params: SqlValue[]): SqlRow | null {
    return (this.#statement(sql).get(...checked(params)) as SqlRow | undefined) ?? null;
  }

  all(sql: string, ...params: SqlValue[]): SqlRow[] {
    return this.#statement(sql).all(...checked(params)) as SqlRow[];
  }

  /** All or nothing. */
  transaction<T>(work: () => T): T {
    this.exec('BEGIN');
    try {
      const value = work();
      this.exec('COMMIT');
      return value;
    } catch (error) {
      this.exec('ROLLBACK');
      throw error;
    }
  }

  /** The file is let go of once its statements are collected as garbage, at the latest when the thread ends: libsql 0.5 cannot do it sooner. */
  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #statement(sql: string): Database.Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/**
 * SQLite makes its files readable to all that the system's mask lets, and those beside the first one with the mode that it has. A
 * file that is there is not opened: closing it would give back the locks that this process has on it.
 */
function keepPrivate(path: string): void {
  if (!existsSync(path)) return closeSync(openSync(path, 'wx', 0o600));
  if (process.platform === 'win32') return;
  // Made by an earlier version, or by hand.
  for (const one of [path, `${path}-wal`, `${path}-shm`, `${path}-journal`]) {
    const mode = statSync(one, { throwIfNoEntry: false })?.mode ?? 0;
    if ((mode & 0o077) !== 0) chmodSync(one, 0o600);
  }
}

/** Types are erased at run time; this is what stands between a slip and the end of the process. */
function checked(params: SqlValue[]): SqlValue[] {
  for (const value of params as unknown[]) {
    if (value === null || typeof value === 'string') continue;
    if (typeof value === 'number' && Number.isFinite(value)) continue;
    throw new TypeError(`not an SQL value: ${typeof value}`);
  }
  return params;
}
