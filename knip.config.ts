/** Knip: files nobody imports, exports nobody uses, packages nobody needs. */
import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  entry: [
    'electron/main/entry.ts!',
    'electron/main/main.ts!',
    'electron/preload/preload.ts!',
    'electron/cli/cli.ts!',
    'electron/library/smtp.ts!',
    'electron/library/server.ts!',
    'electron/**/*-worker.ts!',
    // What is built imports it (build/lib/lexicon-words.mjs).
    'electron/core/diagnosis/lexicon/prepared-wording.ts!',

    'renderer/main.ts!',
    // Entries of development: what only they reach is none of the product (build/lib/checks.mjs asks for both).
    'renderer/gallery/main.ts',
    'renderer/gallery/lists/page.ts',
    'build/*.mjs',
    'build/generate/*.mjs',
    // electron-builder starts it, by its path.
    'build/lib/packages/fpm.mjs',
    'build/default-app/main.js',
    'test/**/*.test.ts',
    'test/**/main.ts',
    'test/screenshots/*.shots.ts',
  ],
  project: [
    'electron/**/*.ts!',
    'renderer/**/*.{ts,svelte}!',
    '!renderer/gallery/**!',
    'build/**/*.{js,mjs}',
    'test/**/*.ts',
  ],
  // A type that describes a public function is useful to a reader, whether or not someone imports it today.
  exclude: ['types'],
  ignoreExportsUsedInFile: true,
  // The first is started by its path, in build/lib/checks.mjs; of the second the
  // end-to-end tests read the axe it brings.
  ignoreDependencies: ['svelte-check', '@axe-core/playwright'],
  // Programs of the machine, for the tests with real servers and a real keyring.
  ignoreBinaries: [
    'swaks',
    'openssl',
    'secret-tool',
    'dbus-send',
    'mount',
    'umount',
    'unshare',
    'prometheus',
    'ip',
    'mkfifo',
  ],
};

export default config;
