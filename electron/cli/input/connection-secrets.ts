/** The secrets of a connection, each from a file, an environment variable or the terminal: client key, its passphrase, proxy password. */
import { AppError } from '../../protocol/values/app-error.ts';
import { isEncryptedKey } from '../../core/tls/client-identity.ts';
import type { ConnectionSecrets } from '../../core/smtp/types.ts';
import type { SecretSource } from '../../core/ports.ts';
import { connectionOptions, connectionSecrets, secretFields } from '../../protocol/options/connection.ts';
import type { Option } from '../../protocol/options/option.ts';
import type { ConnectionOptions } from '../../protocol/values/target.ts';
import type { LineInput } from './line-input.ts';
import type { SessionValues } from '../options/session.ts';
import type { ProfileTarget } from './profile-target.ts';
import { fromEnvironment } from './secrets.ts';
import { readText } from './read-text.ts';
import { UsageError } from '../status.ts';

const known = (secret: string): SecretSource => ({ read: async () => secret });

interface Lone {
  readonly secret: Option;
  readonly owner: Option;
}

/** A secret without what it belongs to, which may stand in `saved`; null where each has its own. */
export function loneSecret({ connection, tls }: SessionValues, saved: Partial<ConnectionOptions> = {}): Lone | null {
  const given = { ...connection, ...tls };
  const secret = secretFields.find((name) => {
    const { of } = connectionSecrets[name];
    return given[name] !== undefined && given[of] === undefined && saved[of] === undefined;
  });
  if (secret === undefined) return null;
  return { secret: connectionSecrets[secret], owner: connectionOptions[connectionSecrets[secret].of] };
}

interface Values extends SessionValues {
  /** Standard input is the message. */
  readonly message?: { readonly data?: string };
}

/**
 * `session`: the profile that it begins from and the connection made of it. Its proxy and its certificate are there without an
 * option, and so are the secrets kept for them.
 * @throws UsageError for an option without the one it belongs to, AppError `invalid-argument`, `secret-missing`
 */
export async function connectionSecretsFrom(
  options: Values,
  stdin: () => LineInput,
  session: { readonly from: ProfileTarget | null; readonly connection: ConnectionOptions } | null = null,
): Promise<{ readonly secrets?: ConnectionSecrets }> {
  const from = session?.from ?? null;
  const lone = loneSecret(options, from?.profile.content.connection);
  if (lone !== null) throw new UsageError(`--${lone.secret.name} is of no use without --${lone.owner.name}`);
  const proxyPassword = options.connection?.proxyPassword;
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
  { tls = {}, message }: Values,
  stdin: () => LineInput,
  kept: ConnectionSecrets,
): Promise<ConnectionSecrets> {
  const { clientCertificate: certificate, clientKey: key, clientKeyPassphrase: name } = tls;
  const file = key ?? certificate;
  const named = name === undefined ? {} : { clientKeyPassphrase: known(fromEnvironment(name)) };
  if (file === undefined) return named;
  const pem = await readText(file, key === undefined ? '--client-cert' : '--client-key');
  if (!pem.includes('PRIVATE KEY-----')) {
    throw new UsageError(
      key === undefined
        ? '--client-key is missing: the file of --client-cert holds no private key'
        : '--client-key needs a file with a private key in PEM',
    );
  }
  if (!isEncryptedKey(pem)) return { clientKey: known(pem) };
  if (name !== undefined) return { clientKey: known(pem), ...named };
  if (kept.clientKeyPassphrase !== undefined && certificate === undefined) return { clientKey: known(pem) };
  const input = stdin();
  if (!input.isTerminal || message?.data === '-') {
    throw new UsageError('the client key is encrypted: give its passphrase with --client-key-passphrase-env NAME');
  }
  const line = await input.hiddenLine('Passphrase of the client key: ');
  if (line === null) throw new AppError('secret-missing', { name: 'no passphrase was given' });
  return { clientKey: known(pem), clientKeyPassphrase: known(line.toString('utf8')) };
}
