/**
 * `npm run release-feed -- --page URL --files URL --notes FILE [FOLDER]`: the feed that tells installed apps of the release in FOLDER
 * (dist/), signed with the Ed25519 key in the file that POSTHORN_FEED_KEY_FILE names (PEM; `openssl genpkey -algorithm ed25519`). It is
 * written as release-feed.json beside the packages, and its public key is printed, as builds are given it in POSTHORN_FEED_PUBLIC_KEY.
 */
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { createReadStream, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { runMain } from '../lib/main.mjs';
import { inRoot } from '../lib/paths.mjs';
import { SetupError, say } from '../lib/talk.mjs';

/**
 * What is signed is the text, and the feed holds that very text.
 * @param {unknown} release as electron/protocol/values/app/updates.ts says
 * @param {import('node:crypto').KeyObject} privateKey
 */
export function signedFeed(release, privateKey) {
  const signed = JSON.stringify(release);
  const signature = sign(null, Buffer.from(signed, 'utf8'), privateKey).toString('base64');
  return `${JSON.stringify({ signed, signature }, null, 2)}\n`;
}

/** As package.json holds it. @param {import('node:crypto').KeyObject} key public or private */
export const publicKeyText = (key) =>
  (key.type === 'public' ? key : createPublicKey(key)).export({ format: 'der', type: 'spki' }).toString('base64');

/**
 * The packages of a folder by name, kind, processor, size and checksum.
 * @param {string} folder
 * @param {string} base where they will be found
 */
export async function releaseFiles(folder, base) {
  const files = [];
  for (const name of readdirSync(folder).sort()) {
    const [, arch = '', kind = ''] =
      /-(x64|x86_64|amd64|arm64|aarch64)\.(deb|rpm|AppImage|dmg|zip|exe)$/.exec(name) ?? [];
    if (kind === '') continue;
    const path = join(folder, name);
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    files.push({
      name,
      kind,
      arch: arch === 'arm64' || arch === 'aarch64' ? 'arm64' : 'x64',
      url: new URL(name, base.endsWith('/') ? base : `${base}/`).href,
      size: statSync(path).size,
      sha256: hash.digest('hex'),
    });
  }
  return files;
}

/** @returns {import('node:crypto').KeyObject} */
function signingKey() {
  const path = process.env.POSTHORN_FEED_KEY_FILE ?? '';
  if (path === '') throw new SetupError('POSTHORN_FEED_KEY_FILE names no file with the key that signs the feed');
  const key = createPrivateKey(readFileSync(path));
  if (key.asymmetricKeyType !== 'ed25519') throw new SetupError(`${path} holds no Ed25519 key`);
  return key;
}

async function make() {
  const { values, positionals } = parseArgs({
    options: { page: { type: 'string' }, files: { type: 'string' }, notes: { type: 'string' } },
    allowPositionals: true,
  });
  const { page, files, notes } = values;
  if (page === undefined || files === undefined || notes === undefined || positionals.length > 1)
    throw new SetupError('usage: npm run release-feed -- --page URL --files URL --notes FILE [FOLDER]');
  for (const url of [page, files]) if (!url.startsWith('https://')) throw new SetupError(`${url} is no https address`);
  const key = signingKey();
  const folder = resolve(positionals[0] ?? inRoot('dist'));
  const packages = await releaseFiles(folder, files);
  if (packages.length === 0) throw new SetupError(`${folder} holds no packages`);
  /** @type {{ version: string }} */
  const { version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const release = {
    ...{ feed: 'posthorn-releases', schema: 1, version, date: new Date().toISOString() },
    ...{ notes: readFileSync(notes, 'utf8').trim(), page, files: packages },
  };
  const path = join(folder, 'release-feed.json');
  writeFileSync(path, signedFeed(release, key));
  say(`made ${path}: ${version}, ${packages.length} packages`);
  say(`its public key: ${publicKeyText(key)}`);
  return 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await runMain(make);
