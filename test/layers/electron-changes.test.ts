/**
 * What docs/electron.md says is not used of Electron is not used: the names that its page of breaking changes speaks of, from 34 to the
 * Electron of releases, looked for in all code that can reach it. Where one is used on purpose, the document says what became of it.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inRoot } from '../../build/lib/paths.mjs';

/** By the version that changed or removed it. */
const unused: Readonly<Record<number, readonly string[]>> = {
  35: ['setPreloads', 'getPreloads', 'console-message', 'serviceWorkers', 'getFromVersionID', 'isAeroGlassEnabled'],
  36: ['getBitmap', 'getPrintersAsync', 'clearStorageData', 'loadExtension', 'systemPreferences'],
  37: ['utilityProcess', 'setUSBProtectedClassesHandler', 'VisibleOnAllWorkspaces'],
  38: ['plugin-crashed', 'webFrame.', 'routingId', 'OZONE_PLATFORM_HINT', 'ORIGINAL_XDG_CURRENT_DESKTOP'],
  39: ["'host-rules'", 'desktopCapturer', 'offscreen'],
  41: ['.cookies'],
  42: ['createFromNamedImage'],
  43: ['titleBarOverlay', 'titleBarStyle', 'frame: false', 'roundedCorners', 'toBitmap'],
  44: [
    'select-client-certificate',
    'LoginItemSettings',
    'isUnityRunning',
    'net.request',
    ' clipboard,',
    ' clipboard }',
  ],
  45: ["'login'", 'enableHeapProfiling', 'safeStorage', 'preconnect', 'setDisplayMediaRequestHandler'],
};

const sources = ['electron/main', 'electron/preload', 'build/default-app'].flatMap((folder) =>
  readdirSync(inRoot(folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|m?js)$/.test(name))
    .map((name) => join(folder, name)),
);

test('nothing that changed from 34 on is used without a word', () => {
  expect(sources.length).toBeGreaterThan(15);
  const found = sources.flatMap((path) => {
    const code = readFileSync(inRoot(path), 'utf8');
    return Object.entries(unused).flatMap(([version, names]) =>
      names.filter((name) => code.includes(name)).map((name) => `${path}: ${name} (${version})`),
    );
  });
  expect(found).toEqual([]);
});

test('the clipboard of the page is that of the web, and a dialog that shows hidden files is named', () => {
  const text = readFileSync(inRoot('docs', 'electron.md'), 'utf8');
  for (const name of ['navigator.clipboard.writeText', 'showHiddenFiles']) expect(text).toContain(name);
});

test('the document is of the Electron that releases are built with', () => {
  const { version } = JSON.parse(readFileSync(inRoot('node_modules', 'electron', 'package.json'), 'utf8')) as {
    version: string;
  };
  expect(readFileSync(inRoot('docs', 'electron.md'), 'utf8')).toContain(`Releases are built with Electron ${version}:`);
});
