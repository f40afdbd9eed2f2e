/**
 * The Electron that releases are made of: the zip of the version in package-lock.json, from Electron's releases or named by
 * POSTHORN_ELECTRON_ZIP, and only when its SHA-256 is the one in build/tables/electron-checksums.json (Electron's SHASUMS256.txt). What is
 * unpacked elsewhere, or named by POSTHORN_ELECTRON, cannot be compared with that and goes into no release.
 */
import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readJson, readText } from '../files.mjs';
import { inRoot } from '../paths.mjs';
import { SetupError, say } from '../talk.mjs';

/** @typedef {{ version: string, sha256: Record<string, string> }} Checksums */

/** @returns {Checksums} @throws {SetupError} when they are not those of the locked version */
export function recordedChecksums() {
  const checksums = /** @type {Checksums} */ (readJson(inRoot('build', 'tables', 'electron-checksums.json')));
  const lock = /** @type {{ packages: Record<string, { version: string }> }} */ (readJson(inRoot('package-lock.json')));
  const locked = lock.packages['node_modules/electron']?.version;
  if (locked !== checksums.version) {
    throw new SetupError(
      `package-lock.json has Electron ${locked ?? '(none)'}, build/tables/electron-checksums.json ${checksums.version}: record the checksums of the new version first`,
    );
  }
  return checksums;
}

/**
 * Unpacks it into a folder.
 * @param {string} folder that is not there yet
 * @returns {Promise<{ dist: string, version: string }>}
 */
export async function officialElectron(folder) {
  const checksums = recordedChecksums();
  const { version } = checksums;
  const name = `electron-v${version}-${process.platform}-${process.arch}.zip`;
  const given = process.env.POSTHORN_ELECTRON_ZIP ?? '';
  const zip = given === '' ? await download(checksums) : given;
  return unpackVerified({ zip, sha256: checksums.sha256[name] ?? null, version, folder });
}

/** @param {Checksums} checksums @returns {Promise<string>} */
async function download({ version, sha256 }) {
  say(`fetching Electron ${version} from its releases, unless it is in Electron's cache`);
  const { downloadArtifact } = await import(pathToFileURL(fromElectron().resolve('@electron/get')).href);
  const { platform, arch } = process;
  return downloadArtifact({ version, artifactName: 'electron', platform, arch, checksums: sha256 });
}

const fromElectron = () => createRequire(inRoot('node_modules', 'electron', 'package.json'));

/**
 * @param {{ zip: string, sha256: string | null, version: string, folder: string }} what
 * @returns {Promise<{ dist: string, version: string }>}
 * @throws {SetupError} when the zip is another, or holds another version
 */
export async function unpackVerified({ zip, sha256, version, folder }) {
  if (sha256 === null) throw new SetupError('no checksum of an Electron for this system is recorded');
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(zip)) hash.update(chunk);
  const found = hash.digest('hex');
  if (found !== sha256) throw new SetupError(`${zip} is not Electron ${version}: SHA-256 ${found}, recorded ${sha256}`);
  const { extract } = await import(pathToFileURL(fromElectron().resolve('@electron-internal/extract-zip')).href);
  mkdirSync(folder, { recursive: true });
  await extract(zip, { dir: folder });
  const inside = readText(join(folder, 'version'))?.trim().replace(/^v/, '');
  if (inside !== version) throw new SetupError(`${zip} holds Electron ${inside ?? 'of no version'}, not ${version}`);
  return { dist: folder, version };
}
