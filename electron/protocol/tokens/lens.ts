/**
 * What an access token says of itself, compared with what the provider of the mail server wants. Most refused tokens are for another
 * audience, lack a scope or have expired, and no server says which. Of an opaque token its form alone is known.
 */
import { providerOfHost } from '../providers/find.ts';
import { oauthProviderOfMail, oauthProviders } from '../providers/oauth.ts';
import type { OAuthProvider } from '../providers/oauth-types.ts';
import type { TokenFacts, TokenProblem } from '../values/session/outcome.ts';
import { type Claims, jwtTexts, milliseconds, readClaims } from './claims.ts';

/** RFC 6750 section 2.1, and longer than any password or API key that a provider hands out; Microsoft's opaque ones reach a thousand. */
const longToken = /^(?=[^A-Z]*[A-Z])(?=[^a-z]*[a-z])(?=[^0-9]*[0-9])[A-Za-z0-9._~+/-]{200,}=*$/;

/** RFC 7519 section 4.1.4: clocks differ by "no more than a few minutes". In milliseconds. */
const LEEWAY = 300_000;

/** True for what no person would choose as a password. */
export function looksLikeToken(secret: string): boolean {
  return readClaims(secret) !== null || makerOf(secret) !== null || longToken.test(secret);
}

/** Whose form an opaque token has; null where it tells nothing. */
function makerOf(token: string): OAuthProvider | null {
  return oauthProviders.find(({ opaque }) => opaque !== undefined && token.startsWith(opaque)) ?? null;
}

const text = (claim: unknown): string | null => (typeof claim === 'string' && claim !== '' ? claim : null);
const time = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** What it says of itself, not judged yet; null where neither claims nor form tell anything. */
export function readToken(token: string): TokenFacts | null {
  const claims = readClaims(token);
  if (claims !== null) return ofClaims(claims);
  const maker = makerOf(token);
  if (maker === null) return null;
  const nothing = { issuer: null, subject: null, user: null, tenant: null, expiresAt: null, wanted: null };
  return { form: 'opaque', maker: maker.id, audience: [], scopes: [], ...nothing, problems: [] };
}

function ofClaims(claims: Claims): TokenFacts {
  const issuer = text(claims.iss);
  return {
    ...{ form: 'jwt', maker: oauthProviders.find((one) => isIssuer(one, issuer))?.id ?? null },
    issuer,
    audience: jwtTexts(claims.aud),
    scopes: scopesOf(claims),
    subject: text(claims.sub),
    user: text(claims.upn) ?? text(claims.preferred_username) ?? text(claims.unique_name) ?? text(claims.email),
    tenant: text(claims.tid),
    issuedAt: time(milliseconds(claims.iat)),
    notBefore: time(milliseconds(claims.nbf)),
    expiresAt: time(milliseconds(claims.exp)),
    ...{ wanted: null, problems: [] },
  };
}

const isIssuer = ({ issuers }: OAuthProvider, issuer: string | null): boolean =>
  issuer !== null && issuers?.some((one) => `${issuer}/`.startsWith(`${one}/`)) === true;

/** Microsoft: `scp` of a user's token, `roles` of an application's; RFC 9068: `scope`, blanks between. */
function scopesOf(claims: Claims): string[] {
  const words = [...jwtTexts(claims.scp), ...jwtTexts(claims.scope)].flatMap((list) => list.split(' '));
  return [...words, ...jwtTexts(claims.roles)].filter((word) => word !== '');
}

export interface TokenUse {
  readonly user: string;
  /** Of the mail server. */
  readonly host: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const bare = (url: string): string => url.toLowerCase().replace(/\/$/, '');
/** "https://outlook.office.com/SMTP.Send" and "SMTP.Send" are the same. */
const bareScope = (scope: string): string => bare(scope).slice(bare(scope).lastIndexOf('/') + 1);

function passes(facts: TokenFacts, wanted: NonNullable<OAuthProvider['wanted']>, user: string): TokenProblem[] {
  const { form, audience, scopes, user: name } = facts;
  const problems: TokenProblem[] = [];
  const known = wanted.audience.length > 0 && form === 'jwt';
  if (known && !audience.some((one) => wanted.audience.some((other) => bare(other) === bare(one))))
    problems.push('wrong-audience');
  const fits = scopes.some((one) => wanted.scopes.some((other) => bareScope(other) === bareScope(one)));
  // The scopes of an opaque one are known only to whoever got it.
  if (!fits && (form === 'jwt' || scopes.length > 0)) problems.push('missing-scope');
  // Only where both are addresses: a shared mailbox is opened by somebody else's token, which is then worth knowing.
  if (name?.includes('@') === true && user.includes('@') && name.toLowerCase() !== user.toLowerCase())
    problems.push('other-user');
  return problems;
}

/** What is wrong with it for this user at this server, as far as can be told; the times anew at each call. */
export function judgeToken(facts: TokenFacts, { user, host, now }: TokenUse): TokenFacts {
  const mail = providerOfHost(host);
  const provider = mail === null ? null : oauthProviderOfMail(mail.id);
  const wanted = provider?.wanted ?? null;
  const problems: TokenProblem[] = [];
  const { form, maker = null, expiresAt, notBefore = null, issuedAt = null } = facts;
  if (expiresAt !== null && Date.parse(expiresAt) <= now) problems.push('expired');
  if (notBefore !== null && Date.parse(notBefore) > now) problems.push('not-yet-valid');
  // Nobody can have issued it later than now: it is this machine's clock that is behind.
  if (issuedAt !== null && Date.parse(issuedAt) > now + LEEWAY) problems.push('clock-behind');
  if (provider !== null && maker !== null && maker !== provider.id) problems.push('other-maker');
  // Where access tokens are opaque, a JWT of the same server is the one that says who somebody is.
  else if (form === 'jwt' && provider?.opaque !== undefined && provider.jwt !== true && maker === provider.id)
    problems.push('id-token');
  else if (wanted !== null) problems.push(...passes(facts, wanted, user));
  return {
    ...facts,
    wanted: wanted === null ? null : { audience: [...wanted.audience], scopes: [...wanted.scopes] },
    problems,
  };
}
