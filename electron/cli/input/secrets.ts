/** Where passwords come from: standard input or an environment variable, never an argument. */
import { AppError } from '../../protocol/values/app-error.ts';
import type { SecretSource } from '../../core/ports.ts';
import type { LineInput } from './line-input.ts';
import type { LoginValues } from '../options/session.ts';
import { UsageError } from '../status.ts';

const known = (secret: string): SecretSource => ({ read: async () => secret });

/**
 * Reads the password now, before anything is connected: a missing one is found out at once.
 * @throws UsageError when no source is named, AppError `secret-missing` when the source has nothing
 */
export async function passwordFrom(
  { passwordEnv: name, passwordStdin }: LoginValues,
  stdin: () => LineInput,
): Promise<SecretSource> {
  if (passwordStdin && name !== undefined) {
    throw new UsageError('--password-stdin and --password-env exclude each other');
  }
  if (name !== undefined) return known(notEmpty(fromEnvironment(name), `the environment variable ${name}`));
  if (!passwordStdin) {
    throw new UsageError('--user needs a password: --password-stdin or --password-env NAME (never as an argument)');
  }
  const line = await stdin().hiddenLine('Password: ');
  if (line === null) throw new AppError('secret-missing', { name: 'standard input is empty' });
  return known(notEmpty(line.toString('utf8'), 'the first line of standard input'));
}

/** An empty password is one that was forgotten: PLAIN cannot even say it (RFC 4616 section 2), and the try would count. */
function notEmpty(secret: string, where: string): string {
  if (secret === '') throw new AppError('secret-missing', { name: `${where} is empty` });
  return secret;
}

/** @throws AppError `secret-missing` */
export function fromEnvironment(name: string): string {
  const secret = process.env[name];
  if (secret === undefined)
    throw new AppError('secret-missing', { name: `the environment variable ${name} is not set` });
  return secret;
}
