/** Settings read by a worker of their own, within time and memory: no form of them may cost the main process more than its text. */
import { Worker } from 'node:worker_threads';
import { importFailed, type ImportResult } from '../../core/profiles/exchange/imported.ts';
import { limits } from '../../core/profiles/limits.ts';

export interface ImportReaderOptions {
  /** The built import-worker. */
  readonly workerUrl: URL;
  /** Milliseconds. */
  readonly limitMs?: number;
  /** MiB of its heap. */
  readonly limitMb?: number;
}

/** `too-costly` when a limit is reached. Rejects when the worker could not do its work at all. */
export function readImport(
  text: string,
  { workerUrl, limitMs = limits.exchange.readMs, limitMb = limits.exchange.readMb }: ImportReaderOptions,
): Promise<ImportResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl, {
      workerData: text,
      name: 'import',
      resourceLimits: { maxOldGenerationSizeMb: limitMb },
    });
    const timer = setTimeout(() => settle(importFailed('too-costly')), limitMs);
    const settle = (result: ImportResult): void => {
      clearTimeout(timer);
      resolve(result);
      void worker.terminate();
    };
    worker.once('message', (result: ImportResult) => settle(result));
    worker.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return settle(importFailed('too-costly'));
      clearTimeout(timer);
      reject(error);
    });
  });
}
