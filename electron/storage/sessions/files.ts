/**
 * Log files of finished sessions. A record is a head (octets of the two parts, big-endian), the summary as JSON and the events
 * in V8's serialisation, which keeps octets as they are and costs a fraction of JSON. A record cut short ends its file.
 */
import { mkdir, open, readdir, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import * as v from 'valibot';
import { SessionEventSchema, type SessionEvent } from '../../protocol/values/session/event.ts';
import { SessionSummarySchema, type SessionSummary } from '../../protocol/values/server/server.ts';
import type { RecordIndex, SessionRow } from '../index/records.ts';
import { limits } from '../limits.ts';

/** Where the events of a session are. */
export interface EventsPlace {
  readonly file: string;
  readonly offset: number;
  readonly octets: number;
}

interface Found {
  readonly summary: SessionSummary;
  /** It as the file has it. */
  readonly text: string;
  readonly place: EventsPlace;
}

const HEAD_OCTETS = 8;
const NAME = /^sessions-(\d{8})\.log$/;
const Events = v.array(SessionEventSchema);

export class SessionFiles {
  readonly found: readonly Pick<Found, 'summary' | 'place'>[];
  readonly #dir: string;
  readonly #index: RecordIndex | null;
  #names: string[];
  #number: number;
  #size = 0;

  private constructor(dir: string, index: RecordIndex | null, names: string[], found: readonly Found[]) {
    this.#dir = dir;
    this.#index = index;
    this.#names = names;
    // Without their texts, which nobody asks for again.
    this.found = found.map(({ summary, place }) => ({ summary, place }));
    // Each run begins a file of its own: nothing is ever written after a record that was cut short.
    this.#number = names.reduce((most, name) => Math.max(most, Number(NAME.exec(name)?.[1] ?? 0)), 0) + 1;
  }

  /** `index` null: everything is read from the files. A file whose end the index does not know is read anew. */
  static async open(dir: string, index: RecordIndex | null): Promise<SessionFiles> {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const names = (await readdir(dir)).filter((name) => NAME.test(name)).sort();
    const rows = new Map<string, SessionRow[]>();
    for (const row of (await index?.sessions()) ?? []) {
      const same = rows.get(row.file);
      if (same === undefined) rows.set(row.file, [row]);
      else same.push(row);
    }
    const unknown = [...rows.keys()].filter((name) => !names.includes(name));
    const found: Found[] = [];
    const read: SessionRow[] = [];
    for (const name of names) {
      const file = join(dir, name);
      const known = await fromRows(file, rows.get(name) ?? []);
      const records = known ?? (await scan(file));
      found.push(...records);
      if (known !== null) continue;
      unknown.push(name);
      read.push(...records.map(toRow));
    }
    await index?.dropSessionFiles(unknown);
    await index?.keepSessions(read);
    return new SessionFiles(dir, index, names, found);
  }

  async append(
    sessions: readonly { summary: SessionSummary; events: readonly SessionEvent[] }[],
  ): Promise<EventsPlace[]> {
    if (this.#size >= limits.sessionLog.fileOctets) {
      this.#number += 1;
      this.#size = 0;
    }
    const name = `sessions-${String(this.#number).padStart(8, '0')}.log`;
    const file = join(this.#dir, name);
    const found: Found[] = [];
    const parts: Uint8Array[] = [];
    let at = this.#size;
    for (const { summary, events } of sessions) {
      const text = JSON.stringify(summary);
      const summaryOctets = Buffer.from(text, 'utf8');
      const eventOctets = serialize(events);
      const head = Buffer.alloc(HEAD_OCTETS);
      head.writeUInt32BE(summaryOctets.length, 0);
      head.writeUInt32BE(eventOctets.length, 4);
      parts.push(head, summaryOctets, eventOctets);
      const offset = at + HEAD_OCTETS + summaryOctets.length;
      found.push({ summary, text, place: { file, offset, octets: eventOctets.length } });
      at = offset + eventOctets.length;
    }
    const handle = await open(file, 'a', 0o600);
    try {
      await handle.appendFile(Buffer.concat(parts));
    } finally {
      await handle.close();
    }
    this.#size = at;
    await this.#index?.keepSessions(found.map(toRow));
    await this.#rotate(name);
    return found.map(({ place }) => place);
  }

  /** Null for what is gone or damaged. */
  async read(place: EventsPlace): Promise<SessionEvent[] | null> {
    let handle: FileHandle;
    try {
      handle = await open(place.file, 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
    try {
      const octets = await readAt(handle, place.offset, place.octets);
      return octets === null ? null : parseEvents(octets);
    } finally {
      await handle.close();
    }
  }

  async #rotate(current: string): Promise<void> {
    if (!this.#names.includes(current)) this.#names.push(current);
    while (this.#names.length > limits.sessionLog.files) {
      const oldest = this.#names.shift();
      if (oldest === undefined) return;
      await rm(join(this.#dir, oldest), { force: true });
      await this.#index?.dropSessionFiles([oldest]);
    }
  }
}

function parseEvents(octets: Buffer): SessionEvent[] | null {
  let value: unknown;
  try {
    value = deserialize(octets);
  } catch {
    return null;
  }
  const parsed = v.safeParse(Events, value);
  return parsed.success ? parsed.output : null;
}

const toRow = ({ place, text }: Found): SessionRow => ({
  file: basename(place.file),
  place: place.offset,
  octets: place.octets,
  summary: text,
});

/** Null where they are not all that the file holds, one record after the other. */
async function fromRows(file: string, rows: readonly SessionRow[]): Promise<Found[] | null> {
  if (rows.length === 0) return null;
  const found: Found[] = [];
  let end = 0;
  for (const { place: offset, octets, summary: text } of rows) {
    const summary = parseSummary(text);
    if (summary === null || offset !== end + HEAD_OCTETS + Buffer.byteLength(text)) return null;
    found.push({ summary, text, place: { file, offset, octets } });
    end = offset + octets;
  }
  return (await stat(file)).size === end ? found : null;
}

async function scan(file: string): Promise<Found[]> {
  const found: Found[] = [];
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    for (let at = 0; at + HEAD_OCTETS <= size;) {
      const head = await readAt(handle, at, HEAD_OCTETS);
      if (head === null) break;
      const summaryOctets = head.readUInt32BE(0);
      const eventOctets = head.readUInt32BE(4);
      const offset = at + HEAD_OCTETS + summaryOctets;
      if (offset + eventOctets > size) break;
      const text = (await readAt(handle, at + HEAD_OCTETS, summaryOctets))?.toString('utf8') ?? '';
      const summary = parseSummary(text);
      if (summary === null) break;
      found.push({ summary, text, place: { file, offset, octets: eventOctets } });
      at = offset + eventOctets;
    }
  } finally {
    await handle.close();
  }
  return found;
}

function parseSummary(text: string): SessionSummary | null {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), SessionSummarySchema), text);
  return parsed.success ? parsed.output : null;
}

async function readAt(handle: FileHandle, offset: number, octets: number): Promise<Buffer | null> {
  const buffer = Buffer.alloc(octets);
  let filled = 0;
  while (filled < octets) {
    const { bytesRead } = await handle.read(buffer, filled, octets - filled, offset + filled);
    if (bytesRead === 0) return null;
    filled += bytesRead;
  }
  return buffer;
}
