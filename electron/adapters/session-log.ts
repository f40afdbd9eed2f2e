/**
 * Sessions of the test server with their transcripts: the running and the latest ones in memory, all others in files that
 * are written in batches and replaced in turn. What a killed process had not written yet is lost; mail never is.
 */
import type { SessionEvent } from '../ipc/schemas/event.ts';
import type { SessionSummary } from '../ipc/schemas/server.ts';
import { AppError } from '../ipc/errors.ts';
import { limits } from '../core/wire/limits.ts';
import { SessionFiles, type Place } from './session-files.ts';

export interface SessionLog {
  session(summary: SessionSummary): void;
  event(sessionId: string, event: SessionEvent): void;
  /** Newest first, running ones among them. */
  list(limit: number): Promise<SessionSummary[]>;
  /** Rejects with AppError `session-not-found`. */
  events(id: string): Promise<SessionEvent[]>;
  /** Writes what waits. */
  close(): Promise<void>;
}

interface Entry {
  summary: SessionSummary;
  /** Null once they are in a file alone. */
  events: SessionEvent[] | null;
  place: Place | null;
}

/** `dir` null: memory alone. */
export async function openSessionLog(options: { dir: string | null }): Promise<SessionLog> {
  const files = options.dir === null ? null : await SessionFiles.open(options.dir);
  return new Log(files);
}

class Log implements SessionLog {
  #files: SessionFiles | null;
  /** In the order in which they began. */
  readonly #entries = new Map<string, Entry>();
  /** Ended, events still in memory, oldest first. */
  readonly #finished: Entry[] = [];
  #waiting: Entry[] = [];
  /** Whose event came last: many come in a row. */
  #latest: Entry | null = null;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(files: SessionFiles | null) {
    this.#files = files;
    for (const { summary, place } of files?.found ?? [])
      this.#entries.set(summary.id, { summary, events: null, place });
    this.#forgetOldest();
  }

  session(summary: SessionSummary): void {
    let entry = this.#entries.get(summary.id);
    if (entry === undefined) {
      entry = { summary, events: [], place: null };
      this.#entries.set(summary.id, entry);
      this.#forgetOldest();
    } else {
      entry.summary = summary;
    }
    if (summary.endedAt !== null && entry.events !== null) this.#finish(entry);
  }

  event(sessionId: string, event: SessionEvent): void {
    if (sessionId !== this.#latest?.summary.id) this.#latest = this.#entries.get(sessionId) ?? null;
    const events = this.#latest?.events ?? null;
    if (events === null) return;
    events.push(event);
    // A tenth at a time: shifting the array for every event would be quadratic.
    const { events: most, headEvents } = limits.sessionLog;
    if (events.length > most) events.splice(headEvents, Math.floor(most / 10));
  }

  async list(limit: number): Promise<SessionSummary[]> {
    const summaries = [...this.#entries.values()].map(({ summary }) => summary);
    return summaries.reverse().slice(0, limit);
  }

  async events(id: string): Promise<SessionEvent[]> {
    const entry = this.#entries.get(id);
    const kept = entry?.events ?? null;
    if (kept !== null) return [...kept];
    const place = entry?.place ?? null;
    const events = place !== null && this.#files !== null ? await this.#files.read(place) : null;
    if (events === null) throw new AppError('session-not-found', { id });
    return events;
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#flush();
  }

  #finish(entry: Entry): void {
    this.#finished.push(entry);
    if (this.#files === null) return this.#forgetEvents();
    this.#waiting.push(entry);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.#flush();
    }, limits.sessionLog.flushMs);
  }

  #flush(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      const entries = this.#waiting;
      this.#waiting = [];
      if (entries.length === 0 || this.#files === null) return;
      const places = await this.#files.append(
        entries.map(({ summary, events }) => ({ summary, events: events ?? [] })),
      );
      entries.forEach((entry, i) => {
        entry.place = places[i] ?? null;
      });
      this.#forgetEvents();
    });
    return this.#writing;
  }

  #forgetEvents(): void {
    while (this.#finished.length > limits.sessionLog.inMemory) {
      const oldest = this.#finished[0];
      // Still to be written: it goes when that is done.
      if (oldest === undefined || (this.#files !== null && oldest.place === null)) return;
      oldest.events = null;
      if (oldest.place === null) this.#entries.delete(oldest.summary.id);
      this.#finished.shift();
    }
  }

  #forgetOldest(): void {
    if (this.#entries.size <= limits.sessionLog.sessions) return;
    for (const [id, { summary }] of this.#entries) {
      if (this.#entries.size <= limits.sessionLog.sessions) return;
      if (summary.endedAt !== null) this.#entries.delete(id);
    }
  }
}
