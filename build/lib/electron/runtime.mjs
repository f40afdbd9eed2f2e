/**
 * Which Electron is used. In this order: the one named by POSTHORN_ELECTRON (an executable, or a folder holding it) or
 * ELECTRON_OVERRIDE_DIST_PATH (a folder); the official one of the `electron` package, fetched by that package's own installer;
 * on Linux x64, where the releases site cannot be reached, the one made from the npm registry.
 *
 * Tests and scripts call `electronRuntime()` after set-up:
 *
 *     const { executable, args } = electronRuntime();
 *     await _electron.launch({ executablePath: executable, args: [...args, '.'] });
 */
import { existsSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isComplete, makeRegistryRuntime, registryRuntime, registrySupported } from './registry.mjs';
import { readJson, readText, scratchFolder, sizeBelow, writeWhole } from '../files.mjs';
import { inRoot } from '../paths.mjs';
import { isRoot, run } from '../run.mjs';
import { SetupError, say, showProgress } from '../talk.mjs';

/** A download that brings no byte for this long is given up: the site drops what it does not answer. */
const stalledAfterMs = 30_000;

/**
 * @typedef {object} ElectronRuntime
 * @property {string} executable
 * @property {string} dist the folder with Electron's files (what electron-builder calls electronDist)
 * @property {string[]} args what every start needs: `--no-sandbox` for root on Linux, where Chromium refuses to run without
 * @property {string} version of Electron
 * @property {'override' | 'official' | 'registry'} source
 */

const recordFile = inRoot('node_modules', '.posthorn-electron.json');

const executableName =
  process.platform === 'win32'
    ? 'electron.exe'
    : process.platform === 'darwin'
      ? join('Electron.app', 'Contents', 'MacOS', 'Electron')
      : 'electron';

/**
 * The runtime that set-up chose.
 * @returns {ElectronRuntime}
 * @throws {SetupError} when there is none yet
 */
export function electronRuntime() {
  const runtime = overridden() ?? official() ?? recorded();
  if (runtime === null)
    throw new SetupError('Electron is not set up yet: npm start, npm test and npm run build do that');
  return runtime;
}

/** Finds or fetches a runtime, and says in one line which. @returns {Promise<ElectronRuntime>} */
export async function setUpElectron() {
  const ready = overridden() ?? official() ?? recorded();
  if (ready !== null) return tell(ready);
  // A cached copy of the registry's is used at once, but only after the official one had its chance in this checkout.
  const refused = await installOfficial();
  if (refused === null) return tell(electronRuntime());
  if (!registrySupported) {
    throw new SetupError(
      `Electron's binary could not be fetched from its releases site:\n${refused}\n` +
        'Set HTTPS_PROXY or ELECTRON_MIRROR if your network needs one, or POSTHORN_ELECTRON to an Electron that you have.',
    );
  }
  const [reason] = refused.split('\n');
  say(`Electron's releases site cannot be used (${reason ?? ''}); taking the npm registry's copy`);
  const { dist, version } = await makeRegistryRuntime();
  writeWhole(recordFile, JSON.stringify({ dist, version }));
  return tell(runtimeAt(dist, version, 'registry'));
}

/** @param {ElectronRuntime} runtime */
function tell(runtime) {
  const from = {
    override: 'named by the environment',
    official: 'the official binary',
    registry: 'made from the npm registry, for development and tests',
  }[runtime.source];
  say(`Electron ${runtime.version}, ${from}: ${runtime.executable}`);
  return runtime;
}

/**
 * @param {string} dist
 * @param {string} version
 * @param {ElectronRuntime['source']} source
 * @param {string} [executable]
 * @returns {ElectronRuntime}
 */
function runtimeAt(dist, version, source, executable = join(dist, executableName)) {
  const args = isRoot && process.platform === 'linux' ? ['--no-sandbox'] : [];
  return { executable, dist, args, version, source };
}

/** @returns {ElectronRuntime | null} */
function overridden() {
  const { POSTHORN_ELECTRON: ours, ELECTRON_OVERRIDE_DIST_PATH: theirs } = process.env;
  const named = ours !== undefined && ours !== '' ? ours : theirs;
  if (named === undefined || named === '') return null;
  const path = resolve(named);
  if (!existsSync(path)) throw new SetupError(`the environment names an Electron that is not there: ${path}`);
  const executable = statSync(path).isDirectory() ? join(path, executableName) : path;
  if (!existsSync(executable)) throw new SetupError(`there is no Electron executable in ${path}`);
  const dist = executable.endsWith(executableName)
    ? executable.slice(0, -executableName.length - 1)
    : dirname(executable);
  return runtimeAt(dist, versionIn(dist) ?? 'of unknown version', 'override', executable);
}

/** @param {string} dist */
function versionIn(dist) {
  return readText(join(dist, 'version'))?.trim().replace(/^v/, '') ?? null;
}

/** @returns {ElectronRuntime | null} */
function official() {
  const wanted = readJson(inRoot('node_modules', 'electron', 'package.json'));
  if (typeof wanted !== 'object' || wanted === null || !('version' in wanted)) return null;
  const dist = inRoot('node_modules', 'electron', 'dist');
  // The installer writes path.txt last of all.
  const finished = existsSync(inRoot('node_modules', 'electron', 'path.txt')) && existsSync(join(dist, executableName));
  return finished && versionIn(dist) === wanted.version ? runtimeAt(dist, String(wanted.version), 'official') : null;
}

/** @returns {ElectronRuntime | null} */
function recorded() {
  if (!registrySupported) return null;
  const record = readJson(recordFile);
  if (typeof record !== 'object' || record === null || !('dist' in record)) return null;
  const { dist, version } = registryRuntime();
  return record.dist === dist && isComplete(dist) ? runtimeAt(dist, version, 'registry') : null;
}

/** @returns {Promise<string | null>} null when it is there now, else why not */
async function installOfficial() {
  const downloads = scratchFolder();
  const installer = inRoot('node_modules', 'electron', 'install.js');
  if (!existsSync(installer)) return 'the electron package has no installer';
  say("fetching Electron's official binary");
  rmSync(inRoot('node_modules', 'electron', 'path.txt'), { force: true });
  const { status, output } = await run(process.execPath, [installer], {
    cwd: inRoot(),
    capture: true,
    // The installer downloads into the temporary folder: one of our own can be watched for growth.
    env: { ...process.env, TMPDIR: downloads, TEMP: downloads, TMP: downloads },
    watch: (stop) => watchGrowth([downloads, inRoot('node_modules', 'electron', 'dist')], stop),
  });
  rmSync(downloads, { recursive: true, force: true });
  if (status === 0 && official() !== null) return null;
  return output.trim() === '' ? `the installer ended with status ${status}` : output.trim();
}

/**
 * @param {string[]} folders
 * @param {(reason: string) => void} stop
 * @returns {() => void}
 */
function watchGrowth(folders, stop) {
  let size = -1;
  let since = Date.now();
  const end = showProgress(() => (size > 0 ? `${Math.round(size / 1_000_000)} MB so far` : null));
  const timer = setInterval(() => {
    const now = folders.reduce((sum, folder) => sum + sizeBelow(folder), 0);
    if (now !== size) {
      size = now;
      since = Date.now();
    } else if (Date.now() - since > stalledAfterMs) {
      stop(`no answer for ${stalledAfterMs / 1000} seconds`);
    }
  }, 500);
  return () => {
    clearInterval(timer);
    end();
  };
}
