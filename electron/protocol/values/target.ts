/** Where to connect and how. Values only: no secret ever stands in these (see credentials below). */
import * as v from 'valibot';
import { CountSchema, FamilySchema, MillisecondsSchema, PortSchema } from './common.ts';
import { SECURITY, SETTLED_SECURITY } from '../facts/security.ts';

export const ProtocolSchema = v.picklist(['smtp', 'lmtp']);
export type Protocol = v.InferOutput<typeof ProtocolSchema>;

/**
 * `auto`: implicit TLS on port 465, else `starttls-if-offered`. `starttls`: required; the session ends with an outcome when
 * it cannot be had. `none`: never, even when offered.
 */
export const SecuritySchema = v.picklist(SECURITY);
export type Security = v.InferOutput<typeof SecuritySchema>;

/** What `auto` became. */
export const ResolvedSecuritySchema = v.picklist(SETTLED_SECURITY);
export type ResolvedSecurity = v.InferOutput<typeof ResolvedSecuritySchema>;

/** Where a session goes: a host and port, or a Unix socket path; the other side of the pair is null. */
export const TargetSchema = v.object({
  host: v.nullable(v.string()),
  port: v.nullable(PortSchema),
  path: v.nullable(v.string()),
  protocol: ProtocolSchema,
  security: ResolvedSecuritySchema,
});
export type Target = v.InferOutput<typeof TargetSchema>;

export const TlsVersionSchema = v.picklist(['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']);
export type TlsVersion = v.InferOutput<typeof TlsVersionSchema>;

/** Limits per phase, in milliseconds; absolute: octets that drip in do not extend them. Defaults in core/smtp/limits.ts. */
export const TimeoutsSchema = v.object({
  dns: MillisecondsSchema,
  connect: MillisecondsSchema,
  greeting: MillisecondsSchema,
  tls: MillisecondsSchema,
  reply: MillisecondsSchema,
  /** How long the message body may make no progress. */
  bodyIdle: MillisecondsSchema,
  finalDot: MillisecondsSchema,
  /** How long a QUIT is waited for; it never changes the outcome. */
  quit: MillisecondsSchema,
});
export type Timeouts = v.InferOutput<typeof TimeoutsSchema>;

const optional = <const S extends v.GenericSchema>(schema: S) => v.optional(schema);

/**
 * Where a connection can be broken off. `starttls`: behind its 220. `data`: behind the 354, before the message. `dot`: the whole
 * message is out, and its answer is not waited for.
 */
export const DROP_POINTS = [
  'connect',
  'greeting',
  'ehlo',
  'starttls',
  'tls',
  'ehlo-tls',
  'auth',
  'mail',
  'rcpt',
  'data',
  'dot',
] as const;
export type DropPoint = (typeof DROP_POINTS)[number];

/** Everything about the connection that is not a secret. All but the target are optional; absent means the default. */
export const ConnectionOptionsSchema = v.object({
  /** As typed: host, host:port, [v6]:port, smtp://, smtps://, lmtp:// URL, or an absolute path. Parsed by core/smtp/target.ts. */
  target: v.string(),
  protocol: optional(ProtocolSchema),
  security: optional(SecuritySchema),
  /** Name for EHLO, HELO or LHLO; absent: this machine's full name if it is one, else its address literal. */
  ehloName: optional(v.string()),
  /** Say HELO at once instead of EHLO. */
  heloOnly: optional(v.boolean()),
  family: optional(FamilySchema),
  localAddress: optional(v.string()),
  /** The target is a domain or mail address: its MX hosts are looked up and tried in their order (RFC 5321 section 5.1). */
  mx: optional(v.boolean()),
  /** Connect to every address and tell of each; the session goes on with the first that answered. */
  everyAddress: optional(v.boolean()),
  /** DNS server to ask instead of the system's: address, address:port or [v6]:port. */
  dnsServer: optional(v.string()),
  /** socks5://[user@]host[:port] or http://[user@]host[:port]; the proxy looks the target's name up. Its password travels apart. */
  proxy: optional(v.string()),
  /** SNI and the name the certificate is compared with; absent: the host. */
  servername: optional(v.string()),
  /** PEM text of additional trusted roots. */
  ca: optional(v.string()),
  /** SHA-256 fingerprint (hex, colons optional) of a certificate accepted whatever its checks say. */
  acceptCertificate: optional(v.string()),
  /** Go on after any failed certificate check; the failures stay in TlsInfo. */
  insecure: optional(v.boolean()),
  /** PEM text of the certificate to show when the server asks for one, leaf first; its key travels apart. */
  clientCertificate: optional(v.string()),
  tlsMin: optional(TlsVersionSchema),
  tlsMax: optional(TlsVersionSchema),
  timeouts: optional(v.partial(TimeoutsSchema)),
  /** XCLIENT attributes (Postfix) to be stated before AUTH, by name; xtext is our business. */
  xclient: optional(v.record(v.string(), v.string())),
  /** XFORWARD attributes (Postfix) to be stated before each MAIL. */
  xforward: optional(v.record(v.string(), v.string())),
  /** Begin with a PROXY protocol header that names this source. */
  proxyProtocol: optional(v.object({ version: v.picklist([1, 2]), address: v.string(), port: PortSchema })),
  /** Stop politely (QUIT) after this phase. */
  quitAfter: optional(v.picklist(['greeting', 'ehlo', 'starttls', 'auth', 'mail', 'rcpt'])),
  /** Break off without QUIT after this step, or where it would have been. */
  dropAfter: optional(v.picklist(DROP_POINTS)),
});
export type ConnectionOptions = v.InferOutput<typeof ConnectionOptionsSchema>;

/** Who to log in as; the secret travels apart from this, as a core SecretSource. */
export const AuthOptionsSchema = v.object({
  user: v.string(),
  authzid: optional(v.string()),
  /** Mechanisms allowed, in the order to be tried; absent: the strongest offered. */
  mechanisms: optional(v.array(v.string())),
  tryAllMechanisms: optional(v.boolean()),
  initialResponse: optional(v.boolean()),
  /** What -PLUS mechanisms bind to; absent: tls-exporter in TLS 1.3, else tls-unique. */
  channelBinding: optional(v.picklist(['tls-exporter', 'tls-unique', 'tls-server-end-point'])),
  /** Send the secret in clear over an unencrypted or unverified connection. The user's explicit wish, never a default. */
  allowClear: optional(v.boolean()),
});
export type AuthOptions = v.InferOutput<typeof AuthOptionsSchema>;

/** RFC 3461: what the sender wants to be told of the delivery. */
export const DsnOptionsSchema = v.object({
  /** `never` stands alone. */
  notify: optional(v.array(v.picklist(['never', 'success', 'failure', 'delay']))),
  ret: optional(v.picklist(['full', 'hdrs'])),
  /** As the sender knows it; xtext is our business. */
  envid: optional(v.string()),
  /** `type;address`, an address alone (rfc822, or utf-8 where it is not ASCII), or a type alone: each recipient's own address. */
  orcpt: optional(v.string()),
});
export type DsnOptions = v.InferOutput<typeof DsnOptionsSchema>;

/** MAIL and RCPT. A from of "" is the null reverse-path `<>`. */
export const EnvelopeSchema = v.object({
  from: v.string(),
  to: v.array(v.string()),
  mailOptions: optional(v.array(v.string())),
  rcptOptions: optional(v.array(v.string())),
  smtputf8: optional(v.boolean()),
  /** `binarymime` goes out with BDAT alone, its octets as they are. */
  body: optional(v.picklist(['7bit', '8bitmime', 'binarymime'])),
  /** Declared SIZE; absent: the octets really to be sent. */
  size: optional(CountSchema),
  dsn: optional(DsnOptionsSchema),
  requiretls: optional(v.boolean()),
  /** RFC 2852: `SECONDS;N` (tell me) or `SECONDS;R` (return it), with a `T` behind for a trace; `R` when only seconds are given. */
  deliverBy: optional(v.string()),
  /** RFC 6710: -9 to 9. */
  mtPriority: optional(v.number()),
  /** RFC 4865, in seconds; excludes holdUntil. */
  holdFor: optional(CountSchema),
  /** RFC 4865: a date and time with its zone, ISO 8601. */
  holdUntil: optional(v.string()),
  /** RFC 7293: refuse when the mailbox changed hands after this date and time; `;C` or `;R` may follow. */
  rrvs: optional(v.string()),
  /** Say what was asked for although it is not offered, to see what the server does. */
  forceExtensions: optional(v.boolean()),
  /** BDAT instead of DATA: `auto` where offered, in chunks of our size; a number: chunks of so many octets. Absent: DATA, but for BINARYMIME. */
  chunking: optional(v.union([v.picklist(['auto', 'off']), CountSchema])),
  /** Commands in groups (RFC 2920): `auto`, the default, where offered. */
  pipelining: optional(v.picklist(['auto', 'off'])),
});
export type Envelope = v.InferOutput<typeof EnvelopeSchema>;
