/**
 * The mailbox's workers as seen from outside: calls with answers, and what is left of them when a worker ends. The index's takes in
 * messages besides, as the test server's handler.
 */
import { randomBytes } from 'node:crypto';
import { Worker, type ResourceLimits } from 'node:worker_threads';
import { AppError } from '../../protocol/values/app-error.ts';
import type { MessageSummary } from '../../protocol/values/server/mailbox.ts';
import { limits as messageLimits } from '../../core/message/limits.ts';
import type { NewMessage, SpooledMessage } from '../../core/ports.ts';
import type { MessageHandler } from '../../core/server/handlers/types.ts';
import { INDEX_NEWER } from '../index/open.ts';
import type { RecordIndex, RunRow, SessionRow } from '../index/records.ts';
import { limits } from '../limits.ts';
import type {
  AddItem,
  Counts,
  IndexPlace,
  Operation,
  Operations,
  WorkerResponse,
  WorkerSetup,
} from './worker-protocol.ts';

interface Pending {
  readonly resolve: (output: Operations[Operation]['output']) => void;
  readonly reject: (error: Error) => void;
}

export class MailboxWorker {
  /** Rejects when the worker could not open the mailbox. */
  readonly ready: Promise<void>;
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #calls = 0;
  #counts: Counts | null = null;
  #listener: ((counts: Counts) => void) | null = null;
  #dead = false;

  constructor(url: URL, setup: WorkerSetup) {
    const resourceLimits = memory[setup.role];
    this.#worker = new Worker(url, { workerData: setup, name: `mailbox-${setup.role}`, resourceLimits });
    let failed = false;
    this.ready = new Promise((resolve, reject) => {
      this.#worker.on('message', (response: WorkerResponse) => {
        switch (response.kind) {
          case 'ready':
            this.#counted(response.counts);
            return resolve();
          case 'failed':
            failed = true;
            // Only when its thread has ended does it let go of the file, and whoever learns of it may try again at once.
            void this.#worker.terminate().then(() => reject(openFailure(response.error, response.code, setup)));
            return;
          case 'done':
            this.#counted(response.counts);
            this.#pending.get(response.call)?.resolve(response.output);
            this.#pending.delete(response.call);
            return;
          case 'error':
            this.#pending
              .get(response.call)
              ?.reject(new AppError('internal', { reason: 'mailbox' }, { cause: response.error }));
            this.#pending.delete(response.call);
        }
      });
      this.#worker.on('error', (error) => {
        reject(error);
        this.#end(error);
      });
      this.#worker.on('exit', () => {
        const error = new AppError('internal', { reason: 'mailbox-closed' });
        if (!failed) reject(error);
        this.#end(error);
      });
    });
    // Nobody waits for it where the worker is used without opening first; the calls are refused all the same.
    this.ready.catch(() => undefined);
  }

  get dead(): boolean {
    return this.#dead;
  }

  call<O extends Operation>(operation: O, input: Operations[O]['input']): Promise<Operations[O]['output']> {
    if (this.#dead) return Promise.reject(new AppError('internal', { reason: 'mailbox-closed' }));
    this.#calls += 1;
    const call = this.#calls;
    return new Promise((resolve, reject) => {
      // The worker answers a call with that operation's output; the pairing by number is what ties the types together.
      this.#pending.set(call, { resolve, reject });
      this.#worker.postMessage({ call, operation, input });
    });
  }

  /** Finishes what was asked before, then ends the worker. */
  async close(): Promise<void> {
    if (this.#dead) return;
    await this.call('close', null);
    await this.terminate();
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  /** Called at once with what is known, and after every change. */
  onCounts(listener: (counts: Counts) => void): void {
    this.#listener = listener;
    this.#counted(this.#counts);
  }

  #counted(counts: Counts | null): void {
    if (counts === null) return;
    this.#counts = counts;
    this.#listener?.(counts);
  }

  #end(error: Error): void {
    this.#dead = true;
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}

interface Kept {
  readonly reply: null;
  readonly message: MessageSummary;
}

export interface Inbox extends MessageHandler {
  /**
   * Takes over the spooled file. Once resolved the message survives the death of the process. Rejects with AppError `internal`, reason
   * `message-not-stored`.
   */
  handle(message: NewMessage, spooled: SpooledMessage): Promise<Kept>;
}

interface WaitingAdd {
  readonly item: AddItem;
  readonly resolve: (kept: Kept) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Messages that come in while the worker is busy go to it together and are committed together, so that a hundred sessions do not cost
 * a hundred transactions.
 */
export class IndexWorker extends MailboxWorker implements Inbox, RecordIndex {
  readonly name = 'inbox';
  #waiting: WaitingAdd[] = [];
  #batches = 0;

  /** `dir`: of the mailbox. */
  constructor(url: URL, dir: string, place: IndexPlace) {
    super(url, { role: 'index', dir, url: url.href, place });
  }

  runs(): Promise<readonly RunRow[]> {
    return this.call('runs', null);
  }

  async keepRuns(rows: readonly RunRow[]): Promise<void> {
    await this.call('keepRuns', rows);
  }

  async dropRuns(ids: readonly string[]): Promise<void> {
    await this.call('dropRuns', ids);
  }

  sessions(): Promise<readonly SessionRow[]> {
    return this.call('sessions', null);
  }

  async keepSessions(rows: readonly SessionRow[]): Promise<void> {
    await this.call('keepSessions', rows);
  }

  async dropSessionFiles(files: readonly string[]): Promise<void> {
    await this.call('dropSessionFiles', files);
  }

  handle(message: NewMessage, spooled: SpooledMessage): Promise<Kept> {
    return new Promise((resolve, reject) => {
      const item: AddItem = {
        id: newMessageId(),
        message,
        source: spooled.octets === undefined ? spooled.path : copyOf(spooled.octets, spooled.size),
        size: spooled.size,
        sha256: spooled.sha256,
        // A copy of its own: a view would send the whole buffer behind it to the worker.
        head: spooled.octets === undefined ? copyOf(spooled.head, messageLimits.mailbox.listHeadOctets) : null,
      };
      this.#waiting.push({ item, resolve, reject });
      this.#sendBatch();
    });
  }

  /** What comes in while two batches are under way makes up the next one. */
  #sendBatch(): void {
    if (this.#batches >= 2 || this.#waiting.length === 0) return;
    const batch = this.#waiting.splice(0, limits.mailbox.batch);
    this.#batches += 1;
    const items = batch.map(({ item }) => item);
    this.call('addAll', items)
      .then(
        (outcomes) => {
          batch.forEach(({ resolve, reject }, i) => {
            const outcome = outcomes[i];
            if (outcome?.ok === true) resolve({ reply: null, message: outcome.summary });
            else reject(new AppError('internal', { reason: 'message-not-stored' }, { cause: outcome?.error }));
          });
        },
        (error: unknown) => {
          const failure = error instanceof Error ? error : new Error(String(error));
          for (const { reject } of batch) reject(failure);
        },
      )
      .finally(() => {
        this.#batches -= 1;
        this.#sendBatch();
      });
  }
}

function copyOf(octets: Uint8Array, most: number): Uint8Array {
  return Uint8Array.prototype.slice.call(octets, 0, most);
}

const run = randomBytes(5).toString('hex');
let serial = 0;

/** Sorts by time of arrival; unique across processes by a number drawn once. */
function newMessageId(): string {
  serial += 1;
  return `${Date.now().toString(36).padStart(9, '0')}-${serial.toString(36).padStart(6, '0')}-${run}`;
}

/** A worker that needs more is ended by V8, and the process lives on. The index's own holds what the user has, not what a message says. */
const memory: Record<WorkerSetup['role'], ResourceLimits> = {
  index: {},
  text: { maxOldGenerationSizeMb: limits.mailbox.readHeap },
  view: { maxOldGenerationSizeMb: limits.mailbox.viewHeap },
};

function openFailure(error: string, code: string | null, setup: WorkerSetup): AppError {
  if (code === INDEX_NEWER && setup.role === 'index')
    return new AppError('file-newer', { file: setup.place.path }, { cause: error });
  const reason = code === 'SQLITE_BUSY' ? 'mailbox-in-use' : 'mailbox-not-opened';
  return new AppError('internal', { reason, systemCode: code ?? 'unknown' }, { cause: error });
}
