/** The packaging of releases. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What a package holds. The targets besides `dir` fetch helper programs from Electron's releases site, so they are made where
 * that is open.
 * @type {import('electron-builder').Configuration}
 */
export const configuration = {
  appId: 'app.posthorn.Posthorn',
  productName: 'Posthorn',
  copyright: 'Posthorn contributors',
  directories: { output: 'dist' },
  // Pure packages are inside the bundles; the two with a binary are not, and of keytar's only this platform's is needed.
  files: [
    'out/main/**',
    'out/preload/**',
    'out/renderer/**',
    'package.json',
    '!**/*.map',
    '!node_modules/**',
    'node_modules/keytar/package.json',
    'node_modules/keytar/lib/**',
    'node_modules/keytar/prebuilds/${platform}-${arch}/**',
    'node_modules/libsql/**',
    'node_modules/@libsql/**',
    'node_modules/@neon-rs/load/**',
    'node_modules/detect-libc/**',
    '!**/*.{ts,mts,md}',
  ],
  asar: true,
  asarUnpack: ['**/*.node'],
  // Both native packages bring binaries for Node-API: nothing is compiled.
  npmRebuild: false,
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    enableCookieEncryption: true,
    grantFileProtocolExtraPrivileges: false,
    loadBrowserProcessSpecificV8Snapshot: false,
  },
  // The starter that our own registry-made Electron holds; an official one loses it by itself.
  afterPack: ({ appOutDir }) => rm(join(appOutDir, 'resources', 'default_app.asar'), { force: true }),
  linux: { target: ['dir'], category: 'Network', executableName: 'posthorn' },
  mac: { target: ['dir'], category: 'public.app-category.developer-tools' },
  win: { target: ['dir'] },
};
