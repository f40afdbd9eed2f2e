/**
 * Who may log in to the test server. Passwords are test data; each is kept all the same as what the mechanisms on offer can do
 * with, a verifier, since people do type their real ones. CRAM-MD5 alone needs the password itself, in memory.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { SCRAM_HASHES, type ScramHash, type ScramVerifier } from '../sasl/types.ts';
import { digestSecret } from '../sasl/digest-md5.ts';
import { limits } from '../wire/limits.ts';
import { saslprep } from '../sasl/saslprep.ts';
import { scramVerifier } from '../sasl/scram-keys.ts';
import { type TokenRule, tokenVerifier } from './tokens.ts';
import type { UserVerifier } from './handler-types.ts';

export interface TestUser {
  readonly user: string;
  readonly password: string;
}

export interface UserOptions {
  /** The server's name, which is DIGEST-MD5's realm. */
  readonly realm: string;
  /** Verifiers are made for these alone; by name, as in EHLO. */
  readonly mechanisms: readonly string[];
  /** Which tokens are taken; null: none. */
  readonly tokens: TokenRule | null;
}

const plainOnly: UserOptions = { realm: '', mechanisms: ['PLAIN', 'LOGIN'], tokens: null };

/** SASLprep makes one of many ways to write the same (RFC 4616 section 2); what it prohibits stays as it is and fits only itself. */
const prepared = (text: string): string => saslprep(text) ?? text;

function scramHashes(names: readonly string[]): ScramHash[] {
  const wanted = names.map((name) => name.toLowerCase().replaceAll('-', ''));
  return SCRAM_HASHES.filter((hash) => wanted.some((name) => name === `scram${hash}` || name === `scram${hash}plus`));
}

/** What is kept of one user. */
interface Entry {
  readonly password: Uint8Array;
  /** In the making from the start, so that the password itself need not be kept. */
  readonly scram: ReadonlyMap<ScramHash, Promise<ScramVerifier>>;
  readonly digest: Uint8Array | null;
  readonly plain: string | null;
}

export function userVerifiers(users: readonly TestUser[], options: UserOptions = plainOnly): UserVerifier {
  const key = randomBytes(32);
  // Of this process only, never stored: one fast keyed hash is enough, and logging in stays fast for load tests.
  const digest = (text: string) => createHmac('sha256', key).update(text).digest();
  const offers = (name: string) => options.mechanisms.some((one) => one.toUpperCase() === name);
  const hashes = scramHashes(options.mechanisms);
  const { serverSalt, serverIterations } = limits.sasl;
  const entries = new Map<string, Entry>();
  for (const { user, password } of users) {
    const text = prepared(password);
    const scram = hashes.map((hash) => {
      const made = scramVerifier(hash, text, randomBytes(serverSalt), serverIterations);
      // Whoever asks gets the failure; nobody asking must not end the process.
      made.catch(() => undefined);
      return [hash, made] as const;
    });
    entries.set(prepared(user), {
      password: digest(text),
      scram: new Map(scram),
      digest: offers('DIGEST-MD5') ? digestSecret(user, options.realm, password) : null,
      plain: offers('CRAM-MD5') ? password : null,
    });
  }
  const find = (user: string) => entries.get(prepared(user));
  return {
    verify: async (user, password) => {
      // An unknown user costs the same comparison.
      const entry = find(user);
      const right = timingSafeEqual(entry?.password ?? digest(''), digest(prepared(password)));
      return right && entry !== undefined;
    },
    scram: (user, hash) => find(user)?.scram.get(hash) ?? Promise.resolve(nobody(digest, user, hash)),
    digest: async (user, realm) => (realm === options.realm ? (find(user)?.digest ?? null) : null),
    cram: async (user, challenge, response) => {
      const { plain } = find(user) ?? { plain: null };
      const wanted = createHmac('md5', plain ?? '')
        .update(challenge)
        .digest('hex');
      return timingSafeEqual(digest(wanted), digest(response)) && plain !== null;
    },
    token: tokenVerifier(options.tokens),
    open: async (mechanism) => mechanism === 'ANONYMOUS',
    mayActAs: () => false,
  };
}

/** The same salt at each asking, and keys that nothing fits. */
function nobody(digest: (text: string) => Uint8Array, user: string, hash: ScramHash): ScramVerifier {
  const { serverSalt, serverIterations } = limits.sasl;
  const octets = { sha1: 20, sha256: 32, sha512: 64 }[hash];
  return {
    salt: digest(`salt ${hash} ${prepared(user)}`).subarray(0, serverSalt),
    iterations: serverIterations,
    storedKey: randomBytes(octets),
    serverKey: randomBytes(octets),
  };
}

/** Any name with any password or token. What has to prove that it knows the password is not offered then. */
export const acceptAnyUser: UserVerifier = {
  verify: async () => true,
  scram: async (user, hash) => nobody((text) => createHmac('sha256', 'any').update(text).digest(), user, hash),
  digest: async () => null,
  cram: async () => true,
  token: tokenVerifier({ kind: 'any' }),
  open: async () => true,
  mayActAs: () => true,
};
