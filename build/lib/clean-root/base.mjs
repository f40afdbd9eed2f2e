/**
 * A clean system of the machine's own release, as debootstrap makes it, kept in the cache folder: what an installed package is tried in.
 * Mirror and release are those of the machine's apt.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../files.mjs';
import { findProgram, run, widePath } from '../run.mjs';
import { SetupError, say } from '../talk.mjs';

/** After so many days it is made anew: the release has had its updates by then. */
const MOST_DAYS = 30;

/** Debian and Ubuntu, by the name in their release files. */
const origins = ['Debian', 'Ubuntu'];

/** Packages that were fetched for it. */
export const archives = () => join(cacheFolder(), 'clean-root-archives');

/** @typedef {{ uri: string, release: string, components: string[] }} AptSource */

/** @returns {Promise<AptSource[]>} what the machine's apt has of its distribution, the release itself first */
async function aptSources() {
  const format = '$(REPO_URI) $(RELEASE) $(CODENAME) $(COMPONENT) $(ORIGIN)';
  const { output } = await run('apt-get', ['indextargets', '--format', format, 'Created-By: Packages'], {
    capture: true,
  });
  /** @type {Map<string, AptSource>} */
  const found = new Map();
  for (const line of output.split('\n')) {
    const [uri = '', release = '', , component = '', origin = ''] = line.split(' ');
    if (!origins.includes(origin)) continue;
    const key = `${uri} ${release}`;
    const source = found.get(key) ?? { uri, release, components: [] };
    if (!source.components.includes(component)) source.components.push(component);
    found.set(key, source);
  }
  return [...found.values()].sort((a, b) => a.release.length - b.release.length);
}

/**
 * Lines for apt's configuration: how the machine reaches the mirror. Proxies that the environment names are the environment's.
 * @returns {Promise<string>}
 */
async function aptConfiguration() {
  const { output } = await run('apt-config', ['dump'], { capture: true });
  const kept = /^Acquire::(?:https?::|ftp::|Check-|Retries)/;
  return output
    .split('\n')
    .filter((line) => kept.test(line) && !line.endsWith(' "";'))
    .concat('Binary::apt::APT::Keep-Downloaded-Packages "true";')
    .map((line) => `${line}\n`)
    .join('');
}

/**
 * @returns {Promise<string>} the folder; nothing writes to it
 * @throws {SetupError} where it cannot be made, with the reason
 */
export async function cleanBase() {
  let sources = await aptSources();
  if (sources.length === 0) {
    // A fresh machine has no lists yet, and without them nobody knows whose they would be.
    await run('apt-get', ['update'], { capture: true });
    sources = await aptSources();
  }
  const [first] = sources;
  if (first === undefined) throw new SetupError('apt knows no mirror of Debian or Ubuntu here');
  const base = join(cacheFolder(), `clean-root-${first.release}`);
  const made = join(base, '.made');
  const days = existsSync(made) ? (Date.now() - statSync(made).mtimeMs) / 86_400_000 : Infinity;
  if (days < MOST_DAYS) return base;
  if (findProgram('debootstrap') === null) throw new SetupError('debootstrap is not installed');
  say(`making a clean ${first.release}, once`);
  mkdirSync(cacheFolder(), { recursive: true });
  const temporary = mkdtempSync(join(cacheFolder(), 'clean-root-'));
  try {
    await debootstrap(first, temporary);
    const lists = sources.map(({ uri, release, components }) => `deb ${uri} ${release} ${components.join(' ')}\n`);
    writeFileSync(join(temporary, 'etc', 'apt', 'sources.list'), lists.join(''));
    writeFileSync(join(temporary, 'etc', 'apt', 'apt.conf.d', '90machine'), await aptConfiguration());
    copyFileSync('/etc/resolv.conf', join(temporary, 'etc', 'resolv.conf'));
    writeFileSync(join(temporary, 'etc', 'hosts'), '127.0.0.1 localhost clean\n::1 localhost\n');
    // No package starts a service in there.
    writeFileSync(join(temporary, 'usr', 'sbin', 'policy-rc.d'), '#!/bin/sh\nexit 101\n', { mode: 0o755 });
    writeFileSync(join(temporary, '.made'), '');
    rmSync(base, { recursive: true, force: true });
    renameSync(temporary, base);
    // They were of the release before its updates.
    rmSync(archives(), { recursive: true, force: true });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return base;
}

/** @param {AptSource} source @param {string} folder */
async function debootstrap({ uri, release }, folder) {
  const { status, output } = await run('debootstrap', ['--variant=minbase', release, folder, uri], {
    capture: true,
    env: { ...process.env, PATH: widePath(), LC_ALL: 'C' },
  });
  if (status === 0) return;
  const last = output.trim().split('\n').slice(-5).join('\n');
  throw new SetupError(`debootstrap could not make a clean ${release}:\n${last}`);
}
