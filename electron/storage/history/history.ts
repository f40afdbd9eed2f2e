/**
 * Past runs and surveys: a list in memory, everything else in files. They are written one after the other behind the back of whoever
 * finished them; reading waits for what is still being written.
 */
import { limits } from '../limits.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type { HistoryEntry, HistoryPage } from '../../protocol/values/app/history.ts';
import type { RecordIndex } from '../index/records.ts';
import { HistoryFiles, type KeptEntry, type KeptRun, type KeptSurvey } from './files.ts';
import { UndoGrace } from '../undo-grace.ts';

export interface HistoryStore {
  /** Takes its place in the list at once; resolves when it survives the death of the process. */
  add(kept: KeptRun | KeptSurvey): Promise<void>;
  /** `search`: words, each found anywhere in target, verdict, outcome code or command, and of a survey in its kind. */
  list(query: { offset: number; limit: number; search: string }): HistoryPage;
  /** Rejects with AppError `run-not-found`. */
  get(id: string): Promise<KeptRun>;
  /** Rejects with AppError `run-not-found`. */
  survey(id: string): Promise<KeptSurvey>;
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
  /** Null where it could not be opened: everything is read from the files. */
  readonly index: RecordIndex | null;
  readonly retain: number;
  /** Of all files; limits.history.keptOctets when left out. */
  readonly octets?: number;
  readonly onChange: (total: number) => void;
  /** One line about an unexpected error; without payload. */
  readonly log: (line: string) => void;
}

export async function openHistory(options: HistoryOptions): Promise<HistoryStore> {
  const files = new HistoryFiles(options.dir, options.index);
  return new FileHistory(files, await files.open(), options);
}

class FileHistory implements HistoryStore {
  readonly #files: HistoryFiles;
  readonly #options: HistoryOptions;
  /** Oldest first. */
  #entries: HistoryEntry[];
  #retain: number;
  #work: Promise<void> = Promise.resolve();
  /** Of the files of those that are written. */
  readonly #octets: Map<string, number>;
  readonly #grace = new UndoGrace((ids) => this.#remove(ids));

  constructor(files: HistoryFiles, kept: readonly KeptEntry[], options: HistoryOptions) {
    this.#files = files;
    this.#options = options;
    this.#entries = kept.map(({ entry }) => entry).sort(byTime);
    this.#octets = new Map(kept.map(({ entry, octets }) => [entry.id, octets]));
    this.#retain = options.retain;
    this.#forgetOldest();
    this.#keepWithinOctets();
  }

  get total(): number {
    return this.#alive().length;
  }

  add(run: KeptRun | KeptSurvey): Promise<void> {
    this.#entries.push(run.entry);
    // A long run ends after later ones; the list is by their beginnings.
    this.#entries.sort(byTime);
    const written = this.#next(async () => {
      const octets = await this.#files.write(run);
      this.#octets.set(run.entry.id, octets);
      this.#keepWithinOctets();
    });
    this.#forgetOldest();
    this.#changed();
    return written;
  }

  list({ offset, limit, search }: { offset: number; limit: number; search: string }): HistoryPage {
    const found = this.#alive().filter(searched(search));
    const end = found.length - offset;
    return { total: found.length, entries: found.slice(Math.max(0, end - limit), Math.max(0, end)).reverse() };
  }

  async get(id: string): Promise<KeptRun> {
    const kept = await this.#read(id);
    if (kept === null || 'sessions' in kept) throw new AppError('run-not-found', { runId: id });
    return kept;
  }

  async survey(id: string): Promise<KeptSurvey> {
    const kept = await this.#read(id);
    if (kept === null || !('sessions' in kept)) throw new AppError('run-not-found', { runId: id });
    return kept;
  }

  async #read(id: string): Promise<KeptRun | KeptSurvey | null> {
    await this.#work;
    const known = this.#entries.some((entry) => entry.id === id) && !this.#grace.has(id);
    return known ? this.#files.read(id) : null;
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
    // What was done may have asked for more.
    for (let work: Promise<void> | null = null; work !== this.#work;) {
      work = this.#work;
      await work;
    }
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

  /** The newest stays whatever it is. */
  #keepWithinOctets(): void {
    const most = this.#options.octets ?? limits.history.keptOctets;
    let octets = 0;
    for (const { id } of this.#entries) octets += this.#octets.get(id) ?? 0;
    const gone: string[] = [];
    for (const { id } of this.#entries.slice(0, -1)) {
      if (octets <= most) break;
      octets -= this.#octets.get(id) ?? 0;
      gone.push(id);
    }
    if (gone.length === 0) return;
    this.#grace.release(gone);
    void this.#remove(gone);
    this.#options.log(`${gone.length} past runs removed: the history may hold ${most} octets`);
    this.#changed();
  }

  #remove(ids: readonly string[]): Promise<void> {
    const gone = new Set(ids);
    for (const id of ids) this.#octets.delete(id);
    this.#entries = this.#entries.filter(({ id }) => !gone.has(id));
    return this.#next(() => this.#files.remove(ids)).catch(() => undefined);
  }

  #changed(): void {
    this.#options.onChange(this.total);
  }

  #next(work: () => Promise<void>): Promise<void> {
    const next = this.#work.then(work);
    // A failure goes to whoever asked; what comes after is not held up by it.
    this.#work = next.catch((error: unknown) => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : typeof error;
      this.#options.log(`a past run could not be kept or removed: ${code}`);
    });
    return next;
  }
}

/** Words, each found anywhere. */
function searched(search: string): (entry: HistoryEntry) => boolean {
  const words = search
    .slice(0, limits.history.text)
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return ({ target, title, error, command, survey }) => {
    const text = `${target}\n${title}\n${error ?? 'ok'}\n${command} ${survey ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

/** A history that is looked at and not changed: its folder may be the one of an app that runs. */
export interface HistoryView {
  /** Newest first. */
  readonly entries: readonly HistoryEntry[];
  /** Null for what is gone or damaged. */
  read(id: string): Promise<KeptRun | KeptSurvey | null>;
}

/** `search`: as HistoryStore.list. Rejects where the folder cannot be read; one that is not there is empty. */
export async function viewHistory(dir: string, search = ''): Promise<HistoryView> {
  const files = new HistoryFiles(dir, null);
  const entries = (await files.peek()).sort(byTime).reverse().filter(searched(search));
  return { entries, read: (id) => files.read(id) };
}

const byTime = (a: HistoryEntry, b: HistoryEntry): number =>
  a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0;
