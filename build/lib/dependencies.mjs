/** `npm ci`, when what is installed is not what the lockfile asks for. */
import { existsSync } from 'node:fs';
import { holdLockToo, readJson, readText, hashOf, writeWhole } from './files.mjs';
import { inRoot } from './paths.mjs';
import { npm } from './run.mjs';
import { SetupError, howFar, say, showProgress } from './talk.mjs';

const stampFile = inRoot('node_modules', '.posthorn-installed.json');

/** The oldest Node of each release line that the tools work with. */
const oldest = [
  [20, 19],
  [22, 12],
  [24, 0],
];

export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const line = oldest.find(([wanted]) => wanted === major);
  const tooOld = line === undefined ? major < 24 : minor < (line[1] ?? 0);
  if (tooOld) throw new SetupError(`Node ${process.versions.node} is too old: 20.19, 22.12, 24 or newer is needed`);
}

export async function installDependencies() {
  const lockfile = readText(inRoot('package-lock.json'));
  if (lockfile === null) throw new SetupError('package-lock.json is missing: this is not a whole checkout');
  // A native package is chosen by platform; ours are Node-API and outlive a change of Node, but not all tools' are.
  const wanted = hashOf(
    ['package.json', 'package-lock.json'],
    [process.platform, process.arch, process.versions.modules],
  );
  const packages = packagesOf(lockfile);
  const stamp = readJson(stampFile);
  const stamped = typeof stamp === 'object' && stamp !== null && 'key' in stamp && stamp.key === wanted;
  if (stamped && allThere(packages)) return;
  if (!installedByHand(packages)) {
    say('installing the packages of package-lock.json (npm ci)');
    // No install script of any package is needed. Development packages are, whatever NODE_ENV says.
    const due = packages
      .filter(([, { optional }]) => optional !== true)
      .map(([folder]) => inRoot(folder, 'package.json'));
    const since = Date.now();
    // npm fetches all of them first and says nothing meanwhile; what it undid of an earlier one is not there at its beginning.
    const end = showProgress(() => {
      const there = due.filter((path) => existsSync(path)).length;
      const seconds = Math.round((Date.now() - since) / 1000);
      return there === 0
        ? `fetching ${due.length} packages, ${seconds} s so far`
        : howFar(there, due.length, 'packages', since);
    });
    const { status } = await npm(['ci', '--ignore-scripts', '--include=dev', '--include=optional'], {
      cwd: inRoot(),
      onStart: holdLockToo,
    }).finally(end);
    if (status !== 0) throw new SetupError(`npm ci failed (status ${status}); what it said is above`);
  }
  writeWhole(stampFile, JSON.stringify({ key: wanted }));
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, peer?: boolean, link?: boolean }} Locked
 * @param {string} lockfile
 * @returns {[string, Locked][]} by folder
 */
function packagesOf(lockfile) {
  /** @type {{ packages?: Record<string, Locked> }} */
  const parsed = JSON.parse(lockfile);
  return Object.entries(parsed.packages ?? {}).filter(([folder]) => folder !== '');
}

/**
 * Catches an `npm install` that was cut short after the stamp was written.
 * @param {[string, Locked][]} packages
 */
function allThere(packages) {
  return packages.every(([folder, { optional }]) => optional === true || existsSync(inRoot(folder, 'package.json')));
}

/**
 * Whether someone has already run `npm ci` or `npm install`: npm writes its own record of what it installed last of all.
 * @param {[string, Locked][]} packages
 */
function installedByHand(packages) {
  const record = readText(inRoot('node_modules', '.package-lock.json'));
  if (record === null) return false;
  const installed = new Map(packagesOf(record));
  return (
    packages.every(([folder, wanted]) => {
      const found = installed.get(folder);
      if (found === undefined) return wanted.optional === true;
      return found.version === wanted.version && found.integrity === wanted.integrity;
    }) && allThere(packages)
  );
}
