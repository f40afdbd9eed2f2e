/**
 * What the machine itself must bring on Linux: the shared libraries of Electron, a virtual display where there is no
 * screen, and for the tests the mail servers and the keyring that they talk to. The names are in system-packages.json.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canInstall, commandFor, hasApt, install, renamed } from './apt.mjs';
import { inRoot } from '../paths.mjs';
import { findProgram, isRoot, run } from '../run.mjs';
import { SetupError, say, warn } from '../talk.mjs';

/** @type {import('../../tables/system-packages.json')} */
const data = JSON.parse(readFileSync(inRoot('build', 'tables', 'system-packages.json'), 'utf8'));

/** @type {Record<string, string>} */
const packageOfLibrary = data.libraries;

const inCi = process.env.CI === 'true';

/** A screen of the user's own. */
export const hasDisplay =
  process.platform !== 'linux' ||
  [process.env.DISPLAY, process.env.WAYLAND_DISPLAY].some((name) => (name ?? '') !== '');

/**
 * @param {{ executable: string, virtualDisplay: boolean }} needs
 * @throws {SetupError} with the command to type, when it may not install by itself
 */
export async function setUpSystem({ executable, virtualDisplay }) {
  if (process.platform !== 'linux') return;
  const libraries = await missingLibraries(executable);
  const names = new Set(await packagesFor(libraries));
  if (virtualDisplay && findProgram('Xvfb') === null)
    for (const { packages } of data.display) packages.forEach((name) => names.add(name));
  if (names.size > 0) {
    const what = [
      ...(libraries.length > 0 ? [`shared libraries of Electron (${libraries.join(', ')})`] : []),
      ...(virtualDisplay && findProgram('Xvfb') === null ? ['the virtual display Xvfb'] : []),
    ].join(' and ');
    if (!hasApt)
      throw new SetupError(`this machine lacks ${what}; install them with its package manager and start again`);
    if (!canInstall) throw new SetupError(`this machine lacks ${what}. Please run:\n\n  ${commandFor([...names])}\n`);
    await install([...names]);
    const still = await missingLibraries(executable);
    if (still.length > 0) throw new SetupError(`still missing after the installation: ${still.join(', ')}`);
  }
  await wantKeychainLibrary();
  await checkSandbox(executable);
}

/** The keychain's library is a wish: without it the app keeps secrets for the session only, and says so. */
async function wantKeychainLibrary() {
  const addon = inRoot('node_modules', 'keytar', 'prebuilds', `linux-${process.arch}`, 'keytar.node');
  const missing = existsSync(addon) ? await missingLibraries(addon) : [];
  if (missing.length === 0) return;
  const packages = await packagesFor(missing);
  if (!canInstall) {
    const how = hasApt ? `; to have it: ${commandFor(packages)}` : '';
    warn(`the keychain's library is missing (${missing.join(', ')}): passwords are kept for the session only${how}`);
    return;
  }
  await install(packages).catch((/** @type {unknown} */ error) => {
    warn(error instanceof Error ? error.message : String(error));
  });
}

/** @param {string} file @returns {Promise<string[]>} */
async function missingLibraries(file) {
  if (findProgram('ldd') === null) return [];
  const { output } = await run('ldd', [file], { capture: true, env: { ...process.env, LC_ALL: 'C' } });
  const found = [...output.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name ?? '');
  return [...new Set(found)].sort();
}

/** @param {readonly string[]} libraries @returns {Promise<string[]>} */
async function packagesFor(libraries) {
  /** @type {Set<string>} */
  const names = new Set();
  for (const library of libraries) {
    const known = packageOfLibrary[library];
    for (const name of known === undefined ? data.unknownLibrary : [known]) names.add(name);
  }
  const current = [];
  for (const name of names) current.push(data.renamedSince2024.includes(name) ? await renamed(name) : name);
  return current.sort();
}

/**
 * Chromium's sandbox needs user namespaces, or its helper set up by root. Ubuntu 24.04 forbids the first to programs that
 * AppArmor does not know, and so do many containers.
 * @param {string} executable
 */
async function checkSandbox(executable) {
  if (isRoot || findProgram('unshare') === null) return;
  const { status } = await run('unshare', ['--user', '--map-root-user', 'true'], { capture: true });
  if (status === 0) return;
  const helper = join(executable, '..', 'chrome-sandbox');
  const stat = await run('stat', ['-c', '%u %a', helper], { capture: true });
  if (/^0 4\d55\b/.test(stat.output)) return;
  throw new SetupError(
    "this system does not let an ordinary program make a sandbox, and Electron's helper is not set up. Please run:\n\n" +
      `  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'\n`,
  );
}

/** @param {{ file?: string, perl?: string }} what a program, a path, or a module of Perl's */
async function isThere({ file, perl }) {
  if (perl !== undefined) {
    if (findProgram('perl') === null) return false;
    return (await run('perl', [`-M${perl}`, '-e', '1'], { capture: true })).status === 0;
  }
  if (file === undefined) return true;
  return file.startsWith('/') ? existsSync(file) : findProgram(file) !== null;
}

/**
 * Real servers for the interop tests, where installing them replaces nothing: as root with no mail server present, or in
 * CI. Elsewhere the tests say why they are skipped.
 */
export async function setUpInterop() {
  if (process.platform !== 'linux' || !canInstall) return;
  if (!inCi && !isRoot) return;
  const otherMailServer = findProgram('sendmail') !== null && findProgram('postconf') === null;
  const missing = [];
  for (const one of data.interop) {
    const unwanted = one.mailServer === true && otherMailServer && !inCi;
    if (!unwanted && !(await isThere(one))) missing.push(one);
  }
  if (otherMailServer && !inCi) say('another mail server is installed here: Postfix stays out, its tests are skipped');
  if (missing.length === 0) return;
  // What not every release has is asked for by itself, so that the others come without it.
  const together = missing.filter(({ alone }) => alone !== true);
  const apart = missing.filter(({ alone }) => alone === true).map((one) => [one]);
  for (const wanted of [together, ...apart]) {
    if (wanted.length === 0) continue;
    try {
      await install([...new Set(wanted.flatMap(({ packages }) => packages))], data.answers);
    } catch (error) {
      warn(`${error instanceof Error ? error.message : String(error)}\nThe tests that need them will say so.`);
    }
  }
}
