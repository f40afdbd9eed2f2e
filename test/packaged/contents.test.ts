/** What is in the package, and what its binary allows. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { notForRelease } from '../../build/lib/electron/packaged.mjs';
import { inRoot } from '../../build/lib/paths.mjs';
import { expect, test } from './packaged.ts';

const archived = (resources: string): string[] =>
  listPackage(join(resources, 'app.asar'), { isPack: false }).map((path) => path.replaceAll('\\', '/').slice(1));

test('SEC-62: the fuses are those of a release', async ({ packaged }) => {
  const wire = await getCurrentFuseWire(packaged.executable);
  // In the binary a fuse is a digit.
  const state = (fuse: FuseV1Options): string => (String.fromCharCode(wire[fuse] ?? 0) === '1' ? 'on' : 'off');
  const states = {
    runAsNode: state(FuseV1Options.RunAsNode),
    nodeOptions: state(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    inspect: state(FuseV1Options.EnableNodeCliInspectArguments),
    asarIntegrity: state(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    onlyAsar: state(FuseV1Options.OnlyLoadAppFromAsar),
    cookieEncryption: state(FuseV1Options.EnableCookieEncryption),
    fileProtocol: state(FuseV1Options.GrantFileProtocolExtraPrivileges),
    ownSnapshot: state(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
  };
  expect(states).toEqual({
    runAsNode: 'off',
    nodeOptions: 'off',
    inspect: 'off',
    asarIntegrity: 'on',
    onlyAsar: 'on',
    cookieEncryption: 'on',
    fileProtocol: 'off',
    ownSnapshot: 'off',
  });
});

test('the archive holds the built app and the packages with a binary, and nothing else', ({ packaged }) => {
  const files = archived(packaged.resources);
  for (const path of ['package.json', 'out/main/entry.js', 'out/main/main.js', 'out/main/mailbox-worker.js']) {
    expect(files).toContain(path);
  }
  for (const path of ['out/preload/preload.cjs', 'out/renderer/index.html', 'out/cli/posthorn.js']) {
    expect(files).toContain(path);
  }
  const tops = new Set(files.map((path) => path.split('/')[0]));
  expect([...tops].sort()).toEqual(['node_modules', 'out', 'package.json']);
  const built = files.filter((path) => /^out\/[^/]+$/.test(path));
  expect(built.sort()).toEqual(['out/cli', 'out/main', 'out/preload', 'out/renderer']);
  const packages = files.filter((path) => /^node_modules\/(@[^/]+\/)?[^@/][^/]*$/.test(path));
  expect(packages.map((path) => path.replace(/^node_modules\//, '').replace(/^@libsql\/.*/, '@libsql')).sort()).toEqual(
    ['@libsql', '@neon-rs/load', 'detect-libc', 'keytar', 'libsql'],
  );
});

test('no source, source map, test or document is shipped', ({ packaged }) => {
  const unwanted = archived(packaged.resources).filter(
    (path) =>
      /\.(ts|mts|cts|svelte|map|c|cc|cpp|h|gyp|tsbuildinfo)$/.test(path) ||
      (path.endsWith('.md') && !path.endsWith('/LICENSE.md')) ||
      /(^|\/)(test|tests|__tests__|docs|shared|\.git[^/]*|\.env[^/]*)(\/|$)/.test(path),
  );
  expect(unwanted).toEqual([]);
});

test('native code lies outside the archive, for this platform alone', ({ packaged }) => {
  const folder = join(packaged.resources, 'app.asar.unpacked');
  const unpacked = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => path.replaceAll('\\', '/'));
  const here = `${process.platform}-${process.arch}`;
  expect(unpacked.sort()).toEqual([
    expect.stringMatching(new RegExp(`^node_modules/@libsql/${here}[^/]*/index\\.node$`)),
    `node_modules/keytar/prebuilds/${here}/keytar.node`,
  ]);
});

test('its package.json says what Electron must know, and nothing of how it is developed', ({ packaged }) => {
  const text = extractFile(join(packaged.resources, 'app.asar'), 'package.json').toString('utf8');
  const shipped = JSON.parse(text) as Record<string, unknown>;
  const ours = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as Record<string, unknown>;
  expect(shipped).toMatchObject({
    name: 'posthorn',
    productName: 'Posthorn',
    version: ours.version,
    main: 'out/main/entry.js',
  });
  expect(shipped).not.toHaveProperty('scripts');
  expect(shipped).not.toHaveProperty('devDependencies');
  expect(shipped).not.toHaveProperty('drivenByTests');
  // Made for this test, of an Electron that nobody verified: both its metadata and its folder say so.
  expect(shipped).toMatchObject({ notForRelease: true });
  expect(existsSync(join(packaged.folder, notForRelease))).toBe(true);
});

test('nothing is started beside it: no starter of a bare Electron, no loose app, no updater', ({ packaged }) => {
  const beside = readdirSync(packaged.resources);
  for (const name of ['default_app.asar', 'app', 'app-update.yml', 'elevate.exe']) expect(beside).not.toContain(name);
});

test('licences come along: our own, and those of the packages in the bundles', ({ packaged }) => {
  const place = process.platform === 'darwin' ? packaged.resources : dirname(packaged.executable);
  expect(readFileSync(join(place, 'LICENSE.txt'), 'utf8')).toBe(readFileSync(inRoot('LICENSE'), 'utf8'));
  const notices = readFileSync(join(packaged.resources, 'third-party-notices.txt'), 'utf8');
  for (const name of ['svelte', 'valibot', 'nodemailer', 'libsql', '@github/keytar', '@fontsource-variable/inter']) {
    expect(notices).toMatch(new RegExp(`^${name} \\d+\\.`, 'm'));
  }
  expect(notices).not.toMatch(/^(vite|typescript|eslint|electron-builder) \d/m);
});

test('the icons are whole: each size of the drawing, and both containers', () => {
  for (const size of [16, 32, 48, 64, 128, 256, 512]) {
    const png = readFileSync(inRoot('build', 'icons', 'linux', `${size}x${size}.png`));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
  }
  const ico = readFileSync(inRoot('build', 'icons', 'posthorn.ico'));
  const last = 6 + 16 * (ico.readUInt16LE(4) - 1);
  expect(ico.readUInt32LE(last + 8) + ico.readUInt32LE(last + 12)).toBe(ico.length);
  const icns = readFileSync(inRoot('build', 'icons', 'posthorn.icns'));
  expect([icns.toString('latin1', 0, 4), icns.readUInt32BE(4)]).toEqual(['icns', icns.length]);
  expect(existsSync(inRoot('build', 'icons', 'posthorn.svg'))).toBe(true);
});
