/**
 * The files of messages as a person reads them: parsed by a worker that is ended when a message was made to take too long, sliced and
 * streamed here. Whose files they are, a mailbox's or the user's, is the caller's business.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { decoded } from '../../core/message/read/transfer-encoding.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type { ShownContent, MessageSlice, MimeNode } from '../../protocol/values/server/mailbox.ts';
import { limits } from '../limits.ts';
import { MailboxWorker } from './client.ts';
import type { Operations, ReadOperation, RelatedImage } from './worker-protocol.ts';

export class MessageFileReader {
  readonly #workerUrl: URL;
  readonly #dir: string;
  /** Started when first needed. */
  #viewer: MailboxWorker | null = null;

  /** `workerUrl`: of the built mailbox-worker. */
  constructor(workerUrl: URL, dir: string) {
    this.#workerUrl = workerUrl;
    this.#dir = dir;
  }

  view(path: string): Promise<ShownContent> {
    return this.#read('view', { path });
  }

  structure(path: string): Promise<MimeNode> {
    return this.#read('structure', { path });
  }

  /** The decoded content of one part. Rejects with AppError `invalid-argument` for a part that is not there. */
  async part(path: string, index: number): Promise<{ name: string | null; content: () => AsyncIterable<Uint8Array> }> {
    const place = await this.#read('part', { path, index });
    if (place === null) throw new AppError('invalid-argument', { argument: 'index' });
    const { name, encoding, start, end } = place;
    return { name, content: () => decoded(encoding, end > start ? readRange(path, start, end) : nothing()) };
  }

  related(path: string, contentId: string): Promise<RelatedImage | null> {
    return this.#read('related', { path, contentId });
  }

  remote(path: string): Promise<readonly string[]> {
    return this.#read('remote', { path });
  }

  /** Octets from `offset`, at most `length`, of a file of that size. Rejects as the system does. */
  async source(path: string, size: number, offset: number, length: number): Promise<MessageSlice> {
    const file = await open(path, 'r');
    try {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      let filled = 0;
      while (filled < bytes.length) {
        const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, offset + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return { size, offset, bytes: filled === bytes.length ? bytes : bytes.slice(0, filled) };
    } finally {
      await file.close();
    }
  }

  async close(): Promise<void> {
    await this.#viewer?.terminate();
    this.#viewer = null;
  }

  /** Ends the worker when a message takes it too long: it was made to. */
  async #read<O extends ReadOperation>(operation: O, input: Operations[O]['input']): Promise<Operations[O]['output']> {
    this.#viewer ??= new MailboxWorker(this.#workerUrl, { role: 'view', dir: this.#dir });
    const viewer = this.#viewer;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        if (this.#viewer === viewer) this.#viewer = null;
        void viewer.terminate();
        reject(new AppError('internal', { reason: 'message-takes-too-long' }));
      }, limits.mailbox.viewMs);
    });
    try {
      return await Promise.race([viewer.call(operation, input), late]);
    } catch (error) {
      if (viewer.dead && this.#viewer === viewer) this.#viewer = null;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

async function* nothing(): AsyncIterable<Uint8Array> {
  // A part without content.
}

/** `end` is exclusive. */
export function readRange(path: string, start: number, end: number): AsyncIterable<Buffer> {
  return createReadStream(path, { start, end: end - 1 }) as AsyncIterable<Buffer>;
}
