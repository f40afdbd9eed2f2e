/** A text file named on the command line. */
import { readFile } from 'node:fs/promises';
import { AppError } from '../ipc/errors.ts';

/** @throws AppError `file-unreadable`, which names the path */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const systemCode = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new AppError('file-unreadable', { path, systemCode }, { cause: error });
  }
}
