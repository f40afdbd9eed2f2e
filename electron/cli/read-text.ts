/** Files named on the command line. */
import { readFile } from 'node:fs/promises';
import { AppError } from '../ipc/errors.ts';

/** `argument`: what named it, such as "--ca". @throws AppError `invalid-argument`, which names argument and path */
export async function readText(path: string, argument: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw unreadable(path, argument, error);
  }
}

/** `why`: the system's error, or a word for what it is instead of a file. */
export function unreadable(path: string, argument: string, why: unknown): AppError {
  const code = typeof why === 'string' ? why : why instanceof Error && 'code' in why ? String(why.code) : 'unknown';
  return new AppError('invalid-argument', { argument, reason: `${path} cannot be read (${code})` }, { cause: why });
}
