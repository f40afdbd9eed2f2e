/** The feed as a release makes it: signed with the key of a file, each package with its size and checksum, and read by the app. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publicKeyText } from '../../../build/package/release-feed.mjs';
import { inRoot } from '../../../build/lib/paths.mjs';
import { readFeed } from '../../../electron/core/updates/feed.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'posthorn-release-'));
  for (const [name, content] of Object.entries({
    'key.pem': privateKey.export({ format: 'pem', type: 'pkcs8' }),
    'notes.txt': 'Quicker.\nSmaller.\n',
    'Posthorn-0.1.0-linux-amd64.deb': 'a deb',
    'Posthorn-0.1.0-linux-x86_64.AppImage': 'an image',
    'Posthorn-0.1.0-mac-arm64.dmg': 'another',
    'Posthorn-0.1.0-linux-amd64.deb.asc': 'a signature',
    'SHA256SUMS-linux-x64': 'sums',
  }))
    await writeFile(join(dir, name), content);
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const make = (args: readonly string[], env: Record<string, string> = {}) =>
  spawnSync(process.execPath, [inRoot('build', 'package', 'release-feed.mjs'), ...args, dir], {
    encoding: 'utf8',
    // Under Electron's Node the program that runs this is an Electron.
    env: { PATH: process.env.PATH ?? '', ELECTRON_RUN_AS_NODE: '1', ...env },
  });

const usual = ['--page', 'https://releases.example/0.1.0', '--files', 'https://releases.example/files'];

test('is taken by the app, and names the packages alone', async () => {
  const made = make([...usual, '--notes', join(dir, 'notes.txt')], { POSTHORN_FEED_KEY_FILE: join(dir, 'key.pem') });
  expect(made.status, made.stderr).toBe(0);
  expect(`${made.stdout}${made.stderr}`).toContain(publicKeyText(publicKey));
  const answer = readFeed(await readFile(join(dir, 'release-feed.json')), publicKey, null);
  if (!answer.ok) throw new Error(answer.problem.code);
  const { version, notes, page, files } = answer.release;
  const own = JSON.parse(await readFile(inRoot('package.json'), 'utf8')) as { version: string };
  expect({ version, notes, page }).toEqual({
    version: own.version,
    notes: 'Quicker.\nSmaller.',
    page: 'https://releases.example/0.1.0',
  });
  expect(files.map(({ name, kind, arch }) => [name, kind, arch])).toEqual([
    ['Posthorn-0.1.0-linux-amd64.deb', 'deb', 'x64'],
    ['Posthorn-0.1.0-linux-x86_64.AppImage', 'AppImage', 'x64'],
    ['Posthorn-0.1.0-mac-arm64.dmg', 'dmg', 'arm64'],
  ]);
  expect(files[0]).toMatchObject({
    size: 5,
    sha256: createHash('sha256').update('a deb').digest('hex'),
    url: 'https://releases.example/files/Posthorn-0.1.0-linux-amd64.deb',
  });
});

test('is not made without a key, without TLS, or of nothing', () => {
  const notes = ['--notes', join(dir, 'notes.txt')];
  expect(make([...usual, ...notes]).status).not.toBe(0);
  const key = { POSTHORN_FEED_KEY_FILE: join(dir, 'key.pem') };
  expect(make([...usual.slice(0, 2), '--files', 'http://releases.example', ...notes], key).status).not.toBe(0);
  expect(make(usual, key).status).not.toBe(0);
});
