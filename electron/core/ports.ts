/**
 * What the core needs from outside and never makes itself. Storage implements these; composition (main, cli, harness)
 * hands them in.
 */
import type { AppErrorValue } from '../protocol/values/app-error.ts';
import type { SessionEvent } from '../protocol/values/session/event.ts';
import type { Family } from '../protocol/values/common.ts';
import type { MessageSummary } from '../protocol/values/server/mailbox.ts';
import type { BookChange, ProfileBook } from './profiles/book.ts';

/** Monotonic and wall time. Tests pass their own. */
export interface Clock {
  /** Milliseconds, monotonic, any origin. */
  now(): number;
  /** Wall time in ISO 8601. */
  wall(): string;
}

/** Takes each event at once and in order; must not throw. */
export type EventSink = (event: SessionEvent) => void;

/**
 * A password, passphrase or token: asked for only when a mechanism needs it, held as briefly as possible, never logged.
 * Rejects with AppError `secret-missing` or `secret-store-unavailable`.
 */
export interface SecretSource {
  read(): Promise<string>;
  /** Asked after read(): true where it was kept as an access token. Absent: nobody knows, and its looks decide. */
  isToken?(): boolean;
  /** The server refused the token that was read: whether there is another one now, to be read and tried once. Absent: there never is. */
  renew?(): Promise<boolean>;
}

export interface MxRecord {
  readonly preference: number;
  /** Without the final dot; '' is the null MX of RFC 7505. */
  readonly exchange: string;
}

/** `code` as node:dns has them: ENOTFOUND (no such name), ENODATA (none of this type), ESERVFAIL, ETIMEOUT, ECANCELLED ... */
export type DnsAnswer<T> =
  { readonly ok: true; readonly records: readonly T[] } | { readonly ok: false; readonly code: string };

/** The DNS as mail routing asks it. Never rejects. */
export interface DnsClient {
  mx(name: string): Promise<DnsAnswer<MxRecord>>;
  cname(name: string): Promise<DnsAnswer<string>>;
  addresses(name: string, family: Family): Promise<DnsAnswer<string>>;
  /** Questions under way are answered ECANCELLED. */
  close(): void;
}

/**
 * OS keychain. Entries are named by profile and kind; nothing here returns a secret to the renderer. Every call rejects with
 * AppError `secret-store-unavailable`, whose `reason` is one of the states of protocol/values/profiles/profile.ts.
 */
export interface SecretStore {
  get(account: string): Promise<string | null>;
  set(account: string, secret: string): Promise<void>;
  /** Whether there was one. */
  delete(account: string): Promise<boolean>;
}

/** All profiles in one file that several processes may change. */
export interface ProfileStore {
  /** What the file holds now. Never rejects: trouble is `problem`, and what could be read is there. */
  read(): Promise<{ readonly book: ProfileBook; readonly problem: AppErrorValue | null }>;
  /** Applies the change to what the file holds at that moment. Rejects with what the change threw, or an AppError of the file's. */
  change(change: BookChange): Promise<ProfileBook>;
  /** Called when the file holds something else than this process last read or wrote. Ends with the function returned. */
  watch(listener: () => void): () => void;
}

/**
 * A message as it arrives: written once, in order, to a file; then kept or thrown away. What is done at once need not be waited
 * for: then there is no promise.
 */
export interface SpoolFile {
  /** Resolves when more may be written; the caller awaits it (backpressure). The chunk is the spool's from then on. */
  write(chunk: Uint8Array): Promise<void> | void;
  /** Everything is with the operating system, or in `octets` where that is little. */
  finish(): Promise<SpooledMessage> | SpooledMessage;
  /** Removes what was written. Never rejects for a file that is gone already. */
  discard(): Promise<void>;
}

/** A whole message: a handle, not a buffer. */
export interface SpooledMessage {
  /** The file it is in; "" while a small one is still in memory alone. */
  readonly path: string;
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
  /** At most the first limits.spool.headBytes octets, for headers in lists; already in memory. */
  readonly head: Uint8Array;
  /** A small message that has no file yet. Whoever keeps it writes it; until then a killed process loses it. */
  readonly octets?: Uint8Array;
  stream(): AsyncIterable<Uint8Array>;
  discard(): Promise<void>;
}

export interface Spool {
  create(): Promise<SpoolFile> | SpoolFile;
}

/** Everything about a message but its octets and the id, which the mailbox gives. */
export type NewMessage = Omit<MessageSummary, 'id' | 'unread' | 'size' | 'sha256' | 'subject' | 'from'>;
