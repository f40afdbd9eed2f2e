/** One mailbox worker as seen from outside: calls with answers, and what is left of them when the worker ends. */
import { Worker, type ResourceLimits } from 'node:worker_threads';
import { AppError } from '../../protocol/values/app-error.ts';
import { limits } from '../limits.ts';
import type { Counts, Operation, Operations, Response, WorkerSetup } from './worker-protocol.ts';

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
  #dead = false;

  constructor(url: URL, setup: WorkerSetup, onCounts: (counts: Counts) => void) {
    const resourceLimits = memory[setup.role];
    this.#worker = new Worker(url, { workerData: setup, name: `mailbox-${setup.role}`, resourceLimits });
    this.ready = new Promise((resolve, reject) => {
      this.#worker.on('message', (response: Response) => {
        switch (response.kind) {
          case 'ready':
            if (response.counts !== null) onCounts(response.counts);
            return resolve();
          case 'failed':
            reject(openFailure(response.error, response.code));
            return this.#end(new Error(response.error));
          case 'done':
            if (response.counts !== null) onCounts(response.counts);
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
        reject(error);
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

  #end(error: Error): void {
    this.#dead = true;
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}

/** A worker that needs more is ended by V8, and the process lives on. The index's own holds what the user has, not what a message says. */
const memory: Record<WorkerSetup['role'], ResourceLimits> = {
  index: {},
  text: { maxOldGenerationSizeMb: limits.mailbox.readHeap },
  view: { maxOldGenerationSizeMb: limits.mailbox.viewHeap },
};

function openFailure(error: string, code: string | null): AppError {
  const reason = code === 'SQLITE_BUSY' ? 'mailbox-in-use' : 'mailbox-not-opened';
  return new AppError('internal', { reason, systemCode: code ?? 'unknown' }, { cause: error });
}
