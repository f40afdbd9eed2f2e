/** The one index of the data folder: opened by whoever asks first, shared by mailbox, history and sessions. */
import { join } from 'node:path';
import { lenient, type RecordIndex } from '../storage/index/records.ts';
import { IndexWorker } from '../storage/mailbox/client.ts';

export class DataIndex {
  readonly #dataDir: string;
  readonly #workerUrl: URL;
  readonly #log: (line: string) => void;
  #worker: Promise<IndexWorker> | null = null;

  /** `workerUrl`: of the built mailbox-worker. */
  constructor(dataDir: string, workerUrl: URL, log: (line: string) => void) {
    this.#dataDir = dataDir;
    this.#workerUrl = workerUrl;
    this.#log = log;
  }

  /** A failure is not remembered, so that the next call tries again. Rejects as openMailbox() does. */
  open(): Promise<IndexWorker> {
    this.#worker ??= this.#start().catch((error: unknown) => {
      this.#worker = null;
      throw error;
    });
    return this.#worker;
  }

  /** For those who can do without: null where it cannot be opened, which is said where mail is opened. */
  async records(): Promise<RecordIndex | null> {
    const worker = await this.open().catch(() => null);
    if (worker === null) return null;
    return lenient(worker, (error) =>
      this.#log(`the index could not be asked: ${error instanceof Error ? error.name : typeof error}`),
    );
  }

  /** After everybody who uses it. */
  async close(): Promise<void> {
    const worker = await this.#worker?.catch(() => null);
    await worker?.close();
  }

  async #start(): Promise<IndexWorker> {
    const dir = join(this.#dataDir, 'mailbox');
    const place = { path: join(this.#dataDir, 'index.db'), formerly: join(dir, 'index.db') };
    const worker = new IndexWorker(this.#workerUrl, dir, place);
    await worker.ready;
    return worker;
  }
}
