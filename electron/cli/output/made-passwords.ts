/**
 * Where passwords made for the test server's users are shown: on a terminal, or in a file of the user's own. Nowhere else, since
 * standard error often ends up in a log.
 */
import { rm, writeFile } from 'node:fs/promises';
import { AppError } from '../../protocol/values/app-error.ts';
import { visible } from '../../texts/visible.ts';
import type { GivenUser } from '../arguments/listen.ts';
import { UsageError } from '../status.ts';
import type { Terminal } from './terminal.ts';

/**
 * Answers what takes the file away again: the passwords are of this run.
 * @throws UsageError where nobody would get to see them, AppError when the file cannot be written or is there already
 */
export async function showMade(
  users: readonly GivenUser[],
  file: string | undefined,
  terminal: Pick<Terminal, 'err'>,
): Promise<() => Promise<void>> {
  const made = users.filter((one) => one.made);
  if (made.length === 0) {
    if (file !== undefined) throw new UsageError('--passwords-file is of no use without --auth USER');
    return async () => undefined;
  }
  if (file === undefined) {
    if (!terminal.err.live)
      throw new UsageError(
        '--auth USER makes a password, which is shown on a terminal only; use --auth USER:env:NAME or --passwords-file FILE',
      );
    for (const { user, password } of made) terminal.err.line(`Password of ${visible(user)} for this run: ${password}`);
    return async () => undefined;
  }
  const text = made.map(({ user, password }) => `${user}:${password}\n`).join('');
  try {
    // Not one that is there: others may be able to read that.
    await writeFile(file, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const systemCode = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new AppError('file-unreadable', { path: file, systemCode }, { cause: error });
  }
  return () => rm(file, { force: true });
}
