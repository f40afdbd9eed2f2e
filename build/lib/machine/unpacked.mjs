/**
 * Mail servers for the tests that are unpacked into the cache and not installed: their packages would push Postfix out. The libraries that
 * they need are among the interop packages; users whose names are built into one, and that it is not given otherwise, are made.
 */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../files.mjs';
import { findProgram, isRoot, run } from '../run.mjs';
import { say, warn } from '../talk.mjs';

/** @typedef {{ name: string, folder: string, package: string, program: string, user: string | null }} Unpacked */

/** @type {readonly Unpacked[]} */
const servers = [
  {
    name: 'Exim',
    folder: 'exim',
    package: 'exim4-daemon-light',
    program: join('usr', 'sbin', 'exim4'),
    user: 'Debian-exim',
  },
  // Its users stand in a passwd of its own (test/interop/servers/opensmtpd.ts).
  { name: 'OpenSMTPD', folder: 'opensmtpd', package: 'opensmtpd', program: join('usr', 'sbin', 'smtpd'), user: null },
];

/** Nothing is done where apt, dpkg or the rights are missing: the tests then say what they lack. */
export async function unpackServers() {
  if (!isRoot || findProgram('apt-get') === null || findProgram('dpkg') === null) return;
  for (const server of servers) {
    const there = join(cacheFolder(), server.folder);
    if (!existsSync(join(there, server.program))) await fetchInto(there, server);
    if (server.user === null || (await run('id', [server.user], { capture: true })).status === 0) continue;
    await run('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', server.user], {
      capture: true,
    });
  }
}

/** @param {string} there @param {Unpacked} server */
async function fetchInto(there, server) {
  say(`unpacking ${server.name} for the tests`);
  mkdirSync(cacheFolder(), { recursive: true });
  const temporary = mkdtempSync(join(cacheFolder(), `${server.folder}-`));
  try {
    const fetch = () => run('apt-get', ['download', server.package], { cwd: temporary, capture: true });
    let fetched = await fetch();
    if (fetched.status !== 0) {
      // A fresh machine has no lists of packages yet.
      await run('apt-get', ['update'], { capture: true });
      fetched = await fetch();
    }
    const [file] = readdirSync(temporary).filter((name) => name.endsWith('.deb'));
    if (fetched.status !== 0 || file === undefined) {
      warn(`${server.name} could not be fetched; its tests will say so.\n${fetched.output}`);
      return;
    }
    await run('dpkg', ['-x', join(temporary, file), join(temporary, 'unpacked')], { capture: true });
    rmSync(there, { recursive: true, force: true });
    renameSync(join(temporary, 'unpacked'), there);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
