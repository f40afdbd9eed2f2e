/** The rows of past runs and of logged sessions: what a list says of each, and where it lies. */
import type { Sqlite } from '../sqlite/sqlite.ts';

/** One file of the history. */
export interface RunRow {
  readonly id: string;
  /** Of its file. */
  readonly octets: number;
  /** JSON of its HistoryEntry. */
  readonly entry: string;
}

/** One record in a log file. */
export interface SessionRow {
  readonly file: string;
  /** Where its events begin in the file, and how long they are. */
  readonly place: number;
  readonly octets: number;
  /** JSON of its SessionSummary. */
  readonly summary: string;
}

/** As the history and the session log see it, from another thread. */
export interface RecordIndex {
  runs(): Promise<readonly RunRow[]>;
  keepRuns(rows: readonly RunRow[]): Promise<void>;
  dropRuns(ids: readonly string[]): Promise<void>;
  sessions(): Promise<readonly SessionRow[]>;
  keepSessions(rows: readonly SessionRow[]): Promise<void>;
  dropSessionFiles(files: readonly string[]): Promise<void>;
}

/**
 * The files are the truth, so an index that fails holds nobody up: it then knows nothing, and what it missed is made good from the files
 * at the next start.
 */
export function lenient(index: RecordIndex, report: (error: unknown) => void): RecordIndex {
  const tried = async <T>(work: Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      report(error);
      return otherwise;
    }
  };
  return {
    runs: () => tried(index.runs(), []),
    keepRuns: (rows) => tried(index.keepRuns(rows), undefined),
    dropRuns: (ids) => tried(index.dropRuns(ids), undefined),
    sessions: () => tried(index.sessions(), []),
    keepSessions: (rows) => tried(index.keepSessions(rows), undefined),
    dropSessionFiles: (files) => tried(index.dropSessionFiles(files), undefined),
  };
}

export class RecordRows {
  readonly #db: Sqlite;

  constructor(db: Sqlite) {
    this.#db = db;
  }

  runs(): RunRow[] {
    return this.#db.all('SELECT id, octets, entry FROM run').map((row) => ({
      id: String(row['id']),
      octets: Number(row['octets']),
      entry: String(row['entry']),
    }));
  }

  keepRuns(rows: readonly RunRow[]): void {
    this.#db.transaction(() => {
      for (const { id, octets, entry } of rows)
        this.#db.run('INSERT OR REPLACE INTO run (id, octets, entry) VALUES (?, ?, ?)', id, octets, entry);
    });
  }

  dropRuns(ids: readonly string[]): void {
    this.#db.run('DELETE FROM run WHERE id IN (SELECT value FROM json_each(?))', JSON.stringify(ids));
  }

  /** In the order in which they were written. */
  sessions(): SessionRow[] {
    return this.#db.all('SELECT file, place, octets, summary FROM session ORDER BY file, place').map((row) => ({
      file: String(row['file']),
      place: Number(row['place']),
      octets: Number(row['octets']),
      summary: String(row['summary']),
    }));
  }

  keepSessions(rows: readonly SessionRow[]): void {
    const sql = 'INSERT OR REPLACE INTO session (file, place, octets, summary) VALUES (?, ?, ?, ?)';
    this.#db.transaction(() => {
      for (const { file, place, octets, summary } of rows) this.#db.run(sql, file, place, octets, summary);
    });
  }

  dropSessionFiles(files: readonly string[]): void {
    this.#db.run('DELETE FROM session WHERE file IN (SELECT value FROM json_each(?))', JSON.stringify(files));
  }
}
