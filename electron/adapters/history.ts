/**
 * Past runs: a list in memory, everything else in files. Runs are written one after the other behind the back of whoever
 * finished them; reading waits for what is still being written.
 */
import { limits } from '../core/wire/limits.ts';
import { AppError } from '../ipc/errors.ts';
import type { HistoryEntry, HistoryPage, HistoryRun } from '../ipc/schemas/history.ts';
import { HistoryFiles } from './history-files.ts';
import { UndoGrace } from './undo-grace.ts';

export interface HistoryStore {
  /** Takes its place in the list at once; resolves when it survives the death of the process. */
  add(run: HistoryRun): Promise<void>;
  /** `search`: words, each found anywhere in target, verdict, outcome code or command. */
  list(query: { offset: number; limit: number; search: string }): HistoryPage;
  /** Rejects with AppError `run-not-found`. */
  get(id: string): Promise<HistoryRun>;
  /** Unknown ids are passed over, here and in `restore`. */
  delete(ids: readonly string[]): void;
  restore(ids: readonly string[]): void;
  /** Most runs to be kept, the newest; 0: all. */
  retain(most: number): void;
  readonly total: number;
  /** Deletions become final, and everything is written. */
  close(): Promise<void>;
}

export interface HistoryOptions {
  readonly dir: string;
  readonly retain: number;
  readonly onChange: (total: number) => void;
  /** One line about an unexpected error; without payload. */
  readonly log: (line: string) => void;
}

export async function openHistory(options: HistoryOptions): Promise<HistoryStore> {
  const files = new HistoryFiles(options.dir);
  return new FileHistory(files, await files.open(), options);
}

class FileHistory implements HistoryStore {
  readonly #files: HistoryFiles;
  readonly #options: HistoryOptions;
  /** Oldest first. */
  #entries: HistoryEntry[];
  #retain: number;
  #work: Promise<void> = Promise.resolve();
  readonly #grace = new UndoGrace((ids) => this.#remove(ids));

  constructor(files: HistoryFiles, entries: HistoryEntry[], options: HistoryOptions) {
    this.#files = files;
    this.#options = options;
    this.#entries = entries.sort(byTime);
    this.#retain = options.retain;
    this.#forgetOldest();
  }

  get total(): number {
    return this.#alive().length;
  }

  add(run: HistoryRun): Promise<void> {
    this.#entries.push(run.entry);
    // A long run ends after later ones; the list is by their beginnings.
    this.#entries.sort(byTime);
    const written = this.#next(() => this.#files.write(run));
    this.#forgetOldest();
    this.#changed();
    return written;
  }

  list({ offset, limit, search }: { offset: number; limit: number; search: string }): HistoryPage {
    const words = search
      .slice(0, limits.history.text)
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const found = this.#alive().filter((entry) => {
      const text = `${entry.target}\n${entry.title}\n${entry.error ?? 'ok'}\n${entry.command}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    const end = found.length - offset;
    return { total: found.length, entries: found.slice(Math.max(0, end - limit), Math.max(0, end)).reverse() };
  }

  async get(id: string): Promise<HistoryRun> {
    await this.#work;
    const known = this.#entries.some((entry) => entry.id === id) && !this.#grace.has(id);
    const run = known ? await this.#files.read(id) : null;
    if (run === null) throw new AppError('run-not-found', { runId: id });
    return run;
  }

  delete(ids: readonly string[]): void {
    const known = new Set(this.#entries.map(({ id }) => id));
    this.#grace.hold(ids.filter((id) => known.has(id)));
    this.#changed();
  }

  restore(ids: readonly string[]): void {
    if (this.#grace.release(ids).length > 0) this.#changed();
  }

  retain(most: number): void {
    this.#retain = most;
    if (this.#forgetOldest()) this.#changed();
  }

  async close(): Promise<void> {
    await this.#grace.close();
    await this.#work;
  }

  #alive(): HistoryEntry[] {
    return this.#entries.filter(({ id }) => !this.#grace.has(id));
  }

  #forgetOldest(): boolean {
    if (this.#retain === 0 || this.#entries.length <= this.#retain) return false;
    const gone = this.#entries.slice(0, this.#entries.length - this.#retain);
    this.#grace.release(gone.map(({ id }) => id));
    void this.#remove(gone.map(({ id }) => id));
    return true;
  }

  #remove(ids: readonly string[]): Promise<void> {
    const gone = new Set(ids);
    this.#entries = this.#entries.filter(({ id }) => !gone.has(id));
    return this.#next(() => this.#files.remove(ids)).catch(() => undefined);
  }

  #changed(): void {
    this.#options.onChange(this.total);
  }

  #next(work: () => Promise<void>): Promise<void> {
    const next = this.#work.then(work);
    // Whoever asked is told of a failure; what comes after is not held up by it.
    this.#work = next.catch((error: unknown) => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : typeof error;
      this.#options.log(`a past run could not be kept or removed: ${code}`);
    });
    return next;
  }
}

const byTime = (a: HistoryEntry, b: HistoryEntry): number =>
  a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0;
