/** The secrets of a connection, each from a file, an environment variable or the terminal: client key, its passphrase, proxy password. */
import { AppError } from '../ipc/errors.ts';
import { isEncryptedKey } from '../core/tls/client-identity.ts';
import type { ConnectionSecrets } from '../core/smtp/types.ts';
import type { SecretSource } from '../core/ports.ts';
import type { LineInput } from './line-input.ts';
import type { OptionValues } from './parse-args.ts';
import { fromEnvironment } from './secrets.ts';
import { readText } from './read-text.ts';
import { UsageError } from './status.ts';

const known = (secret: string): SecretSource => ({ read: async () => secret });

/** @throws UsageError for an option without the one it belongs to, AppError `file-unreadable`, `secret-missing` */
export async function connectionSecretsFrom(
  options: OptionValues,
  stdin: () => LineInput,
): Promise<{ readonly secrets?: ConnectionSecrets }> {
  for (const [option, needed] of [
    ['client-key', 'client-cert'],
    ['client-key-passphrase-env', 'client-cert'],
    ['proxy-password-env', 'proxy'],
  ] as const) {
    if (options.has(option) && !options.has(needed))
      throw new UsageError(`--${option} is of no use without --${needed}`);
  }
  const proxyPassword = options.one('proxy-password-env');
  const secrets = {
    ...(await clientKey(options, stdin)),
    ...(proxyPassword === undefined ? {} : { proxyPassword: known(fromEnvironment(proxyPassword)) }),
  };
  return Object.keys(secrets).length === 0 ? {} : { secrets };
}

/** Without a file of its own the key stands in the certificate's, as many tools write both. */
async function clientKey(options: OptionValues, stdin: () => LineInput): Promise<ConnectionSecrets> {
  const certificate = options.one('client-cert');
  if (certificate === undefined) return {};
  const file = options.one('client-key') ?? certificate;
  const pem = await readText(file);
  if (!pem.includes('PRIVATE KEY-----')) {
    throw new UsageError(
      options.has('client-key')
        ? '--client-key needs a file with a private key in PEM'
        : '--client-key is missing: the file of --client-cert holds no private key',
    );
  }
  if (!isEncryptedKey(pem)) return { clientKey: known(pem) };
  const name = options.one('client-key-passphrase-env');
  if (name !== undefined) return { clientKey: known(pem), clientKeyPassphrase: known(fromEnvironment(name)) };
  const input = stdin();
  if (!input.isTerminal) {
    throw new UsageError('the client key is encrypted: give its passphrase with --client-key-passphrase-env NAME');
  }
  const line = await input.hiddenLine('Passphrase of the client key: ');
  if (line === null) throw new AppError('secret-missing', { name: 'no passphrase was given' });
  return { clientKey: known(pem), clientKeyPassphrase: known(line.toString('utf8')) };
}
