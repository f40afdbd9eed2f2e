/**
 * The one way in which a file is replaced: written beside its place with a mode that is the user's alone, flushed where that matters,
 * renamed over it. Whoever is killed in between leaves the file of before, and a symbolic link is replaced rather than followed.
 */
import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '../limits.ts';

type Pieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

export interface AtomicWrite {
  /**
   * Survives a power cut once this resolves: file and folder are flushed. For what no other file holds and somebody typed, chose or
   * trusts. False for what a second would be paid for by each message or run, and where the loss of the last ones is documented.
   */
  readonly durable: boolean;
  /**
   * Where it is written. `own`: a fixed name, so that nothing piles up, in a folder where one process writes at a time. `shared`: a
   * name that nobody can guess or has taken. Or a path of the same file system.
   */
  readonly beside: 'own' | 'shared' | { readonly path: string };
  /** When the file is whole and before it has its name: what this throws leaves the place as it was. */
  readonly check?: (path: string) => Promise<void>;
}

/** Rejects with the system's error; what was written beside the place is then gone. */
export async function writeAtomically(
  path: string,
  content: string | Uint8Array | Pieces,
  how: AtomicWrite,
): Promise<void> {
  const beside = placeBeside(path, how.beside);
  // Left behind by a process that was killed; also a link that somebody put there.
  if (how.beside === 'own') await rm(beside, { force: true });
  try {
    const file = await open(beside, 'wx', 0o600);
    try {
      if (typeof content === 'string' || content instanceof Uint8Array) await file.writeFile(content);
      else for await (const piece of content) await file.appendFile(piece);
      if (how.durable) await file.sync();
    } finally {
      await file.close();
    }
    await how.check?.(beside);
    await renameOver(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  if (how.durable) await syncFolder(dirname(path));
}

function placeBeside(path: string, beside: AtomicWrite['beside']): string {
  if (typeof beside === 'object') return beside.path;
  return beside === 'own' ? `${path}.new` : join(dirname(path), `.${randomUUID()}.part`);
}

export interface Renaming {
  readonly platform: NodeJS.Platform;
  readonly rename: (from: string, to: string) => Promise<void>;
}

/** Windows refuses while a virus scanner or an indexer has one of the two open, which is over in a moment. */
export async function renameOver(
  from: string,
  to: string,
  { platform, rename: move }: Renaming = { platform: process.platform, rename },
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await move(from, to);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? '';
      const passing = platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(code);
      if (!passing || tries >= limits.files.renameTries) throw error;
      await delay(limits.files.renameWaitMs * tries);
    }
  }
}

/** The file's new name is in its folder, and a flushed file without a name is none. Windows flushes it with the file. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } catch (error) {
    // Some network and user-space file systems flush no folders; there is nothing else to be done about it.
    if (!['EINVAL', 'ENOTSUP', 'ENOSYS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    await folder.close();
  }
}
