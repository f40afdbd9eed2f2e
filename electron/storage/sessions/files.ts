/**
 * Log files of finished sessions. A record is a head (octets of the two parts, big-endian), the summary as JSON and the events
 * in V8's serialisation, which keeps octets as they are and costs a fraction of JSON. A record cut short ends its file.
 */
import { mkdir, open, readdir, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import * as v from 'valibot';
import { SessionEventSchema, type SessionEvent } from '../../protocol/values/session/event.ts';
import { SessionSummarySchema, type SessionSummary } from '../../protocol/values/server/server.ts';
import { limits } from '../limits.ts';

/** Where the events of a session are. */
export interface Place {
  readonly file: string;
  readonly offset: number;
  readonly octets: number;
}

const HEAD_OCTETS = 8;
const NAME = /^sessions-(\d{8})\.log$/;
const Events = v.array(SessionEventSchema);

export class SessionFiles {
  readonly found: readonly { summary: SessionSummary; place: Place }[];
  readonly #dir: string;
  #names: string[];
  #number: number;
  #size = 0;

  private constructor(dir: string, names: string[], found: readonly { summary: SessionSummary; place: Place }[]) {
    this.#dir = dir;
    this.#names = names;
    this.found = found;
    // Each run begins a file of its own: nothing is ever written behind a record that was cut short.
    this.#number = names.reduce((most, name) => Math.max(most, Number(NAME.exec(name)?.[1] ?? 0)), 0) + 1;
  }

  static async open(dir: string): Promise<SessionFiles> {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const names = (await readdir(dir)).filter((name) => NAME.test(name)).sort();
    const found: { summary: SessionSummary; place: Place }[] = [];
    for (const name of names) found.push(...(await scan(join(dir, name))));
    return new SessionFiles(dir, names, found);
  }

  async append(sessions: readonly { summary: SessionSummary; events: readonly SessionEvent[] }[]): Promise<Place[]> {
    if (this.#size >= limits.sessionLog.fileOctets) {
      this.#number += 1;
      this.#size = 0;
    }
    const name = `sessions-${String(this.#number).padStart(8, '0')}.log`;
    const file = join(this.#dir, name);
    const places: Place[] = [];
    const parts: Uint8Array[] = [];
    let at = this.#size;
    for (const { summary, events } of sessions) {
      const summaryOctets = Buffer.from(JSON.stringify(summary), 'utf8');
      const eventOctets = serialize(events);
      const head = Buffer.alloc(HEAD_OCTETS);
      head.writeUInt32BE(summaryOctets.length, 0);
      head.writeUInt32BE(eventOctets.length, 4);
      parts.push(head, summaryOctets, eventOctets);
      const offset = at + HEAD_OCTETS + summaryOctets.length;
      places.push({ file, offset, octets: eventOctets.length });
      at = offset + eventOctets.length;
    }
    const handle = await open(file, 'a', 0o600);
    try {
      await handle.appendFile(Buffer.concat(parts));
    } finally {
      await handle.close();
    }
    this.#size = at;
    await this.#rotate(name);
    return places;
  }

  /** Null for what is gone or damaged. */
  async read(place: Place): Promise<SessionEvent[] | null> {
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
      if (oldest !== undefined) await rm(join(this.#dir, oldest), { force: true });
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

async function scan(file: string): Promise<{ summary: SessionSummary; place: Place }[]> {
  const found: { summary: SessionSummary; place: Place }[] = [];
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
      const summary = parseSummary(await readAt(handle, at + HEAD_OCTETS, summaryOctets));
      if (summary === null) break;
      found.push({ summary, place: { file, offset, octets: eventOctets } });
      at = offset + eventOctets;
    }
  } finally {
    await handle.close();
  }
  return found;
}

function parseSummary(octets: Buffer | null): SessionSummary | null {
  if (octets === null) return null;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), SessionSummarySchema), octets.toString('utf8'));
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
