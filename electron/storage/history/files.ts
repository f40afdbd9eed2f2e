/**
 * The files of the history: one per run or survey, a line of JSON that a list is made of, then what was asked and everything that
 * happened, piece by piece (pieces.ts). The index has those lines too, so that a start does not open a thousand files. The files are the
 * truth: what the index does not know is read from them, and without one they all are.
 */
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import * as v from 'valibot';
import { writeAtomically } from '../files/atomic-write.ts';
import type { RecordIndex, RunRow } from '../index/records.ts';
import { limits } from '../limits.ts';
import { HistoryEntrySchema, HistoryRunSchema, type HistoryEntry } from '../../protocol/values/app/history.ts';
import { PastSurveySchema } from '../../protocol/values/app/survey.ts';
import { packedPiece, piece, pieces } from './pieces.ts';

const SUFFIX = '.run';
const ID = /^[A-Za-z0-9_-]{1,64}$/;
/** Of versions that kept the lines there. */
const JOURNAL = 'index.jsonl';

/** A run with what the window does not get: where the files lie that it sent. */
const KeptRunSchema = v.object({
  ...HistoryRunSchema.entries,
  /** Absent in runs of earlier versions. */
  sources: v.optional(
    v.array(v.object({ name: v.string(), path: v.string(), size: v.number(), modifiedMs: v.nullable(v.number()) })),
  ),
});
export type KeptRun = v.InferOutput<typeof KeptRunSchema>;

/** A survey with the events of every session it made. */
const KeptSurveySchema = v.object({ entry: HistoryEntrySchema, ...PastSurveySchema.entries });
export type KeptSurvey = v.InferOutput<typeof KeptSurveySchema>;

const LineSchema = v.pipe(v.string(), v.parseJson(), v.object({ schema: v.literal(1), entry: HistoryEntrySchema }));

export interface KeptEntry {
  readonly entry: HistoryEntry;
  /** Of its file. */
  readonly octets: number;
}

export class HistoryFiles {
  readonly #dir: string;
  readonly #index: RecordIndex | null;

  constructor(dir: string, index: RecordIndex | null) {
    this.#dir = dir;
    this.#index = index;
  }

  /** Every run that is there, in no order. */
  async open(): Promise<KeptEntry[]> {
    await mkdir(this.#runs, { recursive: true, mode: 0o700 });
    const ids = new Set<string>();
    for (const name of await readdir(this.#runs)) {
      const id = name.slice(0, -SUFFIX.length);
      if (name.endsWith(SUFFIX) && ID.test(id)) ids.add(id);
      // Half written by a process that was killed. What has another name is not ours.
      else if (name.endsWith(`${SUFFIX}.new`)) await rm(join(this.#runs, name), { force: true });
    }
    const rows = (await this.#index?.runs()) ?? [];
    const kept = new Map<string, KeptEntry>();
    for (const { id, octets, entry: text } of rows) {
      const entry = ids.has(id) ? parseEntry(text) : null;
      if (entry?.id === id) kept.set(id, { entry, octets });
    }
    const missing: KeptEntry[] = [];
    for (const id of ids) {
      const read = kept.has(id) ? null : await this.#head(id);
      if (read !== null) missing.push(read);
    }
    await this.#index?.keepRuns(missing.map(toRow));
    await this.#index?.dropRuns(rows.map(({ id }) => id).filter((id) => !ids.has(id)));
    if (this.#index !== null) await rm(join(this.#dir, JOURNAL), { force: true });
    return [...kept.values(), ...missing];
  }

  /** The same for whoever must change nothing, since the app that owns the folder may be running. */
  async peek(): Promise<HistoryEntry[]> {
    const names = await readdir(this.#runs).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    });
    const found: HistoryEntry[] = [];
    for (const name of names) {
      const id = name.slice(0, -SUFFIX.length);
      if (!name.endsWith(SUFFIX) || !ID.test(id)) continue;
      const kept = await this.#head(id).catch((error: unknown) => {
        // Removed since the folder was read.
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
        throw error;
      });
      if (kept !== null) found.push(kept.entry);
    }
    return found;
  }

  /** Octets of the file. */
  async write(kept: KeptRun | KeptSurvey): Promise<number> {
    const { entry } = kept;
    const path = this.#path(entry.id);
    const line = `${JSON.stringify({ schema: 1, entry })}\n`;
    async function* parts(): AsyncIterable<string | Uint8Array> {
      yield line;
      for await (const part of 'sessions' in kept ? surveyParts(kept) : runParts(kept)) {
        yield part;
        // The window's calls come between two pieces.
        await turn();
      }
    }
    await writeAtomically(path, parts(), { durable: false, beside: 'own' });
    const { size } = await stat(path);
    await this.#index?.keepRuns([toRow({ entry, octets: size })]);
    return size;
  }

  /** Null for what is gone or damaged. */
  async read(id: string): Promise<KeptRun | KeptSurvey | null> {
    let octets: Buffer;
    try {
      octets = await readFile(this.#path(id));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
    const end = octets.indexOf(10);
    const entry = parseLine(octets.toString('utf8', 0, Math.max(0, end)));
    const [first, ...rest] = await pieces(octets.subarray(end + 1));
    if (entry === null || typeof first !== 'object') return null;
    if (entry.command === 'survey') {
      const [state, ...sessions] = rest;
      const survey = v.safeParse(KeptSurveySchema, { ...first, entry, state, sessions });
      return survey.success ? survey.output : null;
    }
    const run = v.safeParse(KeptRunSchema, { ...first, entry, events: rest.flat() });
    return run.success ? run.output : null;
  }

  async remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) await rm(this.#path(id), { force: true });
    await this.#index?.dropRuns(ids);
  }

  get #runs(): string {
    return join(this.#dir, 'runs');
  }

  /** Throws for anything but an identifier made by us: an id from outside never becomes a path. */
  #path(id: string): string {
    if (!ID.test(id)) throw new RangeError('not a run id');
    return join(this.#runs, `${id}${SUFFIX}`);
  }

  async #head(id: string): Promise<KeptEntry | null> {
    const file = await open(this.#path(id), 'r');
    try {
      const { buffer, bytesRead } = await file.read(
        Buffer.alloc(limits.history.lineOctets),
        0,
        limits.history.lineOctets,
        0,
      );
      const entry = parseLine(buffer.toString('utf8', 0, Math.max(0, buffer.subarray(0, bytesRead).indexOf(10))));
      return entry?.id === id ? { entry, octets: (await file.stat()).size } : null;
    } finally {
      await file.close();
    }
  }
}

function* runParts({ request, report, sources, events }: KeptRun): Iterable<Buffer> {
  yield piece({ request, report, sources });
  for (let at = 0; at < events.length; at += limits.history.chunkEvents)
    yield piece(events.slice(at, at + limits.history.chunkEvents));
}

async function* surveyParts({ request, sessions, state }: KeptSurvey): AsyncIterable<Buffer> {
  yield piece({ request });
  yield await packedPiece(state);
  for (const session of sessions) yield await packedPiece(session);
}

const toRow = ({ entry, octets }: KeptEntry): RunRow => ({ id: entry.id, octets, entry: JSON.stringify(entry) });

function parseEntry(text: string): HistoryEntry | null {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), HistoryEntrySchema), text);
  return parsed.success ? parsed.output : null;
}

function parseLine(line: string): HistoryEntry | null {
  if (line === '') return null;
  const parsed = v.safeParse(LineSchema, line);
  return parsed.success ? parsed.output.entry : null;
}
