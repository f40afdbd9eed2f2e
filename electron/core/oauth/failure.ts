/** Why no token came, as a value: what oauth4webapi, fetch and Node threw is turned into a reason that can be shown. */
import * as oauth from 'oauth4webapi';
import type { OAuthFailure } from '../../protocol/values/profiles/oauth.ts';
import { limits } from './limits.ts';

/** What a server said. Its words are text of a stranger: shown, never obeyed. */
export interface OAuthRefusal {
  /** RFC 6749 section 5.2 and its registry, such as `invalid_grant`. */
  readonly error: string;
  readonly description: string | null;
  /** HTTP status of the token endpoint; null where the browser brought it. */
  readonly status: number | null;
  /** Microsoft's number, such as 65001; null where there is none. */
  readonly aadsts: number | null;
}

export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly reason: OAuthFailure;
  readonly refusal: OAuthRefusal | null;
  /** Names and figures for the sentence; never a secret. */
  readonly params: Readonly<Record<string, string | number>>;

  constructor(
    reason: OAuthFailure,
    params: Readonly<Record<string, string | number>> = {},
    refusal: OAuthRefusal | null = null,
  ) {
    super(refusal === null ? reason : `${reason}: ${refusal.error}`);
    this.reason = reason;
    this.params = params;
    this.refusal = refusal;
  }
}

/** `AADSTS50126: ...`, or the numbers of the body's `error_codes`. */
function aadstsOf(description: string | null, codes: unknown): number | null {
  const digits = /\bAADSTS(\d{4,8})\b/.exec(description ?? '')?.[1];
  if (digits !== undefined) return Number(digits);
  const [first] = Array.isArray(codes) ? (codes as unknown[]) : [];
  return typeof first === 'number' && Number.isSafeInteger(first) ? first : null;
}

const cut = (text: string | undefined): string | null => text?.slice(0, limits.oauth.description) ?? null;

function refusalOf(error: oauth.ResponseBodyError | oauth.AuthorizationResponseError): OAuthRefusal {
  const description = cut(error.error_description);
  const body = error instanceof oauth.ResponseBodyError ? error.cause : null;
  return {
    error: error.error.slice(0, 100),
    description,
    status: error instanceof oauth.ResponseBodyError ? error.status : null,
    aadsts: aadstsOf(description, body?.error_codes),
  };
}

const reasons: Readonly<Record<string, OAuthFailure>> = {
  [oauth.HTTP_REQUEST_FORBIDDEN]: 'not-https',
  [oauth.REQUEST_PROTOCOL_FORBIDDEN]: 'not-https',
  [oauth.RESPONSE_IS_NOT_JSON]: 'not-json',
  [oauth.PARSE_ERROR]: 'not-json',
  [oauth.MISSING_SERVER_METADATA]: 'no-endpoint',
};

const expired: readonly string[] = ['expired_token', 'code_expired'];

function codeOf(error: unknown): string | null {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}

/** Node and undici put the reason of "fetch failed" into its cause, that of several addresses into each one's. */
function networkCode(error: unknown): string {
  let words = 'unknown';
  for (let at = error, depth = 0; at instanceof Error && depth < 5; depth += 1) {
    const code = codeOf(at);
    if (code !== null) return code;
    words = at.message;
    at = at instanceof AggregateError ? at.errors[0] : at.cause;
  }
  return words.slice(0, 200);
}

const certificateCode = /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL|ALTNAME/;

/** Whatever oauth4webapi threw, as an OAuthError; anything else is a mistake of ours and is thrown on. */
export function oauthError(error: unknown): OAuthError {
  if (error instanceof OAuthError) return error;
  if (error instanceof oauth.ResponseBodyError || error instanceof oauth.AuthorizationResponseError) {
    const refusal = refusalOf(error);
    if (refusal.error === 'access_denied' && refusal.aadsts === null) return new OAuthError('denied', {}, refusal);
    // Microsoft's word for it in the device flow.
    if (refusal.error === 'authorization_declined') return new OAuthError('denied', {}, { ...refusal, aadsts: null });
    if (expired.includes(refusal.error)) return new OAuthError('code-expired', {}, refusal);
    return new OAuthError('refused', {}, refusal);
  }
  if (error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError) {
    if (error.message.includes('"iss"')) return new OAuthError('issuer-mismatch');
    const { code = '' } = error;
    return new OAuthError(reasons[code] ?? 'malformed', { detail: error.message.slice(0, limits.oauth.description) });
  }
  throw error;
}

/** What fetch throws: no way there, a certificate that did not pass, the end of a signal. */
export function fetchError(error: unknown): OAuthError {
  if (error instanceof OAuthError) return error;
  if (error instanceof DOMException && error.name === 'AbortError') return new OAuthError('cancelled');
  if (error instanceof DOMException && error.name === 'TimeoutError') return new OAuthError('timed-out');
  const code = networkCode(error);
  return new OAuthError(certificateCode.test(code) ? 'tls' : 'unreachable', { code });
}
