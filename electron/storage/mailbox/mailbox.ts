/**
 * Captured mail: files plus an index that a worker keeps. Messages come in through `inbox` and go to that worker at once; everything
 * else is asked for here.
 */
import { join } from 'node:path';
import { limits } from '../limits.ts';
import type {
  MessagePage,
  MessageSlice,
  MessageSummary,
  MessageView,
  MimeNode,
} from '../../protocol/values/server/mailbox.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import { MessageFileReader, readRange } from './reading.ts';
import type { Counts, RelatedImage } from './worker-protocol.ts';
import { messagePath } from './files.ts';
import { IndexWorker, type Inbox } from './client.ts';
import { UndoGrace } from '../undo-grace.ts';

export interface MailboxStore {
  /** Keeps what a server receives. */
  readonly inbox: Inbox;
  /** Newest first. `search`: words, each found as the beginning of a word in subject, sender, recipients and text. */
  list(query: { offset: number; limit: number; search: string }): Promise<MessagePage>;
  /** Rejects with AppError `message-not-found`, as do the others that name a message. */
  summary(id: string): Promise<MessageSummary>;
  view(id: string): Promise<MessageView>;
  /** Octets of the source from `offset`, at most `length`. */
  source(id: string, offset: number, length: number): Promise<MessageSlice>;
  markRead(id: string, read: boolean): Promise<void>;
  /** Unknown ids are passed over. */
  delete(ids: readonly string[]): Promise<void>;
  /** Takes a deletion back, for as long as undo-grace.ts holds it. */
  restore(ids: readonly string[]): Promise<void>;
  structure(id: string): Promise<MimeNode>;
  /** The decoded content of one part. Rejects with AppError `invalid-argument` for a part that is not there. */
  part(id: string, index: number): Promise<{ name: string | null; content: () => AsyncIterable<Uint8Array> }>;
  /** The octets as received. */
  octets(id: string): AsyncIterable<Uint8Array>;
  /** An image that the HTML names by its Content-ID, taken literally; null when there is none. */
  related(id: string, contentId: string): Promise<RelatedImage | null>;
  /** Addresses of what the HTML would fetch. */
  remote(id: string): Promise<readonly string[]>;
  /** From now on the newest are kept, within limits.mailbox.keptOctets; 0: all. */
  retain(messages: number): Promise<void>;
  counts(): Counts;
  /** Called after every change; returns its own removal. */
  onChange(listener: (counts: Counts) => void): () => void;
  close(): Promise<void>;
}

export interface MailboxOptions {
  readonly dir: string;
  readonly workerUrl: URL;
  /** The app's, of this very mailbox, which whoever opened it closes. Left out: one in `dir`, of this mailbox alone. */
  readonly index?: IndexWorker;
}

/**
 * Opens the mailbox in `dir`, repairing it where a killed process left it half done. `workerUrl` is the built
 * mailbox-worker. One process at a time: AppError `internal` with reason `mailbox-in-use` for a second one. AppError `file-newer` where
 * a later version keeps the index.
 */
export async function openMailbox({ dir, workerUrl, index }: MailboxOptions): Promise<MailboxStore> {
  const worker = index ?? new IndexWorker(workerUrl, dir, { path: join(dir, 'index.db'), formerly: null });
  await worker.ready;
  return new FileMailbox(dir, workerUrl, worker, index === undefined);
}

class FileMailbox implements MailboxStore {
  readonly #dir: string;
  readonly #reading: MessageFileReader;
  readonly #index: IndexWorker;
  readonly #own: boolean;
  #counts: Counts = { total: 0, unread: 0 };
  readonly #listeners = new Set<(counts: Counts) => void>();
  readonly #grace = new UndoGrace((ids) => this.#purge(ids));

  constructor(dir: string, workerUrl: URL, index: IndexWorker, own: boolean) {
    this.#dir = dir;
    this.#reading = new MessageFileReader(workerUrl, dir);
    this.#index = index;
    this.#own = own;
    index.onCounts((counts) => this.#changed(counts));
  }

  get inbox(): Inbox {
    return this.#index;
  }

  list(query: { offset: number; limit: number; search: string }): Promise<MessagePage> {
    return this.#index.call('list', query);
  }

  async summary(id: string): Promise<MessageSummary> {
    const summary = await this.#index.call('summary', { id });
    if (summary === null) throw new AppError('message-not-found', { id });
    return summary;
  }

  async view(id: string): Promise<MessageView> {
    const summary = await this.summary(id);
    return { summary, ...(await this.#reading.view(this.#path(id))) };
  }

  async source(id: string, offset: number, length: number): Promise<MessageSlice> {
    const { size } = await this.summary(id);
    return this.#reading.source(this.#path(id), size, offset, length).catch((error: unknown) => {
      throw new AppError('message-not-found', { id }, { cause: error });
    });
  }

  #path(id: string): string {
    return messagePath(this.#dir, id);
  }

  async markRead(id: string, read: boolean): Promise<void> {
    if (!(await this.#index.call('markRead', { id, read }))) await this.summary(id);
  }

  async delete(ids: readonly string[]): Promise<void> {
    await this.#index.call('hide', { ids, hidden: true });
    this.#grace.hold(ids);
  }

  async restore(ids: readonly string[]): Promise<void> {
    const held = this.#grace.release(ids);
    if (held.length > 0) await this.#index.call('hide', { ids: held, hidden: false });
  }

  async structure(id: string): Promise<MimeNode> {
    await this.summary(id);
    return this.#reading.structure(this.#path(id));
  }

  async part(id: string, index: number): Promise<{ name: string | null; content: () => AsyncIterable<Uint8Array> }> {
    await this.summary(id);
    return this.#reading.part(this.#path(id), index);
  }

  async *octets(id: string): AsyncIterable<Uint8Array> {
    await this.summary(id);
    yield* readRange(this.#path(id), 0, Infinity);
  }

  async related(id: string, contentId: string): Promise<RelatedImage | null> {
    await this.summary(id);
    return this.#reading.related(this.#path(id), contentId);
  }

  async remote(id: string): Promise<readonly string[]> {
    await this.summary(id);
    return this.#reading.remote(this.#path(id));
  }

  async retain(messages: number): Promise<void> {
    // Whoever keeps all is not to lose any.
    await this.#index.call('retain', { messages, octets: messages === 0 ? 0 : limits.mailbox.keptOctets });
  }

  counts(): Counts {
    return this.#counts;
  }

  onChange(listener: (counts: Counts) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    await this.#grace.close();
    await this.#reading.close();
    if (this.#own) await this.#index.close();
  }

  async #purge(ids: readonly string[]): Promise<void> {
    // What is not purged now is purged when the mailbox is next opened: it stays hidden either way.
    await this.#index.call('purge', { ids }).catch(() => undefined);
  }

  #changed(counts: Counts): void {
    if (counts.total === this.#counts.total && counts.unread === this.#counts.unread) return;
    this.#counts = counts;
    for (const listener of this.#listeners) listener(counts);
  }
}
