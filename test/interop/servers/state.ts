/**
 * Where a private server keeps everything it has: one fresh folder below the temporary folder, open to the users that the
 * server's own processes run as. What a killed test run left behind (servers still running, folders) is ended and removed
 * by the next run; it cannot stand in its way, since neither folder nor ports are shared.
 */
import { readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Short: paths of Unix sockets below it must stay under 108 octets.
const prefix = 'posthorn-interop-';

export interface StateFolder {
  readonly path: string;
  remove(): Promise<void>;
}

export async function makeStateFolder(): Promise<StateFolder> {
  await removeLeftovers();
  const path = await mkdtemp(join(tmpdir(), prefix));
  // mkdtemp makes it 0700; Postfix's and Dovecot's unprivileged processes must be able to pass.
  await chmod(path, 0o755);
  await mkdir(join(path, 'pids'));
  await writeFile(join(path, 'owner'), String(process.pid));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Notes a server's process, so that a later run can end it should this one be killed. */
export async function recordProcess(state: string, pid: number): Promise<void> {
  await writeFile(join(state, 'pids', String(pid)), '');
}

async function removeLeftovers(): Promise<void> {
  const names = await readdir(tmpdir());
  for (const name of names.filter((each) => each.startsWith(prefix))) {
    const folder = join(tmpdir(), name);
    const owner = await textOrNull(join(folder, 'owner'));
    // No owner yet: another run is just making it.
    if (owner === null || isRunning(Number(owner))) continue;
    for (const pid of await namesOrNone(join(folder, 'pids'))) endIfOurs(Number(pid), folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A process id may have been given away again: only a process that names the folder in its command line is ours. */
function endIfOurs(pid: number, folder: string): void {
  try {
    if (!readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes(folder)) return;
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !isGone(error);
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'ENOENT');
}

async function textOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

async function namesOrNone(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}
