/** Binding a listening socket: the next free port, sockets in the file system that a killed process left, and errors by code. */
import { existsSync, lstatSync, unlinkSync } from 'node:fs';
import { connect, type ListenOptions, type Server } from 'node:net';
import { dirname } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import type { ListenError, ListenerConfig } from '../../../protocol/values/server/server.ts';
import { limits } from '../limits.ts';

export type Bound =
  { readonly ok: true; readonly port: number | null } | { readonly ok: false; readonly error: ListenError };

export async function bind(server: Server, config: ListenerConfig): Promise<Bound> {
  try {
    return {
      ok: true,
      port: config.path === null ? await bindPort(server, config) : await bindPath(server, config.path),
    };
  } catch (error) {
    return { ok: false, error: listenError(error) };
  }
}

async function bindPort(server: Server, config: ListenerConfig): Promise<number> {
  const host = config.host ?? '127.0.0.1';
  const wanted = config.port ?? 0;
  const tries = config.nextFree && wanted !== 0 ? limits.server.nextFreeTries : 1;
  for (let i = 0; ; i += 1) {
    const port = wanted + i;
    try {
      await listen(server, { host, port });
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : port;
    } catch (error) {
      if (systemCode(error) !== 'EADDRINUSE' || i + 1 >= tries || port + 1 > 65_535) throw error;
    }
  }
}

async function bindPath(server: Server, path: string): Promise<null> {
  // Longer ones fail with EINVAL, or are cut, depending on the system.
  const most = process.platform === 'linux' ? limits.server.socketPath.linux : limits.server.socketPath.other;
  if (process.platform !== 'win32' && Buffer.byteLength(path) > most) {
    throw withCode('ENAMETOOLONG');
  }
  try {
    await listen(server, { path });
  } catch (error) {
    // libuv says EACCES for a folder that does not exist.
    if (systemCode(error) === 'EACCES' && !existsSync(dirname(path))) throw withCode('ENOENT');
    if (systemCode(error) !== 'EADDRINUSE') throw error;
    if (process.platform !== 'win32' && !lstatSync(path).isSocket()) throw withCode('EEXIST');
    if (!(await removeStaleSocket(path))) throw error;
    await listen(server, { path });
  }
  return null;
}

/** Removes the socket only when nobody listens at it. */
async function removeStaleSocket(path: string): Promise<boolean> {
  if (process.platform === 'win32' || (await somebodyListens(path))) return false;
  unlinkSync(path);
  return true;
}

function somebodyListens(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect({ path });
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    // Anything but a plain refusal (no permission, queue full) may hide somebody.
    probe.once('error', (error) => resolve(systemCode(error) !== 'ECONNREFUSED'));
  });
}

function listen(server: Server, options: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => {
      server.removeListener('listening', listening);
      reject(error);
    };
    const listening = () => {
      server.removeListener('error', failed);
      resolve();
    };
    server.once('error', failed);
    server.once('listening', listening);
    const wanted = { ...options, exclusive: true, backlog: limits.server.backlog };
    if (options.path === undefined) server.listen(wanted);
    else privately(() => server.listen(wanted));
  });
}

/** A socket in the file system is its owner's, whatever the mask lets: it is bound before this returns. */
function privately(bind: () => void): void {
  // The mask is the process's; workers may not change it.
  if (process.platform === 'win32' || !isMainThread) return bind();
  const before = process.umask(0o177);
  try {
    bind();
  } finally {
    process.umask(before);
  }
}

function withCode(code: string): Error {
  return Object.assign(new Error(code), { code });
}

function systemCode(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'unknown';
}

const REASONS: Readonly<Record<string, ListenError['reason']>> = {
  EADDRINUSE: 'address-in-use',
  EACCES: 'not-permitted',
  EPERM: 'not-permitted',
  EROFS: 'not-permitted',
  EADDRNOTAVAIL: 'address-not-available',
  EAFNOSUPPORT: 'address-not-available',
  ENOTFOUND: 'address-not-available',
  EAI_AGAIN: 'address-not-available',
  ENOENT: 'folder-missing',
  ENOTDIR: 'folder-missing',
  EEXIST: 'path-taken',
  ENAMETOOLONG: 'path-too-long',
};

export function listenError(error: unknown): ListenError {
  const code = systemCode(error);
  return { code: 'listen-failed', reason: REASONS[code] ?? 'other', systemCode: code };
}
