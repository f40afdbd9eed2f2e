/**
 * How an operation ended when it did not end well: a code, the phase, the reply if there was one, and parameters typed per
 * code. An outcome says "could not go on"; oddities that did not stop the session are anomalies. Sentences for people are
 * made from it in electron/texts/outcomes/outcomes.ts and nowhere else. smtplib's exception for each: DESIGN.md section 4.
 */
import * as v from 'valibot';
import { AnomalySchema, ReplySchema } from './reply.ts';
import { BytesSchema, CountSchema, FamilySchema, IsoTimeSchema, MillisecondsSchema } from '../common.ts';
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

export const AuthFailureReasonSchema = v.picklist([
  'refused',
  'mechanism-refused',
  'temporary',
  'server-not-authenticated',
  'bad-challenge',
]);
export type AuthFailureReason = v.InferOutput<typeof AuthFailureReasonSchema>;

/** Where the mail of a domain goes. `implicit`: no MX, so the domain itself (RFC 5321 section 5.1). `literal`: an address in brackets. */
export const MailRouteSchema = v.object({
  domain: v.string(),
  via: v.picklist(['mx', 'implicit', 'literal']),
  /** In the order of their preference; null where no MX record names it. */
  hosts: v.array(v.object({ name: v.string(), preference: v.nullable(CountSchema) })),
});
export type MailRoute = v.InferOutput<typeof MailRouteSchema>;

export const TriedMechanismSchema = v.object({
  mechanism: v.string(),
  ok: v.boolean(),
  /** null also where the connection ended in the exchange. */
  reply: v.nullable(ReplySchema),
  /** Why it failed, as far as the exchange and the reply say; absent where it did not, and where the connection ended. */
  reason: v.optional(AuthFailureReasonSchema),
});
export type TriedMechanism = v.InferOutput<typeof TriedMechanismSchema>;

/** What a server said, in the exchange itself, of a token that it refused (RFC 7628 section 3.2.2). */
export const TokenRefusalSchema = v.object({
  /** RFC 7628: `invalid_token` and the like; with XOAUTH2 an HTTP status. */
  status: v.nullable(v.string()),
  scope: v.nullable(v.string()),
  schemes: v.nullable(v.string()),
});

export type TokenRefusal = v.InferOutput<typeof TokenRefusalSchema>;

export const TOKEN_PROBLEMS = [
  'expired',
  'not-yet-valid',
  'wrong-audience',
  'missing-scope',
  'other-user',
  /** Issued later than now: this machine's clock is behind. */
  'clock-behind',
  /** Of another provider than the mail server's. */
  'other-maker',
  /** It says who somebody is, and opens no mailbox. */
  'id-token',
] as const;
export const TokenProblemSchema = v.picklist(TOKEN_PROBLEMS);
export type TokenProblem = v.InferOutput<typeof TokenProblemSchema>;

/** The claims of a JWT, read here and never verified: only its issuer's keys could do that. */
export const TokenFactsSchema = v.object({
  /** `opaque`: nothing can be read in it; absent in what was kept before there were two. */
  form: v.optional(v.picklist(['jwt', 'opaque'])),
  /** Id of a record of protocol/providers/oauth.ts, by its issuer or its form. */
  maker: v.optional(v.nullable(v.string())),
  issuedAt: v.optional(v.nullable(IsoTimeSchema)),
  notBefore: v.optional(v.nullable(IsoTimeSchema)),
  issuer: v.nullable(v.string()),
  audience: v.array(v.string()),
  /** Scopes of a user's token, or application roles. */
  scopes: v.array(v.string()),
  subject: v.nullable(v.string()),
  /** The claim that names a mailbox or account for people; null where the token has none. */
  user: v.nullable(v.string()),
  tenant: v.nullable(v.string()),
  expiresAt: v.nullable(IsoTimeSchema),
  /** What this provider wants, where that is known. */
  wanted: v.nullable(v.object({ audience: v.array(v.string()), scopes: v.array(v.string()) })),
  problems: v.array(TokenProblemSchema),
});
export type TokenFacts = v.InferOutput<typeof TokenFactsSchema>;

export const RefusedRecipientSchema = v.object({ address: v.string(), reply: ReplySchema });

/**
 * `unreachable`: no connection to the proxy itself. `login`: it wants a login or refuses the one given. `forbidden`: it may not or
 * will not go there. `target-unreachable`: it tried and could not. `not-a-proxy`: its answer is in no such protocol, or too long.
 */
export const PROXY_FAILURES = [
  'unreachable',
  'timeout',
  'disconnected',
  'login',
  'forbidden',
  'target-unreachable',
  'not-a-proxy',
  'refused',
] as const;
export type ProxyFailure = (typeof PROXY_FAILURES)[number];

const common = {
  /** Where it happened; null before anything was begun. */
  phase: v.nullable(PhaseSchema),
  /** Worth retrying unchanged: true for 4yz and passing faults, false for 5yz, null when nobody can know. */
  temporary: v.nullable(v.boolean()),
  reply: v.nullable(ReplySchema),
  /** True where a login had been taken (235) before: what is refused then is not for want of one. */
  loggedIn: v.optional(v.boolean()),
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
      /** A file of the message is no longer what it was. */
      'changed',
      /** Right by itself, but excluded by another argument. */
      'conflict',
    ]),
  }),
  outcome('dns-failed', { name: v.string(), dnsCode: v.string() }),
  outcome('connect-failed', { addresses: v.array(AddressAttemptSchema) }),
  outcome('proxy-failed', {
    /** The proxy as scheme://host:port, without a user. */
    proxy: v.string(),
    reason: v.picklist(PROXY_FAILURES),
    /** What it said, such as "HTTP/1.1 403 Forbidden" or "SOCKS reply 5"; for `unreachable` the system's code. */
    answer: v.string(),
  }),
  outcome('timeout', { limitMs: MillisecondsSchema, bytesReceived: CountSchema }),
  outcome('server-disconnected', { bytesReceived: CountSchema, reset: v.boolean() }),
  outcome('protocol-error', {
    anomaly: v.nullable(AnomalySchema),
    /** Cap that was exceeded, by its name in a room's limits.ts; null when none was. */
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
    /** A login was asked for, and nothing of it went out. */
    withheld: v.optional(v.boolean()),
  }),
  outcome('auth-unavailable', {
    reason: v.picklist(['needs-tls', 'none-offered', 'none-usable']),
    offered: v.array(v.string()),
    /** Mechanisms that were asked for by name. */
    wanted: v.optional(v.array(v.string())),
    /** Whether it was over TLS. */
    encrypted: v.optional(v.boolean()),
    /** What was given, where everything offered takes the other kind. */
    secretKind: v.optional(v.picklist(['password', 'token'])),
  }),
  outcome('auth-failed', {
    reason: AuthFailureReasonSchema,
    mechanism: v.string(),
    tried: v.array(TriedMechanismSchema),
    /** Of token mechanisms, where the server said more than its reply. */
    refusal: v.optional(TokenRefusalSchema),
    /** Of token mechanisms, where the token is a JWT. */
    token: v.optional(TokenFactsSchema),
    /** True where the password has characters beyond ASCII: it went out as UTF-8 (RFC 4616). */
    secretBeyondAscii: v.optional(v.boolean()),
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

/** What one host of a domain's mail route came to. */
export const MailHostSchema = v.object({
  host: v.string(),
  /** null where no MX record names it. */
  preference: v.nullable(CountSchema),
  ok: v.boolean(),
  error: v.nullable(OutcomeSchema),
});
export type MailHost = v.InferOutput<typeof MailHostSchema>;

/** For SMTP one answer for all; for LMTP the sum of the recipients' answers. `unknown`: the final reply never came. */
export const DeliverySchema = v.picklist(['none', 'all', 'some', 'unknown']);
export type Delivery = v.InferOutput<typeof DeliverySchema>;

export const RecipientResultSchema = v.object({
  /** Position in the envelope; the same address may stand there twice. */
  index: CountSchema,
  address: v.string(),
  /** In a report: the index of the first recipient with the same address; absent where there is none before. */
  sameAs: v.optional(CountSchema),
  /** What its RCPT asked for by name besides the address (NOTIFY=, ORCPT=, RRVS=), as it was sent; absent where that was nothing, and where no answer came. */
  asked: v.optional(v.string()),
  accepted: v.boolean(),
  reply: v.nullable(ReplySchema),
  /** Reply after the data: that recipient's own for LMTP, the one reply for SMTP. */
  final: v.nullable(ReplySchema),
  delivery: v.picklist(['yes', 'no', 'unknown']),
  /** In a report: the id of the finding that says why it was refused; absent where it was not. */
  finding: v.optional(v.string()),
});
export type RecipientResult = v.InferOutput<typeof RecipientResultSchema>;
