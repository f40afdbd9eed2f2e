/** Where to connect and how. Values only: no secret ever stands in these (see credentials below). */
import * as v from 'valibot';
import { connectionOptions } from '../options/connection.ts';
import { dsnOptions, envelopeOptions } from '../options/envelope.ts';
import { loginOptions } from '../options/login.ts';
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

/**
 * Everything about the connection that is not a secret. All but the target are optional; absent means the default. What there is, and
 * what each means: protocol/options/connection.ts.
 */
export const ConnectionOptionsSchema = v.object({
  /** As typed: host, host:port, [v6]:port, smtp://, smtps://, lmtp:// URL, or an absolute path. Parsed by protocol/parse/target.ts. */
  target: v.string(),
  ...connectionOptions,
});
export type ConnectionOptions = v.InferOutput<typeof ConnectionOptionsSchema>;

/** Who to log in as, and how; the secret travels apart from this, as a core SecretSource. What each means: protocol/options/login.ts. */
export const AuthOptionsSchema = v.object({ user: v.string(), ...loginOptions });
export type AuthOptions = v.InferOutput<typeof AuthOptionsSchema>;

/** RFC 3461. What each means: protocol/options/envelope.ts. */
export const DsnOptionsSchema = v.object(dsnOptions);
export type DsnOptions = v.InferOutput<typeof DsnOptionsSchema>;

/** The reports that one recipient's RCPT asks for. */
export const RecipientReportsSchema = v.object({
  index: CountSchema,
  notify: dsnOptions.notify,
  orcpt: dsnOptions.orcpt,
});
export type RecipientReports = v.InferOutput<typeof RecipientReportsSchema>;

/** MAIL and RCPT, and how the message is handed over. What each option means: protocol/options/envelope.ts. */
export const EnvelopeSchema = v.object({
  /** "" is the null reverse-path `<>`. */
  from: v.string(),
  to: v.array(v.string()),
  ...envelopeOptions,
  dsn: v.optional(DsnOptionsSchema),
  /** What single recipients have in place of `dsn`, by their places in `to`. */
  perRecipient: v.optional(v.array(RecipientReportsSchema)),
});
export type Envelope = v.InferOutput<typeof EnvelopeSchema>;
