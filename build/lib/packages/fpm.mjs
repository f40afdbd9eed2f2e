#!/usr/bin/env node
/**
 * Stands in for fpm, the helper program with which electron-builder makes its Linux packages, where that cannot be fetched: takes the
 * same arguments and makes the deb with dpkg-deb and the rpm with rpmbuild. electron-builder starts it by CUSTOM_FPM_PATH.
 * Releases are made with fpm itself.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runMain } from '../main.mjs';
import { buildDeb } from './deb.mjs';
import { readFpmArguments, stageFiles } from './fpm-arguments.mjs';
import { buildRpm } from './rpm.mjs';

await runMain(async () => {
  const wanted = readFpmArguments(process.argv.slice(2));
  // Beside the package: what is to be packed is linked there and not copied.
  const folder = mkdtempSync(join(dirname(wanted.package), '.packing-'));
  try {
    await stageFiles(wanted.files, join(folder, 'root'));
    await (wanted.type === 'deb' ? buildDeb(wanted, folder) : buildRpm(wanted, folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return 0;
});
