/** The page of the bench of lists (renderer/gallery/lists), built into a folder of its own. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';
import { chromeTarget } from '../bundle.mjs';
import { inRoot } from '../paths.mjs';

/** @param {string} outDir emptied first */
export async function buildListPage(outDir) {
  await build({
    configFile: false,
    root: inRoot('renderer', 'gallery', 'lists'),
    // Read from a file, not over a network.
    base: './',
    logLevel: 'warn',
    plugins: [svelte({ configFile: false })],
    build: { outDir, emptyOutDir: true, target: chromeTarget, modulePreload: { polyfill: false } },
  });
}
