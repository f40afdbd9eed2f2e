/**
 * Messages in files of the user's, which are shown where they lie and never kept: known by an id for as long as they are open, read by the
 * same worker within the same limits as those of the mailbox.
 */
import { randomUUID } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { limits as messageLimits } from '../../core/message/limits.ts';
import { nonMessage } from '../../core/message/non-message.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type { MessageSlice, MimeNode, OpenedMessage } from '../../protocol/values/server/mailbox.ts';
import { limits } from '../limits.ts';
import { MessageFileReader } from './reading.ts';
import type { RelatedImage } from './worker-protocol.ts';

interface OpenedFile {
  readonly path: string;
  readonly name: string;
  readonly size: number;
  /** Called once, when it is no longer known. */
  readonly forgotten: () => Promise<void>;
}

/** Where it is not the name on the disk, and what is to be cleared away after it. */
export interface OpenedOptions {
  readonly name?: string;
  readonly forgotten?: () => Promise<void>;
}

const PREFIX = 'opened-';

export class OpenedMessages {
  readonly #reading: MessageFileReader;
  /** Newest last. */
  readonly #files = new Map<string, OpenedFile>();

  /** `workerUrl`: of the built mailbox-worker. */
  constructor(workerUrl: URL) {
    this.#reading = new MessageFileReader(workerUrl, '');
  }

  /** Whether an id is of this kind, open or not. */
  static names(id: string): boolean {
    return id.startsWith(PREFIX);
  }

  /** Answers its id. Rejects with AppError `file-unreadable` for what is no file, cannot be read, is too large or no message. */
  async open(
    path: string,
    { name = basename(path), forgotten = async () => undefined }: OpenedOptions = {},
  ): Promise<string> {
    const refuse = (systemCode: string, cause?: unknown): AppError =>
      new AppError('file-unreadable', { file: name, systemCode }, { cause });
    const failed = (error: unknown): never => {
      throw refuse(error instanceof Error && 'code' in error ? String(error.code) : 'unknown', error);
    };
    const found = await stat(path).catch(failed);
    if (!found.isFile()) throw refuse('not a file');
    if (found.size > limits.mailbox.openedOctets)
      throw refuse(`larger than ${limits.mailbox.openedOctets / 1_048_576} MiB`);
    const reason = nonMessage(await firstOctets(path).catch(failed));
    if (reason !== null) throw new AppError('file-unreadable', { file: name, reason });
    const id = `${PREFIX}${randomUUID()}`;
    this.#files.set(id, { path, name, size: found.size, forgotten });
    const [oldest] = this.#files.keys();
    if (oldest !== undefined && this.#files.size > limits.mailbox.opened) await this.forget(oldest);
    return id;
  }

  async view(id: string): Promise<OpenedMessage> {
    const { path, name, size } = this.#file(id);
    return { id, name, size, ...(await this.#read(id, this.#reading.view(path))) };
  }

  structure(id: string): Promise<MimeNode> {
    return this.#read(id, this.#reading.structure(this.#file(id).path));
  }

  source(id: string, offset: number, length: number): Promise<MessageSlice> {
    const { path, size } = this.#file(id);
    return this.#read(id, this.#reading.source(path, size, offset, length));
  }

  part(id: string, index: number): Promise<{ name: string | null; content: () => AsyncIterable<Uint8Array> }> {
    return this.#read(id, this.#reading.part(this.#file(id).path, index));
  }

  related(id: string, contentId: string): Promise<RelatedImage | null> {
    return this.#read(id, this.#reading.related(this.#file(id).path, contentId));
  }

  remote(id: string): Promise<readonly string[]> {
    return this.#read(id, this.#reading.remote(this.#file(id).path));
  }

  /** It is forgotten; the file stays as it is. */
  async forget(id: string): Promise<void> {
    const file = this.#files.get(id);
    this.#files.delete(id);
    await file?.forgotten();
  }

  async close(): Promise<void> {
    for (const id of [...this.#files.keys()]) await this.forget(id);
    await this.#reading.close();
  }

  #file(id: string): OpenedFile {
    const file = this.#files.get(id);
    if (file === undefined) throw new AppError('message-not-found', { id });
    return file;
  }

  /** A file that went away, or may not be read, is named. */
  #read<T>(id: string, work: Promise<T>): Promise<T> {
    const { path, name } = this.#file(id);
    return work.catch(async (error: unknown) => {
      const systemCode = await stat(path).then(
        () =>
          error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code)) ? String(error.code) : null,
        () => 'ENOENT',
      );
      if (systemCode !== null) throw new AppError('file-unreadable', { file: name, systemCode }, { cause: error });
      throw error;
    });
  }
}

async function firstOctets(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const octets = new Uint8Array(messageLimits.mailbox.recognizedOctets);
    const { bytesRead } = await file.read(octets, 0, octets.length, 0);
    return octets.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
