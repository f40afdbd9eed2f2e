/**
 * The files of the mailbox: `messages/<id>.eml` holds a message's octets and nothing else; what was spoken around it stands as
 * a line of JSON in `envelopes.jsonl`, written before the message is put in its place. From that moment it is kept.
 */
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { MessageSummarySchema, type MessageSummary } from '../../protocol/values/server/mailbox.ts';
import { writeAtomically } from '../files/atomic-write.ts';
import { removeFileSync } from '../spool/file-spool.ts';
import { limits } from '../limits.ts';

/** The summary without what the reader changes, and what was found out later. */
const EnvelopeSchema = v.omit(MessageSummarySchema, ['unread', 'tooComplex']);
export type StoredEnvelope = v.InferOutput<typeof EnvelopeSchema>;

const ID = /^[A-Za-z0-9_-]{1,64}$/;
const JOURNAL = 'envelopes.jsonl';

function messagesDir(dir: string): string {
  return join(dir, 'messages');
}

/** Throws for anything but an identifier made here: an id from outside never becomes a path. */
export function messagePath(dir: string, id: string): string {
  if (!ID.test(id)) throw new RangeError('not a message id');
  return join(messagesDir(dir), `${id}.eml`);
}

export class MailboxFiles {
  readonly #dir: string;
  #journal: number;

  constructor(dir: string) {
    this.#dir = dir;
    mkdirSync(messagesDir(dir), { recursive: true, mode: 0o700 });
    this.#journal = openSync(this.#path, 'a', 0o600);
    // A line that a killed process left half written must not swallow the next one; empty lines are passed over.
    if (statSync(this.#path).size > 0) writeAll(this.#journal, '\n');
  }

  get #path(): string {
    return join(this.#dir, JOURNAL);
  }

  /** All lines in one write. Envelopes whose message never follows are ignored. */
  note(summaries: readonly MessageSummary[]): void {
    writeAll(this.#journal, summaries.map(envelopeLine).join(''));
  }

  /** Not in one step for a message that comes as octets: repair recognises half of one by the size in its envelope. */
  keep(source: string | Uint8Array, id: string): void {
    if (typeof source === 'string') this.#takeOver(source, id);
    else this.#write(source, messagePath(this.#dir, id));
  }

  #write(octets: Uint8Array, path: string): void {
    try {
      writeFileSync(path, octets, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      // Half of it takes up room on a disk that has none left.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') removeFileSync(path);
      throw error;
    }
  }

  #takeOver(spoolPath: string, id: string): void {
    try {
      renameSync(spoolPath, messagePath(this.#dir, id));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
      // The spool is on another file system: copy beside the target first, so that the message appears whole or not at all.
      const copy = join(messagesDir(this.#dir), `${id}.copy`);
      copyFileSync(spoolPath, copy);
      renameSync(copy, messagePath(this.#dir, id));
      removeFileSync(spoolPath);
    }
  }

  remove(id: string): void {
    removeFileSync(messagePath(this.#dir, id));
  }

  /** Ids of the messages that are there; clears away what a killed process left half copied. */
  scan(): Set<string> {
    const ids = new Set<string>();
    for (const name of readdirSync(messagesDir(this.#dir))) {
      if (name.endsWith('.copy')) removeFileSync(join(messagesDir(this.#dir), name));
      if (name.endsWith('.eml') && ID.test(name.slice(0, -4))) ids.add(name.slice(0, -4));
    }
    return ids;
  }

  /** What is known of these messages; one that has no line gets an envelope of blanks. */
  envelopes(ids: ReadonlySet<string>): StoredEnvelope[] {
    const found = new Map<string, StoredEnvelope>();
    for (const line of readFileSync(this.#path, 'utf8').split('\n')) {
      const envelope = parseLine(line);
      if (envelope !== null && ids.has(envelope.id)) found.set(envelope.id, envelope);
    }
    return [...ids].sort().flatMap((id) => {
      const envelope = found.get(id);
      if (envelope === undefined) return [this.#blank(id)];
      if (statSync(messagePath(this.#dir, id)).size === envelope.size) return [envelope];
      // Killed in mid-write: nobody was promised that it is kept.
      this.remove(id);
      return [];
    });
  }

  /** Writes the journal anew when most of it speaks of messages that are gone. */
  async compact(alive: () => readonly MessageSummary[], aliveOctets: number): Promise<void> {
    if (statSync(this.#path).size < 2 * aliveOctets + limits.mailbox.journalSlack) return;
    // Windows replaces no file that is open.
    closeSync(this.#journal);
    try {
      await writeAtomically(this.#path, lines(alive()), { durable: true, beside: 'own' });
    } finally {
      this.#journal = openSync(this.#path, 'a', 0o600);
    }
  }

  close(): void {
    closeSync(this.#journal);
  }

  #blank(id: string): StoredEnvelope {
    const stat = statSync(messagePath(this.#dir, id));
    return {
      id,
      sessionId: 'unknown',
      receivedAt: stat.mtime.toISOString(),
      protocol: 'smtp',
      peer: '',
      helo: null,
      mailFrom: '',
      mailOptions: [],
      rcptTo: [],
      size: stat.size,
      sha256: '',
      tls: false,
      user: null,
      subject: null,
      from: null,
    };
  }
}

/** A thousand at a time: each write is a system call. */
function* lines(summaries: readonly MessageSummary[]): Iterable<string> {
  for (let at = 0; at < summaries.length; at += 1_000)
    yield summaries
      .slice(at, at + 1_000)
      .map(envelopeLine)
      .join('');
}

function envelopeLine({ unread: _, tooComplex: __, ...envelope }: MessageSummary): string {
  return `${JSON.stringify(envelope satisfies StoredEnvelope)}\n`;
}

function parseLine(line: string): StoredEnvelope | null {
  if (line === '') return null;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), EnvelopeSchema), line);
  // Half a line of a killed process, or one of another version: the message is shown without it.
  return parsed.success ? parsed.output : null;
}

function writeAll(fd: number, text: string): void {
  const octets = Buffer.from(text, 'utf8');
  for (let at = 0; at < octets.length;) at += writeSync(fd, octets, at);
}
