/** Which secret of a profile a login uses. Whether it may have it is judged in secret-binding.ts. */
import { tokensOnly } from '../../protocol/facts/mechanisms.ts';
import type { SecretKind } from '../../protocol/values/profiles/profile.ts';
import type { AuthOptions } from '../../protocol/values/target.ts';

/** A token where only token mechanisms are allowed, or where there is no password. */
export function secretKind(auth: AuthOptions, has: readonly SecretKind[]): SecretKind {
  const { mechanisms = [] } = auth;
  if (tokensOnly(mechanisms)) return 'token';
  return has.includes('token') && !has.includes('password') ? 'token' : 'password';
}
