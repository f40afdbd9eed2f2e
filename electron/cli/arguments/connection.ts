/** Options to what the engine wants: connection and login. */
import type { SecretSource } from '../../core/ports.ts';
import { connectionFields, connectionOptions, type FieldsWith } from '../../protocol/options/connection.ts';
import { mechanismFact, MECHANISMS } from '../../protocol/facts/mechanisms.ts';
import { readPasted } from '../../protocol/parse/pasted-target.ts';
import type { AuthOptions, ConnectionOptions } from '../../protocol/values/target.ts';
import type { LineInput } from '../input/line-input.ts';
import { readCertificates } from '../input/pem-file.ts';
import type { ProfileTarget } from '../input/profile-target.ts';
import { passwordFrom } from '../input/secrets.ts';
import { loginGroup, type LoginValues, type SessionValues } from '../options/session.ts';
import { givenOf } from '../options/types.ts';
import { UsageError } from '../status.ts';

export interface GivenLogin {
  readonly options: AuthOptions;
  readonly secret: SecretSource;
}

type FileField = FieldsWith<'file', true>;
const fileFields = connectionFields.filter((field): field is FileField => 'file' in connectionOptions[field]);

/**
 * `from`: the profile that TARGET names; what is given on the command line stands above what it says.
 * @throws UsageError, AppError `invalid-argument` for a file that cannot be read
 */
export async function connectionFrom(
  target: string,
  { connection = {}, tls = {} }: SessionValues,
  from: ProfileTarget | null = null,
): Promise<ConnectionOptions> {
  if (from === null) refuseTarget(target);
  const saved = from?.profile.content.connection;
  const { proxyPassword: _password, timeouts, ...way } = connection;
  const { clientKey: _key, clientKeyPassphrase: _passphrase, ...checks } = tls;
  const files: Partial<Record<FileField, string>> = {};
  for (const field of fileFields) {
    const path = checks[field];
    if (path !== undefined) files[field] = await readCertificates(path, `--${connectionOptions[field].name}`);
  }
  return {
    ...(saved ?? { target: readPasted(target)?.text ?? target }),
    ...way,
    ...checks,
    ...files,
    ...(timeouts === undefined ? {} : { timeouts: { ...saved?.timeouts, ...timeouts } }),
  };
}

/** A password in a URL ends up in shell histories and process lists. It is refused, and not repeated in the complaint. */
function refuseTarget(target: string): void {
  const authority = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]*)/.exec(target)?.[1] ?? '';
  const userinfo = authority.includes('@') ? authority.slice(0, authority.lastIndexOf('@')) : '';
  // user:password@host without a scheme has the same intention.
  const bare = !target.includes('://') && !target.startsWith('/') && /^[^@]*:[^@]*@/.test(target);
  if (userinfo.includes(':') || bare) {
    throw new UsageError(
      'TARGET contains a password; give the user with --user and the password with --password-stdin or --password-env',
    );
  }
  if (readPasted(target)?.withLogin === true)
    throw new UsageError(
      'TARGET holds a user name or a password; give host and port alone, --user, and --password-stdin or --password-env',
    );
  if (userinfo !== '') throw new UsageError('TARGET contains a user name; give it with --user');
}

/** For EXTERNAL and ANONYMOUS there is nothing to be typed. */
const none: SecretSource = { read: async () => '' };
const isSecretless = (name: string): boolean => mechanismFact(name)?.takes === 'none';

/**
 * `session`: the profile that it begins from and the connection made of it: a login of the profile's user, without a password of
 * its own, takes the kept one. `token`: where a token is got for the login in place of any password.
 * @throws UsageError, AppError `secret-missing`
 */
export async function loginFrom(
  values: LoginValues,
  stdin: () => LineInput,
  session: {
    readonly from: ProfileTarget | null;
    readonly connection: ConnectionOptions;
    readonly token?: ((user: string) => Promise<SecretSource>) | null;
  } | null = null,
): Promise<GivenLogin | null> {
  const { user: typed, passwordEnv, passwordStdin, ...others } = values;
  const from = session?.from ?? null;
  const saved = from?.profile.content.auth ?? null;
  refuseUnknown(others.mechanisms ?? []);
  // EXTERNAL takes the name from the certificate, ANONYMOUS needs none.
  const nameless = others.mechanisms?.every(isSecretless) === true ? '' : undefined;
  const user = typed ?? saved?.user ?? nameless;
  if (user === undefined) {
    const [orphan] = givenOf(loginGroup, values);
    if (orphan !== undefined) throw new UsageError(`--${orphan.name} is of no use without --user`);
    return null;
  }
  if (user === '' && nameless === undefined) throw new UsageError('--user is empty');
  const auth: AuthOptions = { ...saved, user, ...others };
  if (auth.mechanisms !== undefined && auth.mechanisms.length > 0 && auth.mechanisms.every(isSecretless))
    return { options: auth, secret: none };
  if (session?.token !== undefined && session.token !== null)
    return { options: auth, secret: await session.token(user) };
  const own = passwordEnv !== undefined || passwordStdin === true;
  if (session !== null && from !== null && saved?.user === user && !own)
    return { options: auth, secret: from.secret({ connection: session.connection, auth }) };
  return { options: auth, secret: await passwordFrom(values, stdin) };
}

function refuseUnknown(wanted: readonly string[]): void {
  const unknown = wanted.find((name) => mechanismFact(name) === null);
  if (unknown === undefined) return;
  const known = MECHANISMS.map(({ name }) => name).join(', ');
  throw new UsageError(`--auth: ${unknown} is no mechanism that Posthorn can do; it can do ${known}`);
}
