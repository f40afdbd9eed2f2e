/**
 * How a profile gets its access token: the client that was registered with a provider, and what was granted. Tokens and the client's
 * secret are secrets of the profile; none of these values has one.
 */
import * as v from 'valibot';
import { IsoTimeSchema } from '../common.ts';
import { TokenFactsSchema } from '../session/outcome.ts';

/**
 * `code`: a browser on this machine (RFC 6749 section 4.1 with PKCE, RFC 8252), `device`: a code that is typed elsewhere (RFC 8628),
 * `client-credentials`: the program itself, without a person (RFC 6749 section 4.4).
 */
export const OAUTH_FLOWS = ['code', 'device', 'client-credentials'] as const;
export const OAuthFlowSchema = v.picklist(OAUTH_FLOWS);
export type OAuthFlow = v.InferOutput<typeof OAuthFlowSchema>;

const TextSchema = v.pipe(v.string(), v.trim(), v.maxLength(500), v.regex(/^[^\x00-\x20\x7f]*$/, 'no blanks'));

export const OAuthSettingsSchema = v.object({
  /** A record of protocol/providers/oauth.ts; null: any other, found at `issuer`. */
  provider: v.nullable(v.pipe(v.string(), v.maxLength(100))),
  /** https URL of an authorization server that describes itself (RFC 8414, OpenID Connect Discovery). Only where `provider` is null. */
  issuer: v.optional(v.pipe(TextSchema, v.minLength(1))),
  /** Microsoft: a directory's id or domain, `common`, `organizations` or `consumers`. */
  tenant: v.optional(v.pipe(TextSchema, v.regex(/^[A-Za-z0-9.-]{1,200}$/, 'a directory id or domain'))),
  clientId: v.pipe(TextSchema, v.minLength(1)),
  scopes: v.pipe(v.array(v.pipe(TextSchema, v.minLength(1))), v.maxLength(50)),
  flow: OAuthFlowSchema,
});
export type OAuthSettings = v.InferOutput<typeof OAuthSettingsSchema>;

/** What the last sign-in granted. */
export const SignedInSchema = v.object({
  /** As the token names its owner; null where it is opaque. */
  as: v.nullable(v.pipe(v.string(), v.maxLength(500))),
  at: IsoTimeSchema,
  /** When the access token ends; null where the server did not say. */
  until: v.nullable(IsoTimeSchema),
  scopes: v.array(v.pipe(v.string(), v.maxLength(500))),
  /** Whether it can be renewed without a person. */
  renewable: v.boolean(),
  /** What the access token says of itself, not judged; absent in what was kept before it was read. */
  token: v.optional(TokenFactsSchema),
});
export type SignedIn = v.InferOutput<typeof SignedInSchema>;

/** Why no token came. The sentences are in electron/texts/app/oauth.ts. */
export const OAUTH_FAILURES = [
  /** The settings lack something: `argument`. */
  'incomplete',
  /** The provider lets this way have no scope for mail. */
  'flow-not-allowed',
  /** The server describes no endpoint for this way. */
  'no-endpoint',
  /** An address of the server is not https. */
  'not-https',
  /** It answered with a redirect, which is not followed. */
  'redirected',
  'unreachable',
  /** Its certificate did not pass. */
  'tls',
  'too-large',
  'timed-out',
  'not-json',
  /** Something in its answer is not what the standard has there. */
  'malformed',
  /** The answer in the browser bears another issuer than the one that was asked (RFC 9207). */
  'issuer-mismatch',
  /** The server said no: `error`, `description`, `status`, `aadsts`. */
  'refused',
  /** The person said no. */
  'denied',
  /** Nobody came back; `strange` answers were not ours. */
  'no-answer',
  'port-taken',
  'no-browser',
  /** The device's code ended before anybody confirmed it. */
  'code-expired',
  /** What renews it was revoked, has ended, or was used up. */
  'not-renewable',
  'cancelled',
] as const;
export const OAuthFailureSchema = v.picklist(OAUTH_FAILURES);
export type OAuthFailure = v.InferOutput<typeof OAuthFailureSchema>;
