/**
 * Writes to a place the user chose: beside it first, then renamed over it, so that there is never half a file and a symbolic
 * link in the folder is replaced rather than followed. Mail and reports name people: the file is for this user to read, and for whom
 * they give it to.
 */
import { basename } from 'node:path';
import { writeAtomically } from '../../storage/files/atomic-write.ts';
import { markAsForeign } from '../../storage/files/quarantine.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type { Saved } from '../../protocol/values/app/files.ts';
import type { Desktop } from '../desktop.ts';

export interface SaveOptions {
  /** Safe already; see storage/files/safe-name.ts. */
  readonly name: string;
  readonly content: () => AsyncIterable<Uint8Array>;
  /** It came by mail, or holds what a server said: the file is marked, so that the system warns before opening it. */
  readonly foreign: boolean;
}

export async function save(desktop: Desktop, { name, content, foreign }: SaveOptions): Promise<Saved> {
  const path = await desktop.chooseSavePath(name);
  if (path === null) return { saved: false, name: null };
  // Before it has its name: there is no moment at which it could be opened without.
  const check = async (beside: string): Promise<void> => {
    if (foreign) await markAsForeign(beside);
  };
  try {
    await writeAtomically(path, content(), { durable: true, beside: 'shared', check });
  } catch (error) {
    if (error instanceof AppError) throw error;
    const systemCode = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new AppError('file-unreadable', { file: basename(path), systemCode }, { cause: error });
  }
  return { saved: true, name: basename(path) };
}
