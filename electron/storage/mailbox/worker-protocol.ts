/**
 * What the mailbox and its workers say to each other; all are of the same file. `index` keeps files and index and answers for
 * messages that come in. Nothing that a message says is parsed there beyond the lines of a list: `text` reads messages for the search,
 * one after the other, and `view` parses the one that a person looks at. The rows of runs and sessions are in the same index, and are asked
 * of the same worker.
 */
import type { ShownContent, MessagePage, MessageSummary, MimeNode } from '../../protocol/values/server/mailbox.ts';
import type { NewMessage } from '../../core/ports.ts';
import type { RunRow, SessionRow } from '../index/records.ts';

export type WorkerSetup =
  | { readonly role: 'view' | 'text'; readonly dir: string }
  /** `url`: of the worker's own file, for the one that it starts. */
  | { readonly role: 'index'; readonly dir: string; readonly url: string; readonly place: IndexPlace };

export interface IndexPlace {
  readonly path: string;
  /** Where an earlier version kept it. */
  readonly formerly: string | null;
}

/** A message to be kept. */
export interface AddItem {
  readonly id: string;
  readonly message: NewMessage;
  /** Path of the file that becomes the message's own; for a small one its octets. */
  readonly source: string | Uint8Array;
  readonly size: number;
  readonly sha256: string;
  /** The first octets of a message that comes as a file. */
  readonly head: Uint8Array | null;
}

/** By operation: what it takes and what it answers. */
export interface Operations {
  addAll: { input: readonly AddItem[]; output: readonly AddOutcome[] };
  list: { input: { offset: number; limit: number; search: string }; output: MessagePage };
  summary: { input: { id: string }; output: MessageSummary | null };
  markRead: { input: { id: string; read: boolean }; output: boolean };
  /** Hidden messages are in no list and no count, and are not found by their ids. */
  hide: { input: { ids: readonly string[]; hidden: boolean }; output: null };
  /** Removes hidden messages for good. */
  purge: { input: { ids: readonly string[] }; output: null };
  /** From now on the newest `messages` are kept, and of those so many octets; 0: all. */
  retain: { input: { messages: number; octets: number }; output: null };
  /** What a message is found by. */
  text: { input: { id: string }; output: MessageText };
  view: { input: { path: string }; output: ShownContent };
  structure: { input: { path: string }; output: MimeNode };
  /** Where the content of one part lies in the message's file; null when there is no such part. */
  part: { input: { path: string; index: number }; output: PartPlace | null };
  related: { input: { path: string; contentId: string }; output: RelatedImage | null };
  remote: { input: { path: string }; output: readonly string[] };
  runs: { input: null; output: readonly RunRow[] };
  keepRuns: { input: readonly RunRow[]; output: null };
  dropRuns: { input: readonly string[]; output: null };
  sessions: { input: null; output: readonly SessionRow[] };
  keepSessions: { input: readonly SessionRow[]; output: null };
  dropSessionFiles: { input: readonly string[]; output: null };
  close: { input: null; output: null };
}
export type Operation = keyof Operations;

export interface MessageText {
  /** Of its row: what an older version read another way is mended. */
  readonly subject: string | null;
  readonly from: string | null;
  readonly to: string | null;
  /** Of its texts, as the index holds them: cut up where they are read, since that takes as long. */
  readonly tokens: string;
}

export interface PartPlace {
  readonly name: string | null;
  readonly encoding: string | null;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

export interface RelatedImage {
  readonly mimeType: string;
  readonly bytes: Uint8Array;
}

/** Those that read the file of one message, in a worker of their own that can be ended. */
export type ReadOperation = 'view' | 'structure' | 'part' | 'related' | 'remote';

export type AddOutcome =
  { readonly ok: true; readonly summary: MessageSummary } | { readonly ok: false; readonly error: string };

export interface Counts {
  readonly total: number;
  readonly unread: number;
}

export type Request = {
  [O in Operation]: { readonly call: number; readonly operation: O; readonly input: Operations[O]['input'] };
}[Operation];

/** `counts` is the state after the operation; null from the parsing worker. */
export type WorkerResponse =
  | { readonly kind: 'ready'; readonly counts: Counts | null }
  | { readonly kind: 'failed'; readonly error: string; readonly code: string | null }
  | {
      readonly kind: 'done';
      readonly call: number;
      readonly output: Operations[Operation]['output'];
      readonly counts: Counts | null;
    }
  | { readonly kind: 'error'; readonly call: number; readonly error: string };
