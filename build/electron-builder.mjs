/** The packaging of releases: what a package holds, its fuses, its targets, and who signs it. */
import { chmod, copyFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { thirdPartyNotices } from './package/notices.mjs';
import { signLinuxArtifacts } from './package/sign-artifacts.mjs';
import { inRoot } from './lib/paths.mjs';

/** @param {string} name @returns {string | null} */
const given = (name) => {
  const value = process.env[name] ?? '';
  return value === '' ? null : value;
};

/**
 * Certificates and keys come from the environment only, by electron-builder's own names: CSC_LINK or CSC_NAME with
 * CSC_KEY_PASSWORD for macOS, APPLE_API_KEY with APPLE_API_KEY_ID and APPLE_API_ISSUER for its notarization, WIN_CSC_LINK with
 * WIN_CSC_KEY_PASSWORD for Windows; POSTHORN_GPG_KEY names the key for the Linux packages. Without them the build is unsigned.
 */
export const signingVariables = [
  ...['CSC_LINK', 'CSC_NAME', 'CSC_KEY_PASSWORD', 'APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'],
  ...['WIN_CSC_LINK', 'WIN_CSC_KEY_PASSWORD', 'POSTHORN_GPG_KEY'],
];
const signedForMac = given('CSC_LINK') !== null || given('CSC_NAME') !== null;

/** Where packages say they come from: deb and rpm demand both. */
const { GITHUB_SERVER_URL: forge, GITHUB_REPOSITORY: repository } = process.env;
const homepage =
  given('POSTHORN_HOMEPAGE') ??
  (forge !== undefined && repository !== undefined ? `${forge}/${repository}` : 'https://posthorn.invalid');
const maintainer = given('POSTHORN_MAINTAINER') ?? 'Posthorn contributors <maintainers@posthorn.invalid>';

/** Where installed apps may ask for newer releases, and the key that signs what they are told; without both there is no such place. */
const feedUrl = given('POSTHORN_FEED_URL');
const feedKey = given('POSTHORN_FEED_PUBLIC_KEY');
if ((feedUrl === null) !== (feedKey === null))
  throw new Error('POSTHORN_FEED_URL and POSTHORN_FEED_PUBLIC_KEY belong together');
const releaseFeed = feedUrl === null ? {} : { releaseFeed: { url: feedUrl, publicKey: feedKey } };

/** `dir` is made offline from any Electron; the other targets fetch helper programs from the releases site. */
const targets = /** @type {const} */ ({ linux: ['AppImage', 'deb', 'rpm'], mac: ['dmg', 'zip'], windows: ['nsis'] });

/**
 * What the app cannot start without: electron-builder's own lists, and the libraries of Electron, and of the keychain, that they leave
 * to luck. Where two names stand, one is of another release or distribution.
 */
const depends = {
  deb: [
    ...['libgtk-3-0', 'libnotify4', 'libnss3', 'libxss1', 'libxtst6', 'xdg-utils', 'libatspi2.0-0', 'libuuid1'],
    ...['libsecret-1-0', 'libdrm2', 'libgbm1', 'libxkbcommon0', 'libasound2 | libasound2t64'],
  ],
  rpm: [
    ...['gtk3', 'libnotify', 'nss', 'libXScrnSaver', '(libXtst or libXtst6)', 'xdg-utils', 'at-spi2-core'],
    ...['(libuuid or libuuid1)', '(libsecret or libsecret-1-0)', '(libdrm or libdrm2)', '(mesa-libgbm or libgbm1)'],
    ...['(libxkbcommon or libxkbcommon0)', '(alsa-lib or libasound2)'],
  ],
};

/** Opened for reading, and no claim to be the program for mail. @type {import('electron-builder').FileAssociation} */
const messageFiles = { ext: 'eml', name: 'E-mail message', role: 'Viewer', rank: 'Alternate' };

/** The launcher of the command line, beside the app. @param {string} system @param {string} to */
const launcher = (system, to) => ({ from: `build/package/${system}`, to, filter: ['posthorn', 'posthorn.cmd'] });

const fuses = {
  runAsNode: false,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  // On macOS and Windows; Electron for Linux has nothing to check against yet, and the fuse does no harm there.
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  enableCookieEncryption: true,
  grantFileProtocolExtraPrivileges: false,
  loadBrowserProcessSpecificV8Snapshot: false,
  // A changed binary has lost the signature without which an Apple processor does not start it.
  resetAdHocDarwinSignature: process.platform === 'darwin',
};

/** A new one for each build: electron-builder changes what it is given. @returns {import('electron-builder').Configuration} */
export const configuration = () => ({
  appId: 'app.posthorn.Posthorn',
  productName: 'Posthorn',
  copyright: 'Copyright Posthorn contributors',
  extraMetadata: { homepage, ...releaseFeed },
  directories: { output: 'dist', buildResources: 'build/package' },
  artifactName: '${productName}-${version}-${os}-${arch}.${ext}',
  publish: null,
  // Pure packages are inside the bundles; the two with a binary are not, and of their binaries only this platform's are needed.
  files: [
    'out/main/**',
    'out/preload/**',
    'out/renderer/**',
    'out/cli/**',
    'package.json',
    '!**/*.map',
    '!node_modules/**',
    '!**/*.{ts,mts,cts,md,markdown}',
    'node_modules/keytar/package.json',
    'node_modules/keytar/LICENSE*',
    'node_modules/keytar/lib/**',
    'node_modules/keytar/prebuilds/${platform}-${arch}/**',
    'node_modules/libsql/{package.json,LICENSE*,index.js,promise.js,auth.js,sqlite-error.js}',
    'node_modules/@libsql/${platform}-${arch}*/**',
    '!node_modules/@libsql/*-musl/**',
    'node_modules/@neon-rs/load/{package.json,LICENSE,dist/**}',
    'node_modules/detect-libc/{package.json,LICENSE,lib/**}',
  ],
  extraFiles: [{ from: 'LICENSE', to: process.platform === 'darwin' ? 'Resources/LICENSE.txt' : 'LICENSE.txt' }],
  // Only the binaries themselves lie outside the archive, which alone is checked.
  asar: { smartUnpack: false },
  asarUnpack: ['**/*.node'],
  // Both native packages bring binaries for Node-API: nothing is compiled.
  npmRebuild: false,
  // On Linux finishFolder flips them: electron-builder would look for the binary under the starter's name.
  ...(process.platform === 'linux' ? {} : { electronFuses: fuses }),
  afterPack: finishFolder,
  afterAllArtifactBuild: signLinuxArtifacts,

  linux: {
    target: [...targets.linux],
    executableName: 'posthorn',
    icon: 'build/icons/linux',
    category: 'Network;Email;',
    // By this alone: the system knows which files are of that kind.
    mimeTypes: ['message/rfc822'],
    syncDesktopName: true,
    synopsis: 'Diagnoses SMTP and LMTP servers',
    description: 'Shows, in one look and in plain words, what a mail server says, does and refuses.',
    maintainer,
    vendor: 'Posthorn contributors',
    desktop: {
      entry: {
        GenericName: 'Mail server diagnosis',
        Keywords: 'SMTP;LMTP;mail;email;server;TLS;STARTTLS;test;',
        StartupNotify: 'true',
      },
    },
    extraFiles: [launcher('linux', 'bin')],
  },
  // Brings its own FUSE, which newer distributions no longer install; does not switch the sandbox off in its desktop entry.
  toolsets: { appimage: '1.0.3' },
  deb: {
    packageCategory: 'mail',
    depends: depends.deb,
    // Without it the window is drawn by the processor.
    recommends: ['libgl1'],
    afterInstall: 'build/package/linux/after-install.tpl',
    afterRemove: 'build/package/linux/after-remove.tpl',
    appArmorProfile: 'build/package/linux/apparmor-profile.tpl',
    // What a file manager or a link passes on is no switch; one file for each start.
    executableArgs: ['--', '%f'],
  },
  rpm: {
    packageCategory: 'Applications/Internet',
    depends: depends.rpm,
    afterInstall: 'build/package/linux/after-install.tpl',
    afterRemove: 'build/package/linux/after-remove.tpl',
    appArmorProfile: 'build/package/linux/apparmor-profile.tpl',
    // What a file manager or a link passes on is no switch; one file for each start.
    executableArgs: ['--', '%f'],
    // No links to the contents of other packages built around the same Electron.
    fpm: ['--rpm-rpmbuild-define=_build_id_links none'],
  },

  mac: {
    target: [...targets.mac],
    category: 'public.app-category.developer-tools',
    fileAssociations: [messageFiles],
    icon: 'build/icons/posthorn.icns',
    // Unsigned builds are signed "by nobody", which an Apple processor asks for; that excludes the hardened runtime.
    ...(signedForMac ? { hardenedRuntime: true } : { identity: '-', hardenedRuntime: false }),
    notarize: given('APPLE_API_KEY') !== null,
    entitlements: 'build/package/mac/entitlements.plist',
    entitlementsInherit: 'build/package/mac/entitlements.plist',
    gatekeeperAssess: false,
    extraFiles: [launcher('mac', 'Resources/bin')],
  },
  win: {
    target: [...targets.windows],
    icon: 'build/icons/posthorn.ico',
    fileAssociations: [messageFiles],
    extraFiles: [launcher('win', 'bin')],
  },
  nsis: {
    oneClick: false,
    perMachine: false,
    allowToChangeInstallationDirectory: true,
    deleteAppDataOnUninstall: false,
  },
});

/** @param {import('electron-builder').AfterPackContext} context */
async function finishFolder({ appOutDir, packager }) {
  const resources = packager.getResourcesDir(appOutDir);
  // The starter that our own registry-made Electron holds; an official one loses it by itself.
  await rm(join(resources, 'default_app.asar'), { force: true });
  await writeFile(join(resources, 'third-party-notices.txt'), thirdPartyNotices());
  await copyFile(inRoot('CHANGELOG.md'), join(resources, 'changes.txt'));
  if (process.platform !== 'linux') return;
  const starter = join(appOutDir, 'posthorn');
  const executable = join(appOutDir, 'posthorn-app');
  await rename(starter, executable);
  await copyFile(inRoot('build', 'package', 'linux', 'window'), starter);
  await chmod(starter, 0o755);
  await flipFusesOf(executable);
}

/** @param {string} executable */
async function flipFusesOf(executable) {
  const { FuseV1Options: fuse, FuseVersion, flipFuses } = await import('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [fuse.RunAsNode]: fuses.runAsNode,
    [fuse.EnableNodeOptionsEnvironmentVariable]: fuses.enableNodeOptionsEnvironmentVariable,
    [fuse.EnableNodeCliInspectArguments]: fuses.enableNodeCliInspectArguments,
    [fuse.EnableEmbeddedAsarIntegrityValidation]: fuses.enableEmbeddedAsarIntegrityValidation,
    [fuse.OnlyLoadAppFromAsar]: fuses.onlyLoadAppFromAsar,
    [fuse.EnableCookieEncryption]: fuses.enableCookieEncryption,
    [fuse.GrantFileProtocolExtraPrivileges]: fuses.grantFileProtocolExtraPrivileges,
    [fuse.LoadBrowserProcessSpecificV8Snapshot]: fuses.loadBrowserProcessSpecificV8Snapshot,
  });
}
