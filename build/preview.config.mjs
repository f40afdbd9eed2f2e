/**
 * The window over a made-up host, and the gallery of its pieces, for looking at in a browser:
 * `npx vite --config build/preview.config.mjs`, then / or /gallery.html. Never part of the app.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { chromeTarget } from './lib/bundle.mjs';
import { inRoot } from './lib/paths.mjs';

const root = inRoot('test', 'renderer', 'preview');

export default defineConfig({
  root,
  plugins: [svelte({ configFile: false })],
  build: {
    outDir: inRoot('out', 'preview'),
    emptyOutDir: true,
    target: chromeTarget,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: [
        inRoot('test', 'renderer', 'preview', 'index.html'),
        inRoot('test', 'renderer', 'preview', 'gallery.html'),
      ],
    },
  },
});
