/** What a token says of itself, for the transcript, before it is sent. */
import type { TokenFacts } from '../../../protocol/values/session/outcome.ts';

/** What is known, by name. */
export function tokenParams(facts: TokenFacts): Record<string, string> {
  const { form, maker, issuer, audience, scopes, subject, user, tenant, expiresAt, problems } = facts;
  const params = {
    // A JWT is what it mostly is; then its issuer says who made it.
    form: form === 'opaque' ? form : null,
    maker: form === 'opaque' ? (maker ?? null) : null,
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
