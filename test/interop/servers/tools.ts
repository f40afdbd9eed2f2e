/** Finds programs and users of the system, and runs helpers to their end. */
import { execFile } from 'node:child_process';
import { access, constants, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

export const run = promisify(execFile);

/** sbin is not on the PATH everywhere. */
const folders = () => [
  ...(process.env.PATH ?? '').split(delimiter).filter(Boolean),
  '/usr/sbin',
  '/usr/local/sbin',
  '/sbin',
];

export async function findProgram(name: string, more: readonly string[] = []): Promise<string | null> {
  for (const folder of [...more, ...folders()]) {
    const path = join(folder, name);
    if (await isExecutable(path)) return path;
  }
  return null;
}

/** Where build/lib/machine/unpacked.mjs puts a server that is not installed. */
export function unpackedFolder(server: 'exim' | 'opensmtpd'): string {
  const { XDG_CACHE_HOME: xdg } = process.env;
  const cache = xdg?.startsWith('/') === true ? xdg : join(homedir(), '.cache');
  return join(cache, 'posthorn', server);
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

export async function systemUser(name: string): Promise<SystemUser> {
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((each) => each.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined) throw new Error(`no user ${name} on this system`);
  return { uid: Number(uid), gid: Number(gid) };
}

export async function systemGroup(name: string): Promise<number> {
  const line = (await readFile('/etc/group', 'utf8')).split('\n').find((each) => each.startsWith(`${name}:`));
  const gid = line?.split(':')[2];
  if (gid === undefined) throw new Error(`no group ${name} on this system`);
  return Number(gid);
}
