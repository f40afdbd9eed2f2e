/**
 * Writes to a place the user chose: beside it first, then renamed over it, so that there is never half a file and a symbolic
 * link in the folder is replaced rather than followed.
 */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../ipc/errors.ts';
import type { Saved } from '../../ipc/schemas/files.ts';
import type { Desktop } from './desktop.ts';

export interface SaveOptions {
  /** Safe already; see adapters/safe-name.ts. */
  readonly name: string;
  readonly content: () => AsyncIterable<Uint8Array>;
  /** It came by mail: Windows is told, so that it warns before opening it. */
  readonly foreign: boolean;
}

export async function save(desktop: Desktop, { name, content, foreign }: SaveOptions): Promise<Saved> {
  const path = await desktop.chooseSavePath(name);
  if (path === null) return { saved: false, name: null };
  const beside = join(dirname(path), `.${randomUUID()}.part`);
  try {
    await pipeline(content, createWriteStream(beside, { flags: 'wx' }));
    await rename(beside, path);
    if (foreign && process.platform === 'win32') {
      // Zone 3 is the internet. A file system without streams cannot carry the mark, which is no reason not to save.
      await writeFile(`${path}:Zone.Identifier`, '[ZoneTransfer]\r\nZoneId=3\r\n').catch(() => undefined);
    }
  } catch (error) {
    await rm(beside, { force: true });
    if (error instanceof AppError) throw error;
    const systemCode = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new AppError('file-unreadable', { file: basename(path), systemCode }, { cause: error });
  }
  return { saved: true, name: basename(path) };
}
