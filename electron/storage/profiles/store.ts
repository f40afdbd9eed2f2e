/**
 * The profile file on disk. Every change locks it, reads it anew, and replaces it whole: written beside its place, flushed,
 * renamed. The version before is kept. A damaged file is kept aside under another name, and what was intact in it goes on.
 */
import { mkdirSync, watch } from 'node:fs';
import { copyFile, mkdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { emptyBook, type BookChange, type ProfileBook } from '../../core/profiles/book.ts';
import { readBook, withMissing, writeBook } from '../../core/profiles/file.ts';
import type { ProfileStore } from '../../core/ports.ts';
import { limits } from '../limits.ts';
import { AppError, type AppErrorValue } from '../../protocol/values/app-error.ts';
import { writeAtomically } from '../files/atomic-write.ts';

/** `path`: that of the file; others are made beside it. */
export function profileStore(path: string): ProfileStore {
  return new ProfileFile(path);
}

interface Loaded {
  readonly book: ProfileBook;
  readonly problem: AppErrorValue | null;
  /** There is a file, and all of it was understood. */
  readonly whole: boolean;
}

class ProfileFile implements ProfileStore {
  readonly #path: string;
  /** Reads and changes follow each other. */
  #last: Promise<unknown> = Promise.resolve();
  /** Revision this process knows, to distinguish others' changes from its own. */
  #revision = -1;
  /** What was found wrong stays reported until the app ends: the file itself is whole again after its repair. */
  #problem: AppErrorValue | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  read(): Promise<{ book: ProfileBook; problem: AppErrorValue | null }> {
    return this.#next(async () => {
      try {
        const first = await this.#load();
        const { book, problem } = first.whole || first.problem === null ? first : await this.#repair();
        this.#revision = book.revision;
        this.#problem = problem ?? this.#problem;
        return { book, problem: this.#problem };
      } catch (error) {
        return { book: emptyBook, problem: asProblem(error, this.#path) };
      }
    });
  }

  change(change: BookChange): Promise<ProfileBook> {
    return this.#next(() =>
      this.#locked(async () => {
        const loaded = await this.#load();
        if (loaded.problem !== null) {
          await this.#aside(loaded.problem);
          this.#problem = loaded.problem;
        }
        const changed = change(loaded.book);
        if (changed === loaded.book && loaded.problem === null) return changed;
        const book = { ...changed, revision: loaded.book.revision + 1 };
        await this.#write(book, loaded.whole);
        return book;
      }),
    );
  }

  watch(listener: () => void): () => void {
    const name = basename(this.#path);
    let timer: NodeJS.Timeout | null = null;
    const look = (): void => {
      timer = null;
      const known = this.#revision;
      // What cannot be read now is reported to whoever reads it.
      void this.read().then(() => {
        if (this.#revision !== known) listener();
      });
    };
    // Nothing may have been kept yet: the folder comes with the first file, and a folder that is not there cannot be watched.
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    const watcher = watch(dirname(this.#path), { persistent: false }, (_event, file) => {
      if (file === name) timer ??= setTimeout(look, limits.profiles.settleMs);
    });
    const stop = (): void => {
      if (timer !== null) clearTimeout(timer);
      watcher.close();
    };
    // The folder went away: there is nothing left to watch.
    watcher.on('error', stop);
    return stop;
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#last.then(work, work);
    // A failure went to whoever asked; the next one is not held up by it.
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #locked<T>(work: () => Promise<T>): Promise<T> {
    try {
      await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
      // Read with the first change: SQLite is a large library, and profiles are mostly read.
      const { lockFile } = await import('../sqlite/file-lock.ts');
      const lock = await lockFile(`${this.#path}.locked`);
      try {
        return await work();
      } finally {
        lock.release();
      }
    } catch (error) {
      throw error instanceof AppError ? error : new AppError('file-unreadable', asProblem(error, this.#path).params);
    }
  }

  /** Looks again under the lock: another process may have repaired it meanwhile, or may just be writing. */
  #repair(): Promise<Loaded> {
    return this.#locked(async () => {
      const loaded = await this.#load();
      if (loaded.problem === null) return loaded;
      await this.#aside(loaded.problem);
      const book = { ...loaded.book, revision: loaded.book.revision + 1 };
      await this.#write(book, false);
      return { ...loaded, book };
    });
  }

  async #load(): Promise<Loaded> {
    const text = await this.#text(this.#path);
    if (text === null) {
      const before = await this.#previous();
      if (before.revision === 0) return { book: emptyBook, problem: null, whole: false };
      return {
        book: before,
        problem: { code: 'file-damaged', params: { file: this.#path, kept: count(before) } },
        whole: false,
      };
    }
    const read = readBook(text);
    if (read.kind === 'newer') throw new AppError('file-newer', { file: this.#path, schema: read.schema });
    if (read.kind === 'whole') return { book: read.book, problem: null, whole: true };
    const book = withMissing(read.book, await this.#previous());
    const aside = `${this.#path}.damaged-${Date.now()}`;
    return {
      book,
      problem: { code: 'file-damaged', params: { file: this.#path, aside, kept: count(book) } },
      whole: false,
    };
  }

  /** The version before, as far as it can be read. */
  async #previous(): Promise<ProfileBook> {
    const text = await this.#text(`${this.#path}.previous`);
    if (text === null) return emptyBook;
    const read = readBook(text);
    return read.kind === 'newer' ? emptyBook : read.book;
  }

  async #text(path: string): Promise<string | null> {
    try {
      const { size } = await stat(path);
      if (size > limits.profiles.fileOctets) throw new AppError('file-unreadable', { file: path, systemCode: 'EFBIG' });
      return await readFile(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error instanceof AppError ? error : new AppError('file-unreadable', asProblem(error, path).params);
    }
  }

  /** A copy, not a move: whenever we are killed, one of the two is there. */
  async #aside({ params }: AppErrorValue): Promise<void> {
    if (typeof params.aside === 'string') await copyFile(this.#path, params.aside);
  }

  async #write(book: ProfileBook, keepPrevious: boolean): Promise<void> {
    const check = async (): Promise<void> => {
      if (!keepPrevious) return;
      const before = await readFile(this.#path);
      await writeAtomically(`${this.#path}.previous`, before, { durable: false, beside: 'own' });
    };
    await writeAtomically(this.#path, writeBook(book), { durable: true, beside: 'own', check });
    this.#revision = book.revision;
  }
}

const count = ({ profiles }: ProfileBook): number => profiles.length;

function asProblem(error: unknown, file: string): AppErrorValue {
  if (error instanceof AppError) return { code: error.code, params: error.params };
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return { code: 'file-unreadable', params: { file, systemCode: code } };
}
