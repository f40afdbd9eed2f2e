/**
 * Every option of a connection, once: command line, window, profiles, import and the binding of secrets are made from this table, and
 * so is the schema of ConnectionOptions. A new one is added here and in texts/options/connection.ts, judged in core/smtp/plan, and
 * used by the engine; where anything else has to know of it, it does not compile.
 */
import * as v from 'valibot';
import { attributesText, parseAttributeList, parseAttributes } from '../parse/attributes.ts';
import { parseEhloName } from '../parse/ehlo-name.ts';
import { parseAddress, parseDnsServer, parseFingerprint, parseServername } from '../parse/host.ts';
import { parseSource } from '../parse/host-port.ts';
import { parseProxy } from '../parse/proxy.ts';
import { bad, good, type Result } from '../parse/result.ts';
import { parseTimeLimits } from '../parse/time-limits.ts';
import { FamilySchema, PortSchema } from '../values/common.ts';
import {
  DROP_POINTS,
  ProtocolSchema,
  QUIT_POINTS,
  SecuritySchema,
  TimeoutsSchema,
  TlsVersionSchema,
  type TlsVersion,
} from '../values/connection.ts';
import { choice, file, flag, read, readAll, text, type Option } from './option.ts';

/** Where it stands in the window: in the target bar, or in one of the groups of the drawer. */
type Place = 'bar' | 'way' | 'tls' | 'session';

/**
 * Its field. `text`: one line, read as it is typed, and written from a value. `own`: a component or fields of its own
 * (renderer/session/fields).
 */
type Form =
  | 'flag'
  | 'choice'
  | 'pem'
  | 'own'
  | { readonly parse: (typed: string) => Result<unknown>; readonly write: (value: never) => string };

/**
 * Whether it decides who gets a kept secret. `same`: the secret goes nowhere where it differs. `same-or-none`: it takes protection
 * away, and may be given up again. `own`: core/profiles/secret-binding.ts compares it. `free`: whoever gets the secret is the same
 * whatever it says, and why.
 */
type Secrets = 'same' | 'same-or-none' | 'own' | { readonly free: string };

interface ConnectionOption extends Option {
  readonly schema: v.GenericSchema;
  readonly place: Place;
  readonly form: Form;
  readonly secrets: Secrets;
  /** In settings from elsewhere: core/profiles/exchange/cautions.ts says what it does to a profile's safety. */
  readonly imported: 'harmless' | 'judged';
}

/** What is typed is kept as it is typed; the parser only says whether it can be used. */
const asTyped = (parse: (typed: string) => { readonly ok: boolean }) => ({
  parse: (typed: string): Result<string> => (parse(typed).ok ? good(typed) : bad('bad-value')),
  write: (value: string) => value,
});
const attributes = { parse: parseAttributes, write: attributesText };
const attributesSchema = v.record(v.string(), v.string());

const VERSIONS = {
  '1.0': 'TLSv1',
  '1.1': 'TLSv1.1',
  '1.2': 'TLSv1.2',
  '1.3': 'TLSv1.3',
  TLSv1: 'TLSv1',
  'TLSv1.1': 'TLSv1.1',
  'TLSv1.2': 'TLSv1.2',
  'TLSv1.3': 'TLSv1.3',
} as const satisfies Record<string, TlsVersion>;
const isVersion = (typed: string): typed is keyof typeof VERSIONS => Object.hasOwn(VERSIONS, typed);
const tlsVersion = (name: string) => ({
  ...read(name, 'VERSION', (typed) => (isVersion(typed) ? good(VERSIONS[typed]) : bad('bad-value'))),
  choices: Object.keys(VERSIONS),
});

/** In the order of the help, and of the window's groups. */
export const connectionOptions = {
  protocol: {
    ...choice('protocol', ['smtp', 'lmtp']),
    schema: ProtocolSchema,
    place: 'bar',
    form: 'own',
    secrets: 'own',
    imported: 'harmless',
  },
  security: {
    ...choice('security', SecuritySchema.options, 'MODE'),
    schema: SecuritySchema,
    place: 'bar',
    form: 'own',
    secrets: 'own',
    imported: 'judged',
  },
  /** Name for EHLO, HELO or LHLO; absent: this machine's full name if it is one, else its address literal. */
  ehloName: {
    ...text('ehlo', 'NAME'),
    schema: v.string(),
    place: 'bar',
    form: asTyped(parseEhloName),
    secrets: { free: 'what our client calls itself' },
    imported: 'harmless',
  },
  /** Say HELO at once instead of EHLO. HELO knows no STARTTLS: what goes on, goes on in clear. */
  heloOnly: {
    ...flag('helo'),
    schema: v.boolean(),
    place: 'session',
    form: 'flag',
    secrets: 'same-or-none',
    imported: 'harmless',
  },
  family: {
    ...read('family', '4|6', (typed) =>
      typed === '4' ? good(4 as const) : typed === '6' ? good(6 as const) : bad('bad-value'),
    ),
    choices: ['4', '6'],
    schema: FamilySchema,
    place: 'way',
    form: 'choice',
    secrets: { free: 'a choice among the addresses of the same name' },
    imported: 'harmless',
  },
  /** The network it goes out by decides who answers to an address. */
  localAddress: {
    ...text('local-address', 'ADDRESS'),
    schema: v.string(),
    place: 'way',
    form: asTyped(parseAddress),
    secrets: 'same',
    imported: 'harmless',
  },
  timeouts: {
    ...readAll('timeout', '[PHASE=]SECONDS', parseTimeLimits),
    schema: v.partial(TimeoutsSchema),
    place: 'session',
    form: 'own',
    secrets: { free: 'how long is waited' },
    imported: 'harmless',
  },
  /** Stop politely (QUIT) after this phase. It belongs to one run, not to a profile. */
  quitAfter: {
    ...choice('quit-after', QUIT_POINTS, 'PHASE'),
    schema: v.picklist(QUIT_POINTS),
    place: 'session',
    form: 'choice',
    secrets: { free: 'an earlier end' },
    imported: 'harmless',
  },
  /** Break off without QUIT after this step, or where it would have been. */
  dropAfter: {
    ...choice('drop-after', DROP_POINTS, 'STEP'),
    schema: v.picklist(DROP_POINTS),
    place: 'session',
    form: 'choice',
    secrets: { free: 'an earlier end' },
    imported: 'harmless',
  },
  /** The target is a domain or mail address: its MX hosts are looked up and tried in their order (RFC 5321 section 5.1). */
  mx: {
    ...flag('mx'),
    schema: v.boolean(),
    place: 'way',
    form: 'flag',
    secrets: 'same',
    imported: 'harmless',
  },
  /** Connect to every address and tell of each; the session goes on with the first that answered. */
  everyAddress: {
    ...flag('every-address'),
    schema: v.boolean(),
    place: 'way',
    form: 'flag',
    secrets: { free: 'the session goes to an address of the same name' },
    imported: 'harmless',
  },
  /** DNS server to ask instead of the system's: address, address:port or [v6]:port. */
  dnsServer: {
    ...text('dns-server', 'ADDRESS[:PORT]'),
    schema: v.string(),
    place: 'way',
    form: asTyped(parseDnsServer),
    secrets: 'same',
    imported: 'judged',
  },
  /** socks5://[user@]host[:port] or http://[user@]host[:port]; the proxy looks the target's name up. Its password travels apart. */
  proxy: {
    ...read('proxy', 'URL', (url) => (passwordIn(url) ? bad('password-inside') : good(url))),
    schema: v.string(),
    place: 'way',
    form: asTyped(parseProxy),
    secrets: 'same',
    imported: 'judged',
  },
  /** XCLIENT attributes (Postfix) to be stated before AUTH, by name; xtext is our business. */
  xclient: {
    ...readAll('xclient', 'K=V', parseAttributeList),
    schema: attributesSchema,
    place: 'session',
    form: attributes,
    secrets: { free: 'told to the same server' },
    imported: 'harmless',
  },
  /** XFORWARD attributes (Postfix) to be stated before each MAIL. */
  xforward: {
    ...readAll('xforward', 'K=V', parseAttributeList),
    schema: attributesSchema,
    place: 'session',
    form: attributes,
    secrets: { free: 'told to the same server' },
    imported: 'harmless',
  },
  /** Begin with a PROXY protocol header that names this source. */
  proxyProtocol: {
    ...read('proxy-protocol', '1|2:SRC:PORT', (typed) => {
      const [, version, from = ''] = /^([12]):(.+)$/.exec(typed) ?? [];
      const source = parseSource(from);
      return version === undefined || !source.ok
        ? bad('bad-value')
        : good({ version: version === '1' ? (1 as const) : (2 as const), ...source.value });
    }),
    schema: v.object({ version: v.picklist([1, 2]), address: v.string(), port: PortSchema }),
    place: 'way',
    form: 'own',
    secrets: { free: 'told to the same server' },
    imported: 'harmless',
  },
  /** SNI and the name the certificate is compared with; absent: the host. */
  servername: {
    ...text('servername', 'NAME'),
    schema: v.string(),
    place: 'tls',
    form: asTyped(parseServername),
    secrets: 'own',
    imported: 'judged',
  },
  /** Send no SNI, as mail servers without it do; the certificate is compared with the same name as ever. */
  noSni: {
    ...flag('no-sni'),
    schema: v.boolean(),
    place: 'tls',
    form: 'flag',
    secrets: { free: 'the certificate is judged by the same name' },
    imported: 'harmless',
  },
  /** PEM text of additional trusted roots. */
  ca: {
    ...file('ca'),
    schema: v.string(),
    place: 'tls',
    form: 'pem',
    secrets: 'own',
    imported: 'judged',
  },
  /** SHA-256 fingerprint (hex, colons optional) of a certificate accepted whatever its checks say. */
  acceptCertificate: {
    ...read('accept-certificate', 'SHA256', (typed) => {
      const parsed = parseFingerprint(typed);
      return parsed.ok ? good(parsed.value.replaceAll(':', '')) : parsed;
    }),
    schema: v.string(),
    place: 'tls',
    form: asTyped(parseFingerprint),
    secrets: 'own',
    imported: 'judged',
  },
  /** Go on after any failed certificate check; the failures stay in TlsInfo. */
  insecure: {
    ...flag('insecure'),
    schema: v.boolean(),
    place: 'tls',
    form: 'flag',
    secrets: 'same-or-none',
    imported: 'judged',
  },
  tlsMin: {
    ...tlsVersion('tls-min'),
    schema: TlsVersionSchema,
    place: 'tls',
    form: 'choice',
    secrets: 'own',
    imported: 'harmless',
  },
  tlsMax: {
    ...tlsVersion('tls-max'),
    schema: TlsVersionSchema,
    place: 'tls',
    form: 'choice',
    secrets: { free: 'what it lowers is the lowest version, which is judged' },
    imported: 'harmless',
  },
  /** PEM text of the certificate to show when the server asks for one, leaf first; its key travels apart. */
  clientCertificate: {
    ...file('client-cert'),
    schema: v.string(),
    place: 'tls',
    form: 'pem',
    secrets: 'own',
    imported: 'harmless',
  },
} as const satisfies Record<string, ConnectionOption>;

type Table = typeof connectionOptions;
export type ConnectionField = keyof Table;

/** Fields whose record says `Value` under `Key`. */
export type FieldsWith<Key extends keyof ConnectionOption, Value> = {
  [K in ConnectionField]: Table[K] extends Readonly<Record<Key, Value>> ? K : never;
}[ConnectionField];

export const isConnectionField = (name: string): name is ConnectionField => Object.hasOwn(connectionOptions, name);
export const connectionFields: readonly ConnectionField[] = Object.keys(connectionOptions).filter(isConnectionField);

/** Those that decide who gets a kept secret. */
export type BoundOption = FieldsWith<'secrets', Exclude<Secrets, object>>;
export const boundOptions: readonly BoundOption[] = connectionFields.filter(
  (field): field is BoundOption => typeof connectionOptions[field].secrets === 'string',
);

/** The secrets that belong to an option, and how the command line is given them: never as arguments. */
export const connectionSecrets = {
  proxyPassword: { ...text('proxy-password-env', 'NAME'), of: 'proxy' },
  clientKey: { ...text('client-key', 'FILE'), of: 'clientCertificate' },
  clientKeyPassphrase: { ...text('client-key-passphrase-env', 'NAME'), of: 'clientCertificate' },
} as const satisfies Record<string, Option & { readonly of: ConnectionField }>;
export type ConnectionSecretField = keyof typeof connectionSecrets;
const isSecretField = (name: string): name is ConnectionSecretField => Object.hasOwn(connectionSecrets, name);
export const secretFields: readonly ConnectionSecretField[] = Object.keys(connectionSecrets).filter(isSecretField);

type Entries = { readonly [K in ConnectionField]: v.OptionalSchema<Table[K]['schema'], undefined> };
/** Of the schema: each optional. */
export const connectionEntries = Object.fromEntries(
  connectionFields.map((name) => [name, v.optional<v.GenericSchema>(connectionOptions[name].schema)]),
) as Entries;

/** A password in a URL ends up in shell histories and process lists. */
function passwordIn(url: string): boolean {
  const authority = /^[a-z0-9]+:\/\/(.*)$/i.exec(url)?.[1] ?? url;
  return authority.includes('@') && authority.slice(0, authority.lastIndexOf('@')).includes(':');
}
