/** What a release means to this installation: whether it is newer, and which of its files is the one for it. */
import type { InstalledAs, NewerRelease, Release, ReleaseFile } from '../../protocol/values/app/updates.ts';
import { compareVersions } from './version.ts';

/** Ways a package came, by the kinds of files that replace it; a folder that somebody unpacked takes none. */
const kinds: Readonly<Record<InstalledAs, readonly string[]>> = {
  deb: ['deb'],
  rpm: ['rpm'],
  appimage: ['AppImage'],
  mac: ['dmg'],
  windows: ['exe'],
  folder: [],
};

export interface Installation {
  readonly version: string;
  readonly as: InstalledAs;
  /** As Node calls the processor. */
  readonly arch: string;
}

/** Null where it is not newer than what is installed. */
export function newerRelease(release: Release | null, installed: Installation): NewerRelease | null {
  if (release === null || compareVersions(release.version, installed.version) <= 0) return null;
  const { version, date, notes, page } = release;
  return { version, date, notes, page, installedAs: installed.as, file: fileFor(release, installed) };
}

function fileFor({ files }: Release, { as, arch }: Installation): ReleaseFile | null {
  return files.find((file) => kinds[as].includes(file.kind) && file.arch === arch) ?? null;
}

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly execPath: string;
  readonly exists: (path: string) => boolean;
}

/** How this very program came to this machine. Both Linux packages install below /opt; their databases say which it was. */
export function installedAs({ platform, env, execPath, exists }: Surroundings): InstalledAs {
  if (platform === 'win32') return 'windows';
  if (platform === 'darwin') return 'mac';
  if ((env.APPIMAGE ?? '') !== '') return 'appimage';
  if (!execPath.startsWith('/opt/Posthorn/')) return 'folder';
  if (exists('/var/lib/dpkg/info/posthorn.list')) return 'deb';
  return ['/usr/lib/sysimage/rpm', '/var/lib/rpm'].some(exists) ? 'rpm' : 'folder';
}
