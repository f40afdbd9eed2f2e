/**
 * Vitest's global set-up: bundles every `electron/**\/*-worker.ts` into `<folder>/<name>.js`, because Node 20's `Worker`
 * cannot load TypeScript. A test finds the folder by `inject('workersDir')` (from 'vitest') or in
 * `process.env.POSTHORN_WORKERS_DIR`, and hands the worker's URL to the code under test:
 *
 *     const worker = pathToFileURL(join(inject('workersDir'), 'mailbox-worker.js'));
 *
 * Code that starts a worker takes its URL as a parameter; composition (main, command line, a test) decides where it is. In the
 * app and the command line a worker lies next to the entry: `new URL('./mailbox-worker.js', import.meta.url)` in main.ts, cli.ts.
 */
import { mkdir, rm } from 'node:fs/promises';
import type {} from 'vitest';
import type { TestProject } from 'vitest/node';
import { bundleForNode, workerEntries } from '../../build/lib/bundle.mjs';
import { inRoot } from '../../build/lib/paths.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    workersDir: string;
  }
}

// Below the checkout, so that packages left out of the bundle are found; one folder a process, so that runs at the same time
// do not empty each other's.
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = inRoot('out', 'test-workers', String(process.pid));
  const entries = workerEntries();
  if (Object.keys(entries).length > 0) await bundleForNode({ entries, outDir: folder });
  else await mkdir(folder, { recursive: true });
  project.provide('workersDir', folder);
  process.env.POSTHORN_WORKERS_DIR = folder;
  return async () => {
    await rm(folder, { recursive: true, force: true });
  };
}
