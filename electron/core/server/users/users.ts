/**
 * Who may log in to the test server. Passwords are test data; each is kept all the same as what the mechanisms can do with, a
 * verifier, since people do type their real ones. No password stays: RFC 2195 section 2 has a form for CRAM-MD5 too.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { SCRAM_HASHES, type ScramHash, type ScramVerifier } from '../../sasl/types.ts';
import { findMechanism } from '../../sasl/registry.ts';
import { digestSecret } from '../../sasl/mechanisms/digest-md5.ts';
import { hmacMd5From, hmacMd5State, type HmacMd5State } from '../../sasl/md5-state.ts';
import { limits } from '../../sasl/limits.ts';
import { saslprep } from '../../sasl/saslprep.ts';
import { scramVerifier } from '../../sasl/scram/keys.ts';
import { utf8Bytes } from '../../wire/text.ts';
import { isForgeable, type TokenRule, tokenVerifier } from './tokens.ts';
import type { UserVerifier } from '../handlers/types.ts';

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
export const prepared = (text: string): string => saslprep(text) ?? text;

function scramHashes(names: readonly string[]): ScramHash[] {
  const wanted = names.map((name) => name.toLowerCase().replaceAll('-', ''));
  return SCRAM_HASHES.filter((hash) => wanted.some((name) => name === `scram${hash}` || name === `scram${hash}plus`));
}

/** Of one user, as each mechanism asks. */
export interface UserEntry {
  /** Is this (prepared) the password? */
  readonly verify: (password: string) => Promise<boolean>;
  readonly scram: (hash: ScramHash) => Promise<ScramVerifier> | null;
  readonly digest: (realm: string) => Uint8Array | null;
  readonly cram: HmacMd5State | null;
}

export function userVerifiers(users: readonly TestUser[], options: UserOptions = plainOnly): UserVerifier {
  const key = randomBytes(32);
  // Of this process only, never stored: one fast keyed hash is enough, and logging in stays fast for load tests.
  const digest = (text: string) => createHmac('sha256', key).update(text).digest();
  const offers = (name: string) => options.mechanisms.some((one) => one.toUpperCase() === name);
  const hashes = scramHashes(options.mechanisms);
  const { serverSalt, serverIterations } = limits.sasl;
  const entries = new Map<string, UserEntry>();
  for (const { user, password } of users) {
    const text = prepared(password);
    const hashed = digest(text);
    // In the making from the start, so that the password itself need not be kept.
    const scram = new Map(
      hashes.map((hash) => {
        const made = scramVerifier(hash, text, randomBytes(serverSalt), serverIterations);
        // Whoever asks gets the failure; nobody asking must not end the process.
        made.catch(() => undefined);
        return [hash, made] as const;
      }),
    );
    const secret = offers('DIGEST-MD5') ? digestSecret(user, options.realm, password) : null;
    entries.set(prepared(user), {
      verify: async (given) => timingSafeEqual(hashed, digest(given)),
      scram: (hash) => scram.get(hash) ?? null,
      digest: (realm) => (realm === options.realm ? secret : null),
      cram: offers('CRAM-MD5') ? hmacMd5State(utf8Bytes(password)) : null,
    });
  }
  // An unknown user costs the same comparison.
  const nobodyElse = { verify: async (given: string) => timingSafeEqual(digest(''), digest(given)) };
  return verifierFor((user) => entries.get(user), nobodyElse, options.tokens);
}

/** `find` by the prepared name. `stranger`: what is done for a name that nobody has, so that it takes the same time. */
export function verifierFor(
  find: (user: string) => UserEntry | undefined,
  stranger: Pick<UserEntry, 'verify'>,
  tokens: TokenRule | null,
): UserVerifier {
  const key = randomBytes(32);
  const digest = (text: string | Uint8Array) => createHmac('sha256', key).update(text).digest();
  const nowhere = hmacMd5State(randomBytes(16));
  return {
    verify: async (user, password) => {
      const entry = find(prepared(user));
      const right = await (entry ?? stranger).verify(prepared(password));
      return right && entry !== undefined;
    },
    scram: (user, hash) => find(prepared(user))?.scram(hash) ?? Promise.resolve(nobody(digest, user, hash)),
    digest: async (user, realm) => find(prepared(user))?.digest(realm) ?? null,
    cram: async (user, challenge, response) => {
      const state = find(prepared(user))?.cram ?? null;
      const wanted = Buffer.from(hmacMd5From(state ?? nowhere, utf8Bytes(challenge))).toString('hex');
      return timingSafeEqual(digest(wanted), digest(response)) && state !== null;
    },
    token: tokenVerifier(tokens),
    open: async (mechanism) => mechanism === 'ANONYMOUS',
    mayActAs: () => false,
    admitsAnybody: (mechanism) =>
      mechanism === 'ANONYMOUS' || (findMechanism(mechanism)?.secret === 'token' && isForgeable(tokens)),
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
  admitsAnybody: () => true,
};
