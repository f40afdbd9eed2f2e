/** Which OAuth access tokens the test server takes: any, one fixed one, or a JWT with given claims, whose signature is not looked at. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Accounts, RefusedToken } from '../../sasl/types.ts';
import { type Claims, milliseconds, readClaims, jwtTexts } from '../../../protocol/tokens/claims.ts';

export type TokenRule =
  | { readonly kind: 'any' }
  | { readonly kind: 'fixed'; readonly token: string }
  /** Each claim must be the given text, or hold it among others (lists, and words of `scope`). */
  | { readonly kind: 'jwt'; readonly claims: Readonly<Record<string, string>> };

type Verdict = Awaited<ReturnType<Accounts['token']>>;

const refuse = (status: string, scope: string | null = null): Verdict => {
  const refusal: RefusedToken = { status, scope, schemes: 'bearer' };
  return { refusal };
};

const names = ['upn', 'preferred_username', 'email', 'sub'] as const;

function holds(claims: Claims, name: string, wanted: string): boolean {
  return jwtTexts(claims[name]).some((text) => text === wanted || text.split(' ').includes(wanted));
}

function judgeJwt(token: string, user: string | null, wanted: Readonly<Record<string, string>>): Verdict {
  const claims = readClaims(token);
  const expires = milliseconds(claims?.exp);
  if (claims === null || (expires !== null && expires <= Date.now())) return refuse('invalid_token');
  for (const [name, value] of Object.entries(wanted)) {
    if (holds(claims, name, value)) continue;
    return name === 'scope' || name === 'scp' ? refuse('insufficient_scope', value) : refuse('invalid_token');
  }
  const owners = names.flatMap((name) => jwtTexts(claims[name]));
  if (user === null) return { user: owners[0] ?? 'token' };
  return owners.length === 0 || owners.includes(user) ? { user } : refuse('invalid_token');
}

/** Can anybody make a token that is taken? Signatures are not looked at, so that only one fixed token proves something. */
export function isForgeable(rule: TokenRule | null): boolean {
  return rule !== null && rule.kind !== 'fixed';
}

/** null: no token is taken. */
export function tokenVerifier(rule: TokenRule | null): Accounts['token'] {
  const key = randomBytes(32);
  const digest = (text: string) => createHmac('sha256', key).update(text).digest();
  const fixed = rule?.kind === 'fixed' ? digest(rule.token) : null;
  return async (user, token) => {
    if (fixed !== null)
      return timingSafeEqual(fixed, digest(token)) ? { user: user ?? 'token' } : refuse('invalid_token');
    if (rule?.kind === 'jwt') return judgeJwt(token, user, rule.claims);
    return rule === null ? refuse('invalid_token') : { user: user ?? 'token' };
  };
}
