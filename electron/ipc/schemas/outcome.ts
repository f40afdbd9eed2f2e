/**
 * How an operation ended when it did not end well: a code, the phase, the reply if there was one, and parameters typed per
 * code. An outcome says "could not go on"; oddities that did not stop the session are anomalies. Sentences for people are
 * made from it in electron/texts/outcomes.ts and nowhere else. smtplib's exception for each: DESIGN.md section 4.
 */
import * as v from 'valibot';
import { AnomalySchema, ReplySchema } from './reply.ts';
import { BytesSchema, CountSchema, FamilySchema, MillisecondsSchema } from './common.ts';
import { ChainErrorSchema } from './tls.ts';
import { PhaseSchema } from './phase.ts';

export const AddressAttemptSchema = v.object({
  address: v.string(),
  family: v.nullable(FamilySchema),
  ok: v.boolean(),
  /** The system's code, such as ECONNREFUSED; null when it worked. */
  error: v.nullable(v.string()),
  durationMs: MillisecondsSchema,
});
export type AddressAttempt = v.InferOutput<typeof AddressAttemptSchema>;

export const TriedMechanismSchema = v.object({
  mechanism: v.string(),
  ok: v.boolean(),
  reply: v.nullable(ReplySchema),
});
export type TriedMechanism = v.InferOutput<typeof TriedMechanismSchema>;

export const RefusedRecipientSchema = v.object({ address: v.string(), reply: ReplySchema });

const common = {
  /** Where it happened; null before anything was begun. */
  phase: v.nullable(PhaseSchema),
  /** Worth retrying unchanged: true for 4yz and passing faults, false for 5yz, null when nobody can know. */
  temporary: v.nullable(v.boolean()),
  reply: v.nullable(ReplySchema),
};

const outcome = <const C extends string, const P extends v.ObjectEntries>(code: C, params: P) =>
  v.object({ code: v.literal(code), ...common, params: v.object(params) });

export const OutcomeSchema = v.variant('code', [
  outcome('invalid-argument', {
    /** Name of the argument as the user knows it: target, from, to, ehloName, user, ... */
    argument: v.string(),
    /** The value with control characters escaped; null for a secret. */
    value: v.nullable(v.string()),
    reason: v.picklist([
      'control-character',
      'bad-address',
      'bad-host',
      'bad-port',
      'bad-value',
      'too-long',
      'missing',
      'out-of-range',
    ]),
  }),
  outcome('dns-failed', { name: v.string(), dnsCode: v.string() }),
  outcome('connect-failed', { addresses: v.array(AddressAttemptSchema) }),
  outcome('proxy-failed', { answer: v.string() }),
  outcome('timeout', { limitMs: MillisecondsSchema, bytesReceived: CountSchema }),
  outcome('server-disconnected', { bytesReceived: CountSchema, reset: v.boolean() }),
  outcome('protocol-error', {
    anomaly: v.nullable(AnomalySchema),
    /** Cap that was exceeded, by its name in wire/limits.ts; null when none was. */
    limit: v.nullable(v.string()),
    raw: BytesSchema,
  }),
  outcome('security-mismatch', {
    expected: v.picklist(['plain', 'tls']),
    /** What the first octets looked like. */
    seen: v.picklist(['tls', 'smtp', 'http', 'silence', 'other']),
    raw: BytesSchema,
  }),
  outcome('greeting-refused', {}),
  outcome('helo-refused', { replies: v.array(ReplySchema) }),
  outcome('not-supported', { keyword: v.string() }),
  outcome('starttls-refused', {}),
  outcome('tls-failed', {
    check: v.picklist(['handshake', 'chain', 'name']),
    chainError: v.nullable(ChainErrorSchema),
    /** Alert or library code, such as ERR_SSL_WRONG_VERSION_NUMBER. */
    libraryCode: v.nullable(v.string()),
    detail: v.string(),
  }),
  outcome('auth-unavailable', {
    reason: v.picklist(['needs-tls', 'none-offered', 'none-usable']),
    offered: v.array(v.string()),
  }),
  outcome('auth-failed', {
    reason: v.picklist(['refused', 'mechanism-refused', 'temporary', 'server-not-authenticated', 'bad-challenge']),
    mechanism: v.string(),
    tried: v.array(TriedMechanismSchema),
  }),
  outcome('sender-refused', { sender: v.string() }),
  outcome('recipients-refused', { refused: v.array(RefusedRecipientSchema) }),
  outcome('message-too-large', { size: CountSchema, limit: v.nullable(CountSchema) }),
  outcome('data-refused', {}),
  /** A reply to a command typed by hand or through the library that is no success. */
  outcome('command-refused', { command: v.string() }),
  outcome('cancelled', {}),
]);
export type Outcome = v.InferOutput<typeof OutcomeSchema>;
export type OutcomeCode = Outcome['code'];
export type OutcomeOf<C extends OutcomeCode> = Extract<Outcome, { code: C }>;

/** For SMTP one answer for all; for LMTP the sum of the recipients' answers. `unknown`: the final reply never came. */
export const DeliverySchema = v.picklist(['none', 'all', 'some', 'unknown']);
export type Delivery = v.InferOutput<typeof DeliverySchema>;

export const RecipientResultSchema = v.object({
  /** Position in the envelope; the same address may stand there twice. */
  index: CountSchema,
  address: v.string(),
  accepted: v.boolean(),
  reply: v.nullable(ReplySchema),
  /** Reply after the data: that recipient's own for LMTP, the one reply for SMTP. */
  final: v.nullable(ReplySchema),
  delivery: v.picklist(['yes', 'no', 'unknown']),
});
export type RecipientResult = v.InferOutput<typeof RecipientResultSchema>;
