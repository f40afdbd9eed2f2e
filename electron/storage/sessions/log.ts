/**
 * Sessions of the test server with their transcripts: the running and the latest ones in memory, all others in files that
 * are written in batches and replaced in turn. What a killed process had not written yet is lost; mail never is. All of it within
 * octets, since clients decide how much there is to keep: what is left out is said in its place.
 */
import type { SessionEvent } from '../../protocol/values/session/event.ts';
import type { SessionSummary } from '../../protocol/values/server/server.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import { sourceOfPeer } from '../../core/server/listener/source.ts';
import { eventWeight } from '../../core/recording/event-weight.ts';
import { KeptPool, type Kept, type LeftOut } from '../../core/recording/kept.ts';
import type { RecordIndex } from '../index/records.ts';
import { limits } from '../limits.ts';
import { SessionFiles, type EventsPlace } from './files.ts';

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
  events: { readonly kept: Kept<SessionEvent>; remove(): void } | null;
  place: EventsPlace | null;
}

/** `dir` null: memory alone. `index` left out or null: the files alone. */
export async function openSessionLog(options: {
  readonly dir: string | null;
  readonly index?: RecordIndex | null;
}): Promise<SessionLog> {
  const files = options.dir === null ? null : await SessionFiles.open(options.dir, options.index ?? null);
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
  readonly #pool = new KeptPool<SessionEvent>(
    limits.sessionLog.memoryOctets,
    {
      count: limits.sessionLog.events - 1,
      headCount: limits.sessionLog.headEvents,
      octets: limits.sessionLog.sessionOctets,
    },
    eventWeight,
  );
  #writing: Promise<void> = Promise.resolve();

  constructor(files: SessionFiles | null) {
    this.#files = files;
    for (const { summary, place } of files?.found ?? [])
      this.#entries.set(summary.id, { summary, events: null, place });
    this.#forgetOldest();
  }

  session(whole: SessionSummary): void {
    const summary = shortened(whole);
    let entry = this.#entries.get(summary.id);
    if (entry === undefined) {
      entry = { summary, events: this.#pool.session(sourceOfPeer(summary.peer)), place: null };
      this.#entries.set(summary.id, entry);
      this.#forgetOldest();
    } else {
      entry.summary = summary;
    }
    if (summary.endedAt !== null && entry.events !== null) this.#finish(entry);
  }

  event(sessionId: string, event: SessionEvent): void {
    if (sessionId !== this.#latest?.summary.id) this.#latest = this.#entries.get(sessionId) ?? null;
    this.#latest?.events?.kept.add(event);
  }

  async list(limit: number): Promise<SessionSummary[]> {
    const summaries = [...this.#entries.values()].map(({ summary }) => summary);
    return summaries.reverse().slice(0, limit);
  }

  async events(id: string): Promise<SessionEvent[]> {
    const entry = this.#entries.get(id);
    const kept = entry?.events ?? null;
    if (kept !== null) return eventsOf(kept.kept);
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
      // A file's worth at a time: each is in memory twice while it is written.
      for (
        let entries = this.#nextToWrite();
        entries.length > 0 && this.#files !== null;
        entries = this.#nextToWrite()
      ) {
        const places = await this.#files.append(
          entries.map(({ summary, events }) => ({ summary, events: events === null ? [] : eventsOf(events.kept) })),
        );
        entries.forEach((entry, i) => {
          entry.place = places[i] ?? null;
        });
        this.#forgetEvents();
      }
    });
    return this.#writing;
  }

  #nextToWrite(): Entry[] {
    let count = 0;
    for (let octets = 0; count < this.#waiting.length && octets < limits.sessionLog.fileOctets; count += 1)
      octets += this.#waiting[count]?.events?.kept.octets ?? 0;
    return this.#waiting.splice(0, count);
  }

  #forgetEvents(): void {
    while (this.#finished.length > limits.sessionLog.inMemory) {
      const oldest = this.#finished[0];
      // Still to be written: it goes when that is done.
      if (oldest === undefined || (this.#files !== null && oldest.place === null)) return;
      oldest.events?.remove();
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

function eventsOf(kept: Kept<SessionEvent>): SessionEvent[] {
  return kept.items(leftOutNote);
}

/** With the number of one of those that it stands for. */
function leftOutNote(
  { count, octets }: LeftOut,
  after: SessionEvent | null,
  before: SessionEvent | null,
): SessionEvent {
  const { seq, tMs } = after ?? { seq: 0, tMs: 0 };
  const phase = before !== null && 'phase' in before ? before.phase : 'command';
  return { seq: seq + 1, tMs, type: 'note', phase, note: 'left-out', params: { events: count, octets } };
}

/** Names that a client gives itself are as long as a command may be; thousands of sessions are listed. */
function shortened(summary: SessionSummary): SessionSummary {
  const { peer, helo, user } = summary;
  const most = limits.sessionLog.nameLength;
  const long = peer.length > most || (helo?.length ?? 0) > most || (user?.length ?? 0) > most;
  return long ? { ...summary, peer: cut(peer), helo: cut(helo), user: cut(user) } : summary;
}

function cut<T extends string | null>(text: T): T {
  const most = limits.sessionLog.nameLength;
  return text === null || text.length <= most ? text : (`${text.slice(0, most - 1)}…` as T);
}
