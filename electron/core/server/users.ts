/**
 * Who may log in to the test server. Passwords are test data; they are kept as salted hashes all the same, since people do
 * type their real ones.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { UserVerifier } from './types.ts';

export interface TestUser {
  readonly user: string;
  readonly password: string;
}

export function userVerifiers(users: readonly TestUser[]): UserVerifier {
  const key = randomBytes(32);
  // Of this process only, never stored: one fast keyed hash is enough, and logging in stays fast for load tests.
  const digest = (text: string) => createHmac('sha256', key).update(text).digest();
  const known = users.map(({ user, password }) => ({ user: digest(user), password: digest(password) }));
  return {
    verify: async (user, password) => {
      const given = { user: digest(user), password: digest(password) };
      let right = false;
      // Every entry is compared, so that time tells neither the name nor its place.
      for (const entry of known) {
        const sameUser = timingSafeEqual(entry.user, given.user);
        const samePassword = timingSafeEqual(entry.password, given.password);
        if (sameUser && samePassword) right = true;
      }
      return right;
    },
  };
}

/** Any name with any password. */
export const acceptAnyUser: UserVerifier = { verify: async () => true };
