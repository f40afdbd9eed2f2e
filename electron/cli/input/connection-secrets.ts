/** The secrets of a connection, each from a file, an environment variable or the terminal: client key, its passphrase, proxy password. */
import { AppError } from '../../protocol/values/app-error.ts';
import { isEncryptedKey } from '../../core/tls/client-identity.ts';
import type { ConnectionSecrets } from '../../core/smtp/types.ts';
import type { SecretSource } from '../../core/ports.ts';
import type { ConnectionOptions } from '../../protocol/values/target.ts';
import type { LineInput } from './line-input.ts';
import type { OptionValues } from '../parse/parse-args.ts';
import type { ProfileTarget } from './profile-target.ts';
import { fromEnvironment } from './secrets.ts';
import { readText } from './read-text.ts';
import { UsageError } from '../status.ts';

const known = (secret: string): SecretSource => ({ read: async () => secret });

/**
 * `session`: the profile that it begins from and the connection made of it. Its proxy and its certificate are there without an
 * option, and so are the secrets kept for them.
 * @throws UsageError for an option without the one it belongs to, AppError `invalid-argument`, `secret-missing`
 */
export async function connectionSecretsFrom(
  options: OptionValues,
  stdin: () => LineInput,
  session: { readonly from: ProfileTarget | null; readonly connection: ConnectionOptions } | null = null,
): Promise<{ readonly secrets?: ConnectionSecrets }> {
  const from = session?.from ?? null;
  const saved = from?.profile.content.connection;
  for (const [option, needed, there] of [
    ['client-key', 'client-cert', saved?.clientCertificate],
    ['client-key-passphrase-env', 'client-cert', saved?.clientCertificate],
    ['proxy-password-env', 'proxy', saved?.proxy],
  ] as const) {
    if (options.has(option) && !options.has(needed) && there === undefined)
      throw new UsageError(`--${option} is of no use without --${needed}`);
  }
  const proxyPassword = options.one('proxy-password-env');
  const kept = session === null || from === null ? {} : await from.connectionSecrets(session.connection);
  const secrets = {
    ...kept,
    ...(await clientKey(options, stdin, kept)),
    ...(proxyPassword === undefined ? {} : { proxyPassword: known(fromEnvironment(proxyPassword)) }),
  };
  return Object.keys(secrets).length === 0 ? {} : { secrets };
}

/** Without a file of its own the key stands in the certificate's, as many tools write both. */
async function clientKey(
  options: OptionValues,
  stdin: () => LineInput,
  kept: ConnectionSecrets,
): Promise<ConnectionSecrets> {
  const certificate = options.one('client-cert');
  const file = options.one('client-key') ?? certificate;
  const name = options.one('client-key-passphrase-env');
  const named = name === undefined ? {} : { clientKeyPassphrase: known(fromEnvironment(name)) };
  if (file === undefined) return named;
  const pem = await readText(file, options.has('client-key') ? '--client-key' : '--client-cert');
  if (!pem.includes('PRIVATE KEY-----')) {
    throw new UsageError(
      options.has('client-key')
        ? '--client-key needs a file with a private key in PEM'
        : '--client-key is missing: the file of --client-cert holds no private key',
    );
  }
  if (!isEncryptedKey(pem)) return { clientKey: known(pem) };
  if (name !== undefined) return { clientKey: known(pem), ...named };
  if (kept.clientKeyPassphrase !== undefined && certificate === undefined) return { clientKey: known(pem) };
  const input = stdin();
  if (!input.isTerminal || options.one('data') === '-') {
    throw new UsageError('the client key is encrypted: give its passphrase with --client-key-passphrase-env NAME');
  }
  const line = await input.hiddenLine('Passphrase of the client key: ');
  if (line === null) throw new AppError('secret-missing', { name: 'no passphrase was given' });
  return { clientKey: known(pem), clientKeyPassphrase: known(line.toString('utf8')) };
}
