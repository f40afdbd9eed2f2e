/**
 * Reads messages for the search in a worker of its own, one at a time, each within a limit of time and one of memory: what a
 * message was made to cost is paid by nobody else, least of all by a client that waits for its 250.
 */
import { limits } from '../limits.ts';
import { MailboxWorker } from './client.ts';
import type { MessageText } from './worker-protocol.ts';

export interface ReaderOptions {
  readonly dir: string;
  /** The built mailbox-worker. */
  readonly url: string;
}

export class MessageReader {
  readonly #options: ReaderOptions;
  #worker: MailboxWorker | null = null;
  #closed = false;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** Null: not within the limits. Rejects where no worker can be started. */
  async read(id: string): Promise<MessageText | null> {
    const worker = await this.#ready();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), limits.mailbox.readMs);
    });
    try {
      const text = await Promise.race([worker.call('text', { id }), late]);
      if (text === null) await this.#drop(worker);
      return text;
    } catch (error) {
      if (this.#closed) throw error;
      // It ended over this message, or the message could not be read: another try would end alike.
      if (worker.dead) await this.#drop(worker);
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#worker?.terminate();
    this.#worker = null;
  }

  async #ready(): Promise<MailboxWorker> {
    if (this.#worker === null) {
      const { dir, url } = this.#options;
      this.#worker = new MailboxWorker(new URL(url), { role: 'text', dir });
    }
    const worker = this.#worker;
    try {
      await worker.ready;
    } catch (error) {
      await this.#drop(worker);
      throw error;
    }
    return worker;
  }

  async #drop(worker: MailboxWorker): Promise<void> {
    if (this.#worker === worker) this.#worker = null;
    await worker.terminate();
  }
}
