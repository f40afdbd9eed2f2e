/**
 * Bundles of our own Node code: the command line, workers, tools. Native packages stay outside, because their binaries
 * are found relative to themselves; dynamic imports become chunks of their own, so that what is not used is not read.
 */
import { basename } from 'node:path';
import { build } from 'vite';
import { lexiconWords } from './lexicon-words.mjs';
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

/** @typedef {{ name: string, neededBy: readonly (readonly string[])[] }} Together */
/** @typedef {{ getModuleInfo: (id: string) => { importedIds: readonly string[] } | null }} Modules */

/**
 * All that the roots import, and they themselves; what is imported when it is needed is not followed.
 * @param {Modules} modules @param {readonly string[]} roots
 */
function importedBy(modules, roots) {
  /** @type {Set<string>} */
  const found = new Set();
  const open = [...roots];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    const info = modules.getModuleInfo(id);
    if (info === null && roots.includes(id)) throw new Error(`not part of this bundle: ${id}`);
    found.add(id);
    open.push(...(info?.importedIds ?? []));
  }
  return found;
}

/**
 * @param {Together} one @param {number} index @param {readonly Together[]} all
 * @param {readonly string[]} entries these stay where they are: they name files by their own place
 */
function group({ name, neededBy }, index, all, entries) {
  /** @type {Set<string>[] | null} */
  let sets = null;
  return {
    debugName: name,
    // The bundler takes no priority below 0: it would then put everything that two groups share into the later one.
    priority: all.length - index,
    /** @param {string} id @param {Modules} modules */
    name: (id, modules) => {
      sets ??= neededBy.map((roots) => importedBy(modules, roots));
      return !entries.includes(id) && sets.every((set) => set.has(id)) ? name : null;
    },
  };
}

/**
 * @param {{ entries: Record<string, string>, outDir: string, bundleDependencies?: boolean, minify?: boolean, sourcemap?: boolean, together?: readonly Together[] }} options
 *   entries: output name -> source file; outDir: emptied first; bundleDependencies: pure packages go into the bundle too,
 *   which starts faster than many small files; together: modules that go into one file, but for what an earlier one has taken: those that
 *   each list of roots imports; each file that has to be found and read costs a start some two milliseconds
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
    plugins: [lexiconWords()],
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
          ...(together.length === 0
            ? {}
            : {
                codeSplitting: {
                  groups: together.map((one, index, all) => group(one, index, all, Object.values(entries))),
                },
              }),
        },
      },
    },
  });
}

/**
 * The command line with its workers. One file holds what every start needs, whatever it is asked; then come what both a check and an
 * explanation need, what else a check needs, which the other commands mostly need too, and the judge, which is read when something was
 * refused, failed or is to be explained.
 * @param {string} outDir emptied first
 */
export async function bundleCommandLine(outDir) {
  const entry = inRoot('electron', 'cli', 'cli.ts');
  const check = inRoot('electron', 'cli', 'commands', 'check.ts');
  const explain = inRoot('electron', 'cli', 'commands', 'explain.ts');
  const judge = inRoot('electron', 'core', 'diagnosis', 'session.ts');
  await bundleForNode({
    entries: { posthorn: entry, ...workerEntries() },
    outDir,
    together: [
      { name: 'start', neededBy: [[entry]] },
      { name: 'words', neededBy: [[check], [explain, judge]] },
      { name: 'session', neededBy: [[check]] },
      { name: 'judge', neededBy: [[judge]] },
    ],
  });
}
