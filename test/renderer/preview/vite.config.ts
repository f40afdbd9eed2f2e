/**
 * The window over a made-up host, and the gallery of its pieces, for looking at in a browser:
 * `npx vite --config test/renderer/preview/vite.config.ts`, then / or /gallery.html. Never part of the app.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: at('.'),
  plugins: [svelte({ configFile: false })],
  build: {
    outDir: at('../../../out/preview'),
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: { input: [at('index.html'), at('gallery.html')] },
  },
});
