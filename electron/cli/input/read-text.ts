/** Files named on the command line. */
import { readFile } from 'node:fs/promises';
import { AppError } from '../../protocol/values/app-error.ts';

/** `argument`: what named it, such as "--ca". @throws AppError `invalid-argument`, which names argument and path */
export async function readText(path: string, argument: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw unreadableFile(path, argument, error);
  }
}

/** Text for a message, without a byte order mark. Octets that are no UTF-8 would go out as something else than what stands there. */
export async function readUtf8File(path: string, argument: string): Promise<string> {
  const octets = await readFile(path).catch((error: unknown) => {
    throw unreadableFile(path, argument, error);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch (error) {
    const reason = `${path} is not UTF-8; convert it, or attach it as it is`;
    throw new AppError('invalid-argument', { argument, reason }, { cause: error });
  }
}

/** `why`: the system's error, or a word for what it is instead of a file. */
export function unreadableFile(path: string, argument: string, why: unknown): AppError {
  const code = typeof why === 'string' ? why : why instanceof Error && 'code' in why ? String(why.code) : 'unknown';
  return new AppError('invalid-argument', { argument, reason: `${path} cannot be read (${code})` }, { cause: why });
}
