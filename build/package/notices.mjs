/**
 * The licences of the packages whose code or fonts are in ours. Which those are is read from the build, from its source maps and
 * the names of its fonts, so that the list holds what was really bundled, and nothing that was only needed to build.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { filesBelow, inRoot } from '../lib/paths.mjs';
import { readJson, readText } from '../lib/files.mjs';

/** Not in a bundle: their binaries are found relative to themselves. */
const packedWhole = ['keytar', 'libsql', '@neon-rs/load', 'detect-libc'];

/** @returns {string} one text: name, version and licence of each package */
export function thirdPartyNotices() {
  const folders = new Set(packedWhole.map((name) => inRoot('node_modules', name)));
  for (const map of filesBelow('out', isOurs)) {
    const { sources } = /** @type {{ sources: string[] }} */ (JSON.parse(readFileSync(inRoot(map), 'utf8')));
    for (const source of sources) {
      const folder = packageFolder(resolve(inRoot(dirname(map)), source));
      if (folder !== null) folders.add(folder);
    }
  }
  for (const font of filesBelow('out', isFont)) folders.add(fontFolder(font));
  return [...folders]
    .sort()
    .map(notice)
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** @param {string} path */
const isOurs = (path) => /^out\/(main|preload|renderer|cli)\/.*\.map$/.test(path);

/** @param {string} path */
const isFont = (path) => /^out\/renderer\/.*\.woff2?$/.test(path);

/**
 * The package whose file was copied as `NAME-HASH.woff2`.
 * @param {string} built
 * @returns {string}
 */
function fontFolder(built) {
  const file = basename(built).replace(/-[\w-]{8}(\.woff2?)$/, '$1');
  const scope = inRoot('node_modules', '@fontsource-variable');
  const name = readdirSync(scope).find((one) => existsSync(join(scope, one, 'files', file)));
  if (name === undefined) throw new Error(`no package is known to hold the font ${built}`);
  return join(scope, name);
}

/** @param {string} file @returns {string | null} */
function packageFolder(file) {
  const path = file.replaceAll('\\', '/');
  const found = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path);
  return found?.[1] ?? null;
}

/** @param {string} folder */
function notice(folder) {
  const { name, version, license } = /** @type {Record<string, unknown>} */ (
    readJson(join(folder, 'package.json')) ?? {}
  );
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file === undefined ? null : readText(join(folder, file));
  return `${String(name)} ${String(version)} (${String(license)})\n\n${text ?? 'The package brings no licence text of its own.\n'}`;
}
