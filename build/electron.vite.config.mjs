/**
 * The three parts of the app. main: ES modules, one file per worker beside it. preload: one CommonJS file, because a sandboxed
 * window loads nothing else. renderer: the window. What the checkout does not have yet is left out.
 */
import { existsSync, readFileSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { chromeTarget, external, nodeTarget, workerEntries } from './lib/bundle.mjs';
import { lexiconWords } from './lib/lexicon-words.mjs';
import { inRoot } from './lib/paths.mjs';

const entry = {
  entry: inRoot('electron', 'main', 'entry.ts'),
  main: inRoot('electron', 'main', 'main.ts'),
  preload: inRoot('electron', 'preload', 'preload.ts'),
  renderer: inRoot('renderer', 'index.html'),
};

// Chunks are read from this disk, not over a network: their size is no reason for a warning.
const common = { emptyOutDir: true, reportCompressedSize: false, sourcemap: true, chunkSizeWarningLimit: 16_384 };

/** @type {{ version: string }} */
const releases = JSON.parse(readFileSync(inRoot('build', 'tables', 'electron-checksums.json'), 'utf8'));

const main = {
  plugins: [lexiconWords()],
  define: { RELEASE_ELECTRON: JSON.stringify(releases.version) },
  build: {
    ...common,
    outDir: inRoot('out', 'main'),
    target: nodeTarget,
    externalizeDeps: false,
    rolldownOptions: {
      external,
      input: {
        ...(existsSync(entry.entry) ? { entry: entry.entry } : {}),
        main: entry.main,
        ...workerEntries(),
      },
      output: {
        format: /** @type {const} */ ('es'),
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
      },
    },
  },
};

const preload = {
  build: {
    ...common,
    outDir: inRoot('out', 'preload'),
    target: nodeTarget,
    externalizeDeps: false,
    rolldownOptions: {
      external: ['electron'],
      input: { preload: entry.preload },
      output: { format: /** @type {const} */ ('cjs'), entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
};

const renderer = {
  root: inRoot('renderer'),
  plugins: [svelte({ configFile: false })],
  build: {
    ...common,
    outDir: inRoot('out', 'renderer'),
    target: chromeTarget,
    // Vite's own helper for older browsers is an inline script, which the window's Content-Security-Policy forbids.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    minify: true,
    rolldownOptions: { input: { index: entry.renderer }, checks: { pluginTimings: false } },
  },
};

export default defineConfig({
  ...(existsSync(entry.main) ? { main } : {}),
  ...(existsSync(entry.preload) ? { preload } : {}),
  ...(existsSync(entry.renderer) ? { renderer } : {}),
});
