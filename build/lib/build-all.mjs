/** Builds the app, the command line and the library into out/, when their sources are not those of the last build. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { hashOf, readJson, writeWhole } from './files.mjs';
import { filesBelow, inRoot } from './paths.mjs';
import { say } from './talk.mjs';

const stampFile = inRoot('out', '.built.json');

/** Entries by what is built of them. Another part of the same build, such as a worker, is not listed. */
const parts = [
  { source: 'electron/main/main.ts', product: 'out/main/main.js', of: 'app' },
  { source: 'electron/preload/preload.ts', product: 'out/preload/preload.cjs', of: 'app' },
  { source: 'renderer/index.html', product: 'out/renderer/index.html', of: 'app' },
  { source: 'electron/cli/cli.ts', product: 'out/cli/posthorn.js', of: 'command line' },
  { source: 'electron/library/smtp.ts', product: 'out/library/smtp.js', of: 'library' },
  { source: 'electron/library/server.ts', product: 'out/library/server.js', of: 'library' },
];

/**
 * @param {{ force?: boolean }} [options]
 * @returns {Promise<boolean>} whether there was something to build
 */
export async function buildAll({ force = false } = {}) {
  const sources = [...filesBelow('electron'), ...filesBelow('renderer'), ...filesBelow('build')];
  const key = hashOf([...sources, 'package.json', 'package-lock.json', 'tsconfig.base.json']);
  const stamp = readJson(stampFile);
  const current = typeof stamp === 'object' && stamp !== null && 'key' in stamp && stamp.key === key;
  const present = parts.filter(({ source }) => existsSync(inRoot(source)));
  if (!force && current && present.every(({ product }) => existsSync(inRoot(product)))) return false;

  await rm(stampFile, { force: true });
  for (const { source } of parts) if (!existsSync(inRoot(source))) say(`not built, because it is not there: ${source}`);
  if (present.some(({ of }) => of === 'app')) {
    say('building the app');
    const { build } = await import('electron-vite');
    await build({ configFile: inRoot('build', 'electron.vite.config.mjs'), root: inRoot(), logLevel: 'warn' });
  }
  if (present.some(({ of }) => of === 'command line')) {
    say('building the command line');
    const { bundleCommandLine } = await import('./bundle.mjs');
    await bundleCommandLine(inRoot('out', 'cli'));
  }
  if (present.some(({ of }) => of === 'library')) {
    say('building the library');
    const { buildLibrary } = await import('./library.mjs');
    await buildLibrary(inRoot('out', 'library'));
  }
  writeWhole(stampFile, JSON.stringify({ key }));
  return true;
}
