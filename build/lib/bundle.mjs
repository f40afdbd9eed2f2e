/**
 * Bundles of our own Node code: the command line, workers, tools. Native packages stay outside, because their binaries
 * are found relative to themselves; dynamic imports become chunks of their own, so that what is not used is not read.
 */
import { basename } from 'node:path';
import { build } from 'vite';
import { filesBelow, inRoot } from './paths.mjs';

/** Packages that cannot be inside a bundle. */
export const external = ['electron', 'keytar', 'libsql'];

/** The oldest runtime that everything must work in: Electron 33. */
export const nodeTarget = 'node20.18';
export const chromeTarget = 'chrome130';

/**
 * The worker entries, by the name of the file they are built to: `mailbox-worker` -> `electron/storage/mailbox/mailbox-worker.ts`.
 * @returns {Record<string, string>}
 */
export function workerEntries() {
  /** @type {Record<string, string>} */
  const entries = {};
  for (const path of filesBelow('electron', (file) => file.endsWith('-worker.ts'))) {
    const name = basename(path, '.ts');
    if (entries[name] !== undefined) throw new Error(`two workers are called ${name}: ${path} and ${entries[name]}`);
    entries[name] = inRoot(path);
  }
  return entries;
}

/** @type {(one: { name: string, of: RegExp }, index: number) => { name: string, test: RegExp, priority: number }} */
const group = ({ name, of }, index) => ({ name, test: of, priority: -index });

/**
 * @param {{ entries: Record<string, string>, outDir: string, bundleDependencies?: boolean, minify?: boolean, sourcemap?: boolean, together?: { name: string, of: RegExp }[] }} options
 *   entries: output name -> source file; outDir: emptied first; bundleDependencies: pure packages go into the bundle too,
 *   which starts faster than many small files; together: modules that go into one file with all that they import, but for what an
 *   earlier one has taken: each file that has to be found and read costs a start some two milliseconds
 */
export async function bundleForNode({
  entries,
  outDir,
  bundleDependencies = true,
  minify = false,
  sourcemap = true,
  together = [],
}) {
  await build({
    configFile: false,
    root: inRoot(),
    logLevel: 'warn',
    ...(bundleDependencies ? { ssr: { noExternal: true, external } } : {}),
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: nodeTarget,
      minify,
      sourcemap,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 16_384,
      rolldownOptions: {
        input: entries,
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          ...(together.length === 0 ? {} : { codeSplitting: { groups: together.map(group) } }),
        },
      },
    },
  });
}
