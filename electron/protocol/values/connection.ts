/** What the values of a connection's options can be (protocol/options/connection.ts has the options). */
import * as v from 'valibot';
import { MillisecondsSchema } from './common.ts';
import { SECURITY } from '../facts/security.ts';

export const ProtocolSchema = v.picklist(['smtp', 'lmtp']);
export type Protocol = v.InferOutput<typeof ProtocolSchema>;

/**
 * `auto`: implicit TLS on port 465, else `starttls-if-offered`. `starttls`: required; the session ends with an outcome when
 * it cannot be had. `none`: never, even when offered.
 */
export const SecuritySchema = v.picklist(SECURITY);
export type Security = v.InferOutput<typeof SecuritySchema>;

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

/**
 * Where a connection can be broken off. `starttls`: after its 220. `data`: after the 354, before the message. `dot`: the whole
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

/** Where a session can be ended politely, with QUIT. */
export const QUIT_POINTS = ['greeting', 'ehlo', 'starttls', 'auth', 'mail', 'rcpt'] as const;
