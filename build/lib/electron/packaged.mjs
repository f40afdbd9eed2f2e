/**
 * The packaged app as a folder: makes it when what goes into it has changed, and says where its parts are. Three kinds: the `trial`,
 * as users get it but of any Electron; the `driven`, whose window also takes the switches that a test needs to drive it; and the `older`, a
 * trial that says it is an earlier version, to be updated. Its own package.json says so, and nothing ships it.
 */
import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { configuration } from '../../electron-builder.mjs';
import { electronRuntime } from './runtime.mjs';
import { hashOf, readJson, writeWhole } from '../files.mjs';
import { filesBelow, inRoot } from '../paths.mjs';
import { say } from '../talk.mjs';

/**
 * @typedef {object} PackagedApp
 * @property {string} folder that holds all of it
 * @property {string} executable the app itself; its fuses are in it, or beside it on macOS
 * @property {string} starter what a user starts: on Linux a script before the app, elsewhere the app
 * @property {string} launcher the `posthorn` command
 * @property {string} resources the folder with app.asar
 */

/** @typedef {'trial' | 'driven' | 'older'} Kind */

/** What each kind's package.json says besides. */
const metadata = { trial: {}, driven: { drivenByTests: true }, older: { version: '0.0.9' } };

/** The mark of either kind, in the folder of the app. */
export const notForRelease = 'NOT-FOR-RELEASE.txt';

/** @type {Record<Kind, string>} */
const folders = { trial: 'dist', driven: 'dist/driven', older: 'dist/older' };

/**
 * Packs what `buildAll` has built. Offline: the Electron is the one that is set up.
 * @param {{ force?: boolean, kind?: Kind }} [options]
 * @returns {Promise<PackagedApp>}
 */
export async function packageFolder({ force = false, kind = 'trial' } = {}) {
  const { dist, version } = electronRuntime();
  const folder = folders[kind];
  const stampFile = inRoot(folder, '.packaged.json');
  const key = keyOf(dist);
  const stamp = readJson(stampFile);
  const current = typeof stamp === 'object' && stamp !== null && 'key' in stamp && stamp.key === key;
  const before = current && !force ? packagedApp(folder) : null;
  if (before !== null) return before;
  say(
    `packaging the app as a folder${{ trial: '', driven: ', to be driven by tests', older: ', as an older version' }[kind]}`,
  );
  await rm(stampFile, { force: true });
  const { build } = await import('electron-builder');
  const config = configuration();
  await build({
    projectDir: inRoot(),
    dir: true,
    publish: 'never',
    config: {
      ...config,
      electronDist: dist,
      electronVersion: version,
      directories: { ...config.directories, output: folder },
      extraMetadata: trialMetadata(kind),
    },
  });
  const made = packagedApp(folder);
  if (made === null) throw new Error(`electron-builder left no app in ${folder}/`);
  writeWhole(
    join(made.folder, notForRelease),
    `A trial of Posthorn with Electron ${version}, whose origin was not verified. Releases are made by npm run dist.\n`,
  );
  writeWhole(stampFile, JSON.stringify({ key }));
  return made;
}

/**
 * What the package.json of that kind says besides ours.
 * @param {Kind} kind
 * @returns {Record<string, unknown>}
 */
export const trialMetadata = (kind) => ({
  ...configuration().extraMetadata,
  notForRelease: true,
  ...metadata[kind],
});

/** @param {string} electron */
function keyOf(electron) {
  const built = filesBelow('out', (path) => /^out\/(main|preload|renderer|cli)\//.test(path) && !path.endsWith('.map'));
  const ours = [...filesBelow('build/package'), ...filesBelow('build/icons')];
  return hashOf(
    [
      ...built,
      ...ours,
      'build/electron-builder.mjs',
      'build/lib/electron/packaged.mjs',
      'package.json',
      'package-lock.json',
    ],
    [electron],
  );
}

/** @param {string} output @returns {PackagedApp | null} */
function packagedApp(output) {
  const folder = existsSync(inRoot(output)) ? readdirSync(inRoot(output)).find((name) => folderName.test(name)) : null;
  if (folder === null || folder === undefined) return null;
  const at = (/** @type {string[]} */ ...parts) => inRoot(output, folder, ...parts);
  const app = {
    linux: {
      folder: at(),
      executable: at('posthorn-app'),
      starter: at('posthorn'),
      launcher: at('bin', 'posthorn'),
      resources: at('resources'),
    },
    win32: {
      folder: at(),
      executable: at('Posthorn.exe'),
      starter: at('Posthorn.exe'),
      launcher: at('bin', 'posthorn.cmd'),
      resources: at('resources'),
    },
    darwin: {
      folder: at(),
      executable: at('Posthorn.app', 'Contents', 'MacOS', 'Posthorn'),
      starter: at('Posthorn.app', 'Contents', 'MacOS', 'Posthorn'),
      launcher: at('Posthorn.app', 'Contents', 'Resources', 'bin', 'posthorn'),
      resources: at('Posthorn.app', 'Contents', 'Resources'),
    },
  }[/** @type {'linux' | 'win32' | 'darwin'} */ (process.platform)];
  const complete = existsSync(app.executable) && existsSync(join(app.resources, 'app.asar'));
  return complete ? app : null;
}

/** electron-builder names the folder by platform and processor. */
const folderName = { linux: /^linux.*-unpacked$/, win32: /^win.*-unpacked$/, darwin: /^mac(-|$)/ }[
  /** @type {'linux' | 'win32' | 'darwin'} */ (process.platform)
];
