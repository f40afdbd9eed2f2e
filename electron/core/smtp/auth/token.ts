/**
 * What an access token says of itself, compared with what the provider wants. Most refused tokens are for another audience,
 * lack a scope or have expired, and no server says which.
 */
import type { TokenFacts, TokenProblem } from '../../../protocol/values/session/outcome.ts';
import { type Claims, milliseconds, readClaims, jwtTexts } from '../../sasl/jwt.ts';
import { withoutTrailing } from '../../wire/text.ts';

interface Wanted {
  readonly hosts: readonly string[];
  readonly audience: readonly string[];
  /** One of them is enough. */
  readonly scopes: readonly string[];
}

/**
 * Where SMTP AUTH wants certain audiences and scopes. Source for Microsoft:
 * https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth
 * (SMTP.Send for a user's token, SMTP.SendAsApp for an application's own). Google's tokens are opaque: nothing to compare.
 */
const providers: readonly Wanted[] = [
  {
    hosts: ['smtp.office365.com', 'outlook.office365.com', 'smtp-mail.outlook.com'],
    audience: [
      'https://outlook.office.com',
      'https://outlook.office365.com',
      // The application id of Exchange Online, which tokens of version 2 name instead.
      '00000002-0000-0ff1-ce00-000000000000',
    ],
    scopes: ['SMTP.Send', 'SMTP.SendAsApp'],
  },
];

/** RFC 6750 section 2.1, and longer than any password or API key that a provider hands out; Microsoft's opaque ones reach a thousand. */
const longToken = /^(?=[^A-Z]*[A-Z])(?=[^a-z]*[a-z])(?=[^0-9]*[0-9])[A-Za-z0-9._~+/-]{200,}=*$/;

/** True for what no person would choose as a password. */
export function looksLikeToken(secret: string): boolean {
  return readClaims(secret) !== null || secret.startsWith('ya29.') || longToken.test(secret);
}

const text = (claim: unknown): string | null => (typeof claim === 'string' && claim !== '' ? claim : null);
const bare = (url: string): string => withoutTrailing(url.toLowerCase(), /\//);
/** "https://outlook.office.com/SMTP.Send" and "SMTP.Send" are the same. */
const bareScope = (scope: string): string => bare(scope).replace(/^.*\//, '');

/** null where the token is no JWT. `now` in milliseconds. */
export function tokenFacts(token: string, user: string, host: string, now: number): TokenFacts | null {
  const claims = readClaims(token);
  if (claims === null) return null;
  const name = text(claims.upn) ?? text(claims.preferred_username) ?? text(claims.unique_name) ?? text(claims.email);
  const expires = milliseconds(claims.exp);
  const wanted = providers.find(({ hosts }) => hosts.includes(bare(host)));
  const audience = jwtTexts(claims.aud);
  const scopes = scopesOf(claims);
  const problems: TokenProblem[] = [];
  if (expires !== null && expires <= now) problems.push('expired');
  if ((milliseconds(claims.nbf) ?? 0) > now) problems.push('not-yet-valid');
  if (wanted !== undefined) {
    if (!audience.some((one) => wanted.audience.some((other) => bare(other) === bare(one))))
      problems.push('wrong-audience');
    if (!scopes.some((one) => wanted.scopes.some((other) => bareScope(other) === bareScope(one))))
      problems.push('missing-scope');
    // Only where both are addresses: a shared mailbox is opened by somebody else's token, which is then worth knowing.
    if (name?.includes('@') === true && user.includes('@') && name.toLowerCase() !== user.toLowerCase())
      problems.push('other-user');
  }
  return {
    issuer: text(claims.iss),
    audience,
    scopes,
    subject: text(claims.sub),
    user: name,
    tenant: text(claims.tid),
    expiresAt: expires === null ? null : new Date(expires).toISOString(),
    wanted: wanted === undefined ? null : { audience: [...wanted.audience], scopes: [...wanted.scopes] },
    problems,
  };
}

/** Microsoft: `scp` of a user's token, `roles` of an application's; RFC 9068: `scope`, blanks between. */
function scopesOf(claims: Claims): string[] {
  const words = [...jwtTexts(claims.scp), ...jwtTexts(claims.scope)].flatMap((list) => list.split(' '));
  return [...words, ...jwtTexts(claims.roles)].filter((word) => word !== '');
}

/** For the transcript: what is known, by name. */
export function tokenParams(facts: TokenFacts): Record<string, string> {
  const { issuer, audience, scopes, subject, user, tenant, expiresAt, problems } = facts;
  const params = {
    issuer,
    audience: audience.join(' '),
    scopes: scopes.join(' '),
    subject,
    user,
    tenant,
    expires: expiresAt,
  };
  const known = Object.entries({ ...params, problems: problems.join(' ') });
  return Object.fromEntries(known.flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value]])));
}
