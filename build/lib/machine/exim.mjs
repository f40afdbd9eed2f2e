/**
 * Exim for the interop tests, unpacked into the cache and not installed: its package would push Postfix out. The libraries that it
 * needs are among the interop packages; the user whose name is built into it is made.
 */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../files.mjs';
import { findProgram, isRoot, run } from '../run.mjs';
import { say, warn } from '../talk.mjs';

const PACKAGE = 'exim4-daemon-light';
const USER = 'Debian-exim';

/** Nothing is done where apt, dpkg or the rights are missing: the tests then say what they lack. */
export async function unpackExim() {
  if (!isRoot || findProgram('apt-get') === null || findProgram('dpkg') === null) return;
  const there = join(cacheFolder(), 'exim');
  if (!existsSync(join(there, 'usr', 'sbin', 'exim4'))) await fetchInto(there);
  if ((await run('id', [USER], { capture: true })).status !== 0) {
    await run('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', USER], { capture: true });
  }
}

/** @param {string} there */
async function fetchInto(there) {
  say('unpacking Exim for the tests');
  mkdirSync(cacheFolder(), { recursive: true });
  const temporary = mkdtempSync(join(cacheFolder(), 'exim-'));
  try {
    const fetch = () => run('apt-get', ['download', PACKAGE], { cwd: temporary, capture: true });
    let fetched = await fetch();
    if (fetched.status !== 0) {
      // A fresh machine has no lists of packages yet.
      await run('apt-get', ['update'], { capture: true });
      fetched = await fetch();
    }
    const [file] = readdirSync(temporary).filter((name) => name.endsWith('.deb'));
    if (fetched.status !== 0 || file === undefined) {
      warn(`Exim could not be fetched; its tests will say so.\n${fetched.output}`);
      return;
    }
    await run('dpkg', ['-x', join(temporary, file), join(temporary, 'unpacked')], { capture: true });
    rmSync(there, { recursive: true, force: true });
    renameSync(join(temporary, 'unpacked'), there);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
