/**
 * Debian's and Ubuntu's package tools: install without a question asked and without a service started, or say the exact
 * command that would.
 */
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readText } from '../files.mjs';
import { findProgram, isRoot, run, widePath } from '../run.mjs';
import { SetupError, say } from '../talk.mjs';

export const hasApt = process.platform === 'linux' && findProgram('apt-get') !== null && findProgram('dpkg') !== null;

const environment = { ...process.env, PATH: widePath(), DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
const policyFile = '/usr/sbin/policy-rc.d';
const policyMark = '# Placed by the set-up of Posthorn for the length of one apt-get; safe to remove.';

/** `sudo -n` never asks; it is only tried where nobody could answer, in CI. */
const withSudo = !isRoot && process.env.CI === 'true' && findProgram('sudo') !== null;

export const canInstall = hasApt && (isRoot || withSudo);

/** @param {readonly string[]} packages */
export function commandFor(packages) {
  const sudo = isRoot ? '' : 'sudo ';
  return `${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}

/**
 * Debian 13 and Ubuntu 24.04 renamed libraries with a `t64` at the end.
 * @param {string} name the older name
 * @returns {Promise<string>}
 */
export async function renamed(name) {
  const show = await run('apt-cache', ['show', `${name}t64`], { capture: true, env: environment });
  if (show.status === 0) return `${name}t64`;
  const older = await run('apt-cache', ['show', name], { capture: true, env: environment });
  if (older.status === 0) return name;
  // No package lists yet, as in a container's image: the release decides.
  const release = readText('/etc/os-release') ?? '';
  const id = /^ID="?([a-z]+)/m.exec(release)?.[1] ?? '';
  const version = Number(/^VERSION_ID="?(\d+(?:\.\d+)?)/m.exec(release)?.[1] ?? 'NaN');
  const isNew = (id === 'debian' && version >= 13) || (id === 'ubuntu' && version >= 24.04);
  return isNew ? `${name}t64` : name;
}

/**
 * @param {readonly string[]} packages
 * @param {readonly string[]} [answers] debconf selections, set before
 */
export async function install(packages, answers = []) {
  say(`installing with apt-get: ${packages.join(' ')}`);
  removeOwnPolicy();
  if (answers.length > 0) await privileged('debconf-set-selections', [], `${answers.join('\n')}\n`);
  const placed = isRoot && placePolicy();
  try {
    let result = await aptInstall(packages);
    if (result.status !== 0) {
      // What usually stands in the way: no or old package lists, or an earlier dpkg that was cut short.
      await privileged('dpkg', ['--configure', '-a', '--force-confold']);
      await privileged('apt-get', ['update', '-q']);
      result = await aptInstall(packages);
    }
    if (result.status !== 0) {
      throw new SetupError(
        `apt-get could not install the packages:\n${result.output.trim().split('\n').slice(-12).join('\n')}\n` +
          `The command was: ${commandFor(packages)}`,
      );
    }
  } finally {
    if (placed) removeOwnPolicy();
  }
}

/** @param {readonly string[]} packages */
function aptInstall(packages) {
  const options = [
    '-y',
    '-q',
    '--no-install-recommends',
    '-o',
    'DPkg::Lock::Timeout=300',
    '-o',
    'Dpkg::Options::=--force-confold',
  ];
  return privileged('apt-get', ['install', ...options, ...packages]);
}

/** @param {string} command @param {string[]} args @param {string} [input] */
function privileged(command, args, input) {
  const options = { capture: true, env: environment, ...(input === undefined ? {} : { input }) };
  if (isRoot) return run(command, args, options);
  return run('sudo', ['-n', 'env', 'DEBIAN_FRONTEND=noninteractive', 'LC_ALL=C', command, ...args], options);
}

/** Packages start their services unless this file says no; one that is there already has its own opinion and stays. */
function placePolicy() {
  if (readText(policyFile) !== null) return false;
  writeFileSync(policyFile, `#!/bin/sh\n${policyMark}\nexit 101\n`, { flag: 'wx' });
  chmodSync(policyFile, 0o755);
  process.on('exit', removeOwnPolicy);
  return true;
}

/** Also the one that a killed set-up left behind: it would keep the machine's services from starting. */
function removeOwnPolicy() {
  if (isRoot && readText(policyFile) !== null && readFileSync(policyFile, 'utf8').includes(policyMark)) {
    rmSync(policyFile, { force: true });
  }
}
