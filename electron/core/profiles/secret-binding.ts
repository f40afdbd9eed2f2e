/**
 * What a kept secret is bound to: each option of a connection or a login says in the tables of options whether it belongs to the place
 * a secret may go to; here is what of it counts as the same.
 */
import { createHash } from 'node:crypto';
import {
  boundOptions,
  connectionOptions,
  type BoundOption,
  type FieldsWith,
} from '../../protocol/options/connection.ts';
import {
  boundLogin,
  type BoundLogin,
  isLoginField,
  type LoginFieldsWith,
  loginOptions,
} from '../../protocol/options/login.ts';
import { recordOf } from '../../protocol/options/row.ts';
import {
  BOUND_FIELDS,
  type BoundField,
  type SecretBinding,
  type SecretKind,
} from '../../protocol/values/profiles/profile.ts';
import type { OAuthSettings } from '../../protocol/values/profiles/oauth.ts';
import type { AuthOptions, ConnectionOptions, Target } from '../../protocol/values/target.ts';
import type { TlsVersion } from '../../protocol/values/connection.ts';
import { planTarget } from '../smtp/plan/target.ts';
import { splitPem } from '../tls/trust.ts';
import { hostPortText } from '../../protocol/parse/host-port.ts';

/** What a run is about to do, as far as it decides who gets a secret. */
export interface SecretUse {
  /** As asked for, before the user's settings are added: roots of the settings are trusted in main's own dialog alone. */
  readonly connection: ConnectionOptions;
  readonly auth: AuthOptions | null;
  /** Where its tokens come from; absent or null: nowhere. */
  readonly oauth?: OAuthSettings | null | undefined;
  /** It leads to a listener of our own test server, whose sessions the window can read. */
  readonly ownServer: boolean;
}

interface Bound {
  /** '' for the default. */
  readonly read: (use: SecretUse) => string;
  readonly allows: (bound: string, asked: string) => boolean;
  /** Kinds of secrets that it decides about. */
  readonly kinds: readonly SecretKind[];
}
const login: readonly SecretKind[] = ['password', 'token'];
const clientKey: readonly SecretKind[] = ['client-key', 'passphrase'];
const every: readonly SecretKind[] = [...login, ...clientKey, 'proxy-password'];
/** These go to the authorization server, whatever the server for mail is. */
const ofTokens: readonly SecretKind[] = ['refresh-token', 'client-secret'];

const same = (bound: string, asked: string): boolean => bound === asked;
/** What takes protection away may be given up again. */
const sameOrNone = (bound: string, asked: string): boolean => asked === '' || asked === bound;

const bound = (read: Bound['read'], allows: Bound['allows'] = same, kinds = every): Bound => ({ read, allows, kinds });
const ofLogin = (read: (auth: AuthOptions) => string, allows: Bound['allows'] = same): Bound =>
  bound(({ auth }) => (auth === null ? '' : read(auth)), allows, login);
const yes = (flag: boolean | undefined): string => (flag === true ? 'yes' : '');

/** What is more than a text that has to be the same. */
const compared: Readonly<Record<FieldsWith<'secrets', 'own'> | 'target', Bound>> = {
  target: bound(({ connection }) => place(connection)),
  protocol: bound(({ connection }) => targetOf(connection)?.protocol ?? ''),
  security: bound(({ connection }) => targetOf(connection)?.security ?? ''),
  servername: bound(({ connection }) => connection.servername?.toLowerCase() ?? ''),
  ca: bound(({ connection }) => (connection.ca === undefined ? '' : certificatesDigest(connection.ca)), sameOrNone),
  acceptCertificate: bound(
    ({ connection }) => connection.acceptCertificate?.replace(/[:\s]/g, '').toUpperCase() ?? '',
    sameOrNone,
  ),
  clientCertificate: bound(
    ({ connection }) =>
      connection.clientCertificate === undefined ? '' : certificatesDigest(connection.clientCertificate),
    same,
    clientKey,
  ),
  tlsMin: bound(
    ({ connection }) => lowestVersion(connection),
    (saved, asked) => versions.indexOf(versionOf(asked)) >= versions.indexOf(versionOf(saved)),
  ),
};

const isCompared = (name: string): name is keyof typeof compared => Object.hasOwn(compared, name);

/** As the table of options says; '' for the default. */
function ruleOf(field: BoundOption): Bound {
  if (isCompared(field)) return compared[field];
  const read = ({ connection }: SecretUse): string => {
    const value = connection[field];
    return typeof value === 'string' ? value.trim() : yes(value);
  };
  return bound(read, connectionOptions[field].secrets === 'same-or-none' ? sameOrNone : same);
}

const comparedLogin: Readonly<Record<LoginFieldsWith<'secrets', 'own'>, Bound>> = {
  mechanisms: ofLogin(({ mechanisms = [] }) => upperCase(mechanisms).join(' '), within),
};
const isComparedLogin = (name: BoundLogin): name is keyof typeof comparedLogin => Object.hasOwn(comparedLogin, name);

/** As the table of login options says; '' for the default. */
function loginRule(field: BoundLogin): Bound {
  if (isComparedLogin(field)) return comparedLogin[field];
  const read = (auth: AuthOptions): string => {
    const value = auth[field];
    return typeof value === 'string' ? value : yes(value);
  };
  return ofLogin(read, loginOptions[field].secrets === 'same-or-none' ? sameOrNone : same);
}

const ofUser = ofLogin(({ user }) => user);

const ownServer = bound(({ ownServer: own }) => yes(own), sameOrNone);
const ofClient = {
  tokenServer: bound(({ oauth }) => tokenServer(oauth ?? null), same, ofTokens),
  clientId: bound(({ oauth }) => oauth?.clientId ?? '', same, ofTokens),
};
const optionRules = recordOf(boundOptions, ruleOf);
const loginRules = recordOf(boundLogin, loginRule);

function rule(field: BoundField): Bound {
  switch (field) {
    case 'target':
      return compared.target;
    case 'ownServer':
      return ownServer;
    case 'tokenServer':
      return ofClient.tokenServer;
    case 'clientId':
      return ofClient.clientId;
    case 'user':
      return ofUser;
    default:
      return isLoginField(field) ? loginRules[field] : optionRules[field];
  }
}

/** Of a secret that is being kept; what is as usual is left out. */
export function bindingFor(kind: SecretKind, use: SecretUse): SecretBinding {
  const fields = BOUND_FIELDS.filter((field) => rule(field).kinds.includes(kind));
  const read = fields.map((field): [string, string] => [field, rule(field).read(use)]);
  const binding: SecretBinding = Object.fromEntries(read.filter(([, value]) => value !== ''));
  return binding;
}

/** What differs from where the secret may go; empty where it may be sent. A field that an older binding does not know counts as usual. */
export function differences(kind: SecretKind, binding: SecretBinding, use: SecretUse): BoundField[] {
  return BOUND_FIELDS.filter((field) => {
    const { kinds, read, allows } = rule(field);
    return kinds.includes(kind) && !allows(binding[field] ?? '', read(use));
  });
}

/** As it is shown: "mail.example.org:465", or a path. */
export const secretPlace = (binding: SecretBinding): string => binding.target ?? '';

export const sameBinding = (a: SecretBinding, b: SecretBinding): boolean =>
  BOUND_FIELDS.every((field) => (a[field] ?? '') === (b[field] ?? ''));

/** Who is asked for tokens: a record's id with its tenant, or an issuer. What is asked for there is the person's to agree to. */
function tokenServer(oauth: OAuthSettings | null): string {
  if (oauth === null) return '';
  return oauth.provider === null ? (oauth.issuer ?? '') : `${oauth.provider} ${oauth.tenant ?? ''}`.trim();
}

function targetOf({ target, protocol, security, mx }: ConnectionOptions): Target | null {
  const parsed = planTarget(target, { protocol, security, mx });
  return parsed.ok ? parsed.target : null;
}

/** `host:port` or a path; what cannot be read leads nowhere, and is the same as nothing but itself. */
function place(connection: ConnectionOptions): string {
  const target = targetOf(connection);
  if (target === null) return `unreadable ${connection.target}`;
  return target.path ?? hostPortText(target.host?.toLowerCase() ?? '', target.port);
}

/** SHA-256 over the certificates' octets, in whatever order and however they are wrapped. */
function certificatesDigest(pem: string): string {
  const blocks = splitPem(pem).map((block) => block.replace(/-----[A-Z0-9 ]+-----|\s/g, ''));
  return createHash('sha256').update(blocks.sort().join('\n')).digest('hex');
}

const versions: readonly TlsVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];
const usualVersion: TlsVersion = 'TLSv1.2';
const versionOf = (text: string): TlsVersion => versions.find((version) => version === text) ?? usualVersion;

/** As the engine takes it (smtp/arguments.ts): a highest version below the usual lowest one lowers that too. */
function lowestVersion({ tlsMin, tlsMax = 'TLSv1.3' }: ConnectionOptions): string {
  const lowest = tlsMin ?? (versions.indexOf(tlsMax) < versions.indexOf(usualVersion) ? tlsMax : usualVersion);
  return lowest === usualVersion ? '' : lowest;
}

const upperCase = (names: readonly string[]): string[] => names.map((name) => name.toUpperCase()).sort();

/** No mechanisms stands for all of them. */
function within(saved: string, asked: string): boolean {
  const allowed = saved === '' ? null : saved.split(' ');
  if (allowed === null) return true;
  return asked !== '' && asked.split(' ').every((name) => allowed.includes(name));
}
