/**
 * What a file was when it was chosen or reviewed, by which it is known again: a message is made of files that are that still. What was
 * written in the meantime is not sent, nor half of the one and half of the other.
 */
import { stat } from 'node:fs/promises';
import { AppError } from '../../../protocol/values/app-error.ts';
import type { MessageSource } from '../types.ts';

/** `inode` tells a file that another was put in place of from the one that it was. */
export interface FileMark {
  /** Octets. */
  readonly size: number;
  /** Milliseconds since 1970, with fractions. */
  readonly modifiedMs: number;
  readonly inode: number;
}

export interface MarkedFile {
  readonly path: string;
  /** As the user knows it. */
  readonly name: string;
  readonly mark: FileMark;
}

/** @throws AppError `file-unreadable` where there is no file, or no way to it */
export async function markOf(path: string, name: string): Promise<FileMark> {
  const found = await stat(path).catch((error: unknown) => {
    const systemCode = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new AppError('file-unreadable', { file: name, systemCode }, { cause: error });
  });
  if (!found.isFile()) throw new AppError('file-unreadable', { file: name, systemCode: 'not a file' });
  return { size: found.size, modifiedMs: found.mtimeMs, inode: found.ino };
}

export const isSameMark = (a: FileMark, b: FileMark): boolean =>
  a.size === b.size && a.modifiedMs === b.modifiedMs && a.inode === b.inode;

/** @throws AppError `file-changed`, or `file-unreadable` for one that is gone */
export async function checkUnchanged(files: readonly MarkedFile[]): Promise<void> {
  for (const { path, name, mark } of files) {
    if (!isSameMark(await markOf(path, name), mark)) throw new AppError('file-changed', { file: name });
  }
}

/** The same message, whose reading fails where one of its files is no longer what it was, before the first octet or after the last. */
export function whileUnchanged(message: MessageSource, files: readonly MarkedFile[]): MessageSource {
  if (files.length === 0) return message;
  const { size, lineEnds } = message;
  return {
    size,
    lineEnds,
    async *open() {
      await checkUnchanged(files);
      yield* message.open();
      await checkUnchanged(files);
    },
  };
}
