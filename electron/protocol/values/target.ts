/** Where to connect and how. Values only: no secret ever stands in these (see credentials below). */
import * as v from 'valibot';
import { connectionEntries } from '../options/connection.ts';
import { CountSchema, PortSchema } from './common.ts';
import { ProtocolSchema } from './connection.ts';
import { SETTLED_SECURITY } from '../facts/security.ts';

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

const optional = <const S extends v.GenericSchema>(schema: S) => v.optional(schema);

/**
 * Everything about the connection that is not a secret. All but the target are optional; absent means the default. What there is, and
 * what each means: protocol/options/connection.ts.
 */
export const ConnectionOptionsSchema = v.object({
  /** As typed: host, host:port, [v6]:port, smtp://, smtps://, lmtp:// URL, or an absolute path. Parsed by protocol/parse/target.ts. */
  target: v.string(),
  ...connectionEntries,
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
  /** Postfix: a return address of its own for each recipient, made with two characters (`+=`); `default`: with the server's. */
  verp: optional(v.string()),
  /** Say what was asked for although it is not offered, to see what the server does. */
  forceExtensions: optional(v.boolean()),
  /** BDAT instead of DATA: `auto` where offered, in chunks of our size; a number: chunks of so many octets. Absent: DATA, but for BINARYMIME. */
  chunking: optional(v.union([v.picklist(['auto', 'off']), CountSchema])),
  /** Commands in groups (RFC 2920): `auto`, the default, where offered. */
  pipelining: optional(v.picklist(['auto', 'off'])),
});
export type Envelope = v.InferOutput<typeof EnvelopeSchema>;
