/** Options to what the engine wants: connection, login, envelope. */
import type { AuthOptions, ConnectionOptions, Envelope, Timeouts, TlsVersion } from '../../protocol/values/target.ts';
import type { SecretSource } from '../../core/ports.ts';
import { findMechanism, mechanisms } from '../../core/sasl/registry.ts';
import type { ProfileContent } from '../../protocol/values/profiles/profile.ts';
import type { LineInput } from '../input/line-input.ts';
import type { OptionValues } from '../parse/parse-args.ts';
import { parseFingerprint } from '../../protocol/parse/host.ts';
import { readPasted } from '../../protocol/parse/pasted-target.ts';
import { attributes, extensionNames, extensionsFrom, given, proxyProtocol } from './extensions.ts';
import type { ProfileTarget } from '../input/profile-target.ts';
import { passwordFrom } from '../input/secrets.ts';
import { readCertificates } from '../input/pem-file.ts';
import { UsageError } from '../status.ts';

export interface Login {
  readonly options: AuthOptions;
  readonly secret: SecretSource;
}

/**
 * `from`: the profile that TARGET names; what is given on the command line stands above what it says.
 * @throws UsageError, AppError `invalid-argument` for a file that cannot be read
 */
export async function connectionFrom(
  target: string,
  options: OptionValues,
  from: ProfileTarget | null = null,
): Promise<ConnectionOptions> {
  if (from === null) refuseTarget(target);
  const ca = options.one('ca');
  const certificate = options.one('client-cert');
  const family = options.one('family');
  const saved = from?.profile.content.connection;
  const limits = timeouts(options.all('timeout'));
  return {
    ...(saved ?? { target: readPasted(target)?.text ?? target }),
    ...given<Omit<ConnectionOptions, 'target'>>({
      protocol: options.one('protocol') as ConnectionOptions['protocol'],
      security: options.one('security') as ConnectionOptions['security'],
      ehloName: options.one('ehlo'),
      heloOnly: options.has('helo') ? true : undefined,
      family: family === undefined ? undefined : family === '4' ? 4 : 6,
      localAddress: options.one('local-address'),
      mx: options.has('mx') ? true : undefined,
      everyAddress: options.has('every-address') ? true : undefined,
      dnsServer: options.one('dns-server'),
      proxy: proxyUrl(options.one('proxy')),
      servername: options.one('servername'),
      clientCertificate: certificate === undefined ? undefined : await readCertificates(certificate, '--client-cert'),
      ca: ca === undefined ? undefined : await readCertificates(ca, '--ca'),
      acceptCertificate: fingerprint(options.one('accept-certificate')),
      insecure: options.has('insecure') ? true : undefined,
      tlsMin: tlsVersion(options.one('tls-min')),
      tlsMax: tlsVersion(options.one('tls-max')),
      timeouts: limits === undefined ? undefined : { ...saved?.timeouts, ...limits },
      quitAfter: options.one('quit-after') as ConnectionOptions['quitAfter'],
      xclient: attributes(options, 'xclient'),
      xforward: attributes(options, 'xforward'),
      proxyProtocol: proxyProtocol(options.one('proxy-protocol')),
      dropAfter: options.one('drop-after') as ConnectionOptions['dropAfter'],
    }),
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
const isSecretless = (name: string): boolean => findMechanism(name)?.secret === 'none';

const ownPassword = ['password-stdin', 'password-env'] as const;

/**
 * `session`: the profile that it begins from and the connection made of it: a login of the profile's user, without a password of
 * its own, takes the kept one.
 * @throws UsageError, AppError `secret-missing`
 */
export async function loginFrom(
  options: OptionValues,
  stdin: () => LineInput,
  session: { readonly from: ProfileTarget | null; readonly connection: ConnectionOptions } | null = null,
): Promise<Login | null> {
  const from = session?.from ?? null;
  const saved = from?.profile.content.auth ?? null;
  const mechanisms = knownMechanisms(options.one('auth'));
  // EXTERNAL takes the name from the certificate, ANONYMOUS needs none.
  const nameless = mechanisms?.every(isSecretless) === true ? '' : undefined;
  const user = options.one('user') ?? saved?.user ?? nameless;
  if (user === undefined) {
    const orphan = [
      ...ownPassword,
      'auth',
      'authzid',
      'try-all-mechanisms',
      'initial-response',
      'channel-binding',
      'allow-clear-auth',
    ].find((name) => options.has(name));
    if (orphan !== undefined) throw new UsageError(`--${orphan} is of no use without --user`);
    return null;
  }
  if (user === '' && nameless === undefined) throw new UsageError('--user is empty');
  const initialResponse = options.one('initial-response');
  const auth: AuthOptions = {
    ...saved,
    user,
    ...given<Omit<AuthOptions, 'user'>>({
      authzid: options.one('authzid'),
      mechanisms,
      tryAllMechanisms: options.has('try-all-mechanisms') ? true : undefined,
      initialResponse: initialResponse === undefined ? undefined : initialResponse === 'on',
      channelBinding: options.one('channel-binding') as AuthOptions['channelBinding'],
      allowClear: options.has('allow-clear-auth') ? true : undefined,
    }),
  };
  if (auth.mechanisms !== undefined && auth.mechanisms.length > 0 && auth.mechanisms.every(isSecretless))
    return { options: auth, secret: none };
  if (session !== null && from !== null && saved?.user === user && !ownPassword.some((name) => options.has(name)))
    return { options: auth, secret: from.secret({ connection: session.connection, auth }) };
  return { options: auth, secret: await passwordFrom(options, stdin) };
}

/**
 * null when neither sender nor recipient is given. `usual`: those of a profile, for what is not given.
 * @throws UsageError when only one is there
 */
export function envelopeFrom(options: OptionValues, usual: ProfileContent['envelope'] | null = null): Envelope | null {
  const from = options.one('from') ?? (usual === null || usual.from === '' ? undefined : usual.from);
  const to = options.has('to') ? options.all('to') : (usual?.to ?? []);
  if (from === undefined && to.length === 0) {
    const orphan = extensionNames.find((name) => options.has(name));
    if (orphan !== undefined) throw new UsageError(`--${orphan} is of no use without --from and --to`);
    return null;
  }
  if (from === undefined) throw new UsageError("--from is missing ('<>' is the null sender)");
  if (to.length === 0) throw new UsageError('--to is missing');
  const mailOptions = options.all('mail-option');
  const rcptOptions = options.all('rcpt-option');
  return {
    ...extensionsFrom(options),
    from: from === '<>' ? '' : from,
    to: [...to],
    ...given<Omit<Envelope, 'from' | 'to'>>({
      mailOptions: mailOptions.length === 0 ? undefined : [...mailOptions],
      rcptOptions: rcptOptions.length === 0 ? undefined : [...rcptOptions],
      smtputf8: options.has('smtputf8') ? true : undefined,
      body: options.one('body') as Envelope['body'],
      size: undefined,
    }),
  };
}

function tlsVersion(text: string | undefined): TlsVersion | undefined {
  if (text === undefined) return undefined;
  return (text.startsWith('TLSv1') ? text : text === '1.0' ? 'TLSv1' : `TLSv${text}`) as TlsVersion;
}

function fingerprint(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const parsed = parseFingerprint(text);
  if (!parsed.ok)
    throw new UsageError('--accept-certificate needs a SHA-256 fingerprint: 64 hex digits, colons allowed');
  return parsed.value.replaceAll(':', '');
}

/** The phases that have a limit of their own, as users name them. */
const limited = {
  dns: 'dns',
  connect: 'connect',
  greeting: 'greeting',
  tls: 'tls',
  reply: 'reply',
  body: 'bodyIdle',
  dot: 'finalDot',
  quit: 'quit',
} as const satisfies Record<string, keyof Timeouts>;

/** "5" for every phase but QUIT, "greeting=5" for one; the more special one wins, wherever it stands. */
function timeouts(texts: readonly string[]): Partial<Timeouts> | undefined {
  if (texts.length === 0) return undefined;
  let all: Partial<Timeouts> = {};
  const single: Partial<Timeouts> = {};
  for (const text of texts) {
    const [phase, value] = text.includes('=') ? (text.split('=', 2) as [string, string]) : [null, text];
    const seconds = /^\d{1,6}(\.\d{1,3})?$/.test(value) ? Number(value) : NaN;
    if (!(seconds > 0)) throw new UsageError('--timeout needs a number of seconds above 0, or PHASE=SECONDS');
    const limit = seconds * 1000;
    if (phase === null) {
      all = { dns: limit, connect: limit, greeting: limit, tls: limit, reply: limit, bodyIdle: limit, finalDot: limit };
    } else if (Object.hasOwn(limited, phase)) single[limited[phase as keyof typeof limited]] = limit;
    else throw new UsageError(`--timeout knows the phases ${Object.keys(limited).join(', ')}`);
  }
  return { ...all, ...single };
}

/** A password in a URL ends up in shell histories and process lists. It is refused, and not repeated in the complaint. */
function proxyUrl(url: string | undefined): string | undefined {
  const authority = /^[a-z0-9]+:\/\/(.*)$/i.exec(url ?? '')?.[1] ?? url ?? '';
  const userinfo = authority.includes('@') ? authority.slice(0, authority.lastIndexOf('@')) : '';
  if (userinfo.includes(':')) {
    throw new UsageError(
      '--proxy contains a password; give the user in the URL and the password with --proxy-password-env',
    );
  }
  return url;
}

function knownMechanisms(text: string | undefined): string[] | undefined {
  const wanted = names(text, 'auth');
  const unknown = wanted?.find((name) => findMechanism(name) === null);
  if (unknown === undefined) return wanted;
  const known = mechanisms.map(({ name }) => name).join(', ');
  throw new UsageError(`--auth: ${unknown} is no mechanism that Posthorn can do; it can do ${known}`);
}

export function names(text: string | undefined, option: string): string[] | undefined {
  if (text === undefined) return undefined;
  const list = text
    .split(',')
    .map((name) => name.trim().toUpperCase())
    .filter((name) => name !== '');
  if (list.length === 0 || !list.every((name) => /^[A-Z0-9_-]{1,20}$/.test(name))) {
    throw new UsageError(`--${option} needs mechanism names with commas between, such as PLAIN,LOGIN`);
  }
  return list;
}
