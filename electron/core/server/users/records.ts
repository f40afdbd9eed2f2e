/**
 * What is kept of a user of the test server from one start to the next: SCRAM's verifiers, which PLAIN and LOGIN can be judged by too, and
 * for DIGEST-MD5 and CRAM-MD5 what their RFCs let a server keep. The password itself is never among it.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { mechanisms } from '../../sasl/registry.ts';
import { digestSecret } from '../../sasl/mechanisms/digest-md5.ts';
import { hmacMd5State, type HmacMd5State } from '../../sasl/md5-state.ts';
import { scramVerifier } from '../../sasl/scram/keys.ts';
import type { ScramHash, ScramVerifier } from '../../sasl/types.ts';
import { limits } from '../../sasl/limits.ts';
import { utf8Bytes } from '../../wire/text.ts';
import type { UserVerifier } from '../handlers/types.ts';
import type { TokenRule } from './tokens.ts';
import { prepared, type TestUser, type UserEntry, verifierFor } from './users.ts';

/** By one pass over a list of likely passwords these can be searched for the right one: not made of what people type unless asked for. */
export const WEAK_MECHANISMS = ['DIGEST-MD5', 'CRAM-MD5'] as const;
type Weak = (typeof WEAK_MECHANISMS)[number];

export interface UserRecord {
  readonly user: string;
  readonly scram: Readonly<Record<ScramHash, ScramVerifier>>;
  /** Fits this realm alone, which is the server's name. */
  readonly digest: { readonly realm: string; readonly secret: Uint8Array } | null;
  readonly cram: HmacMd5State | null;
}

export async function makeUserRecord(
  { user, password }: TestUser,
  realm: string,
  weak: readonly Weak[],
): Promise<UserRecord> {
  const text = prepared(password);
  const { serverSalt, serverIterations } = limits.sasl;
  const verifier = (hash: ScramHash) => scramVerifier(hash, text, randomBytes(serverSalt), serverIterations);
  const [sha1, sha256, sha512] = await Promise.all([verifier('sha1'), verifier('sha256'), verifier('sha512')]);
  return {
    user,
    scram: { sha1, sha256, sha512 },
    digest: weak.includes('DIGEST-MD5') ? { realm, secret: digestSecret(user, realm, password) } : null,
    cram: weak.includes('CRAM-MD5') ? hmacMd5State(utf8Bytes(password)) : null,
  };
}

/** Mechanisms with a password that this user can use at a server of this name. */
export function usableMechanisms(record: UserRecord, realm: string): string[] {
  const missing = new Set<string>();
  if (record.digest?.realm !== realm) missing.add('DIGEST-MD5');
  if (record.cram === null) missing.add('CRAM-MD5');
  return mechanisms.flatMap(({ name, secret, server }) =>
    secret === 'password' && server !== null && !missing.has(name) ? [name] : [],
  );
}

export function recordVerifiers(records: readonly UserRecord[], tokens: TokenRule | null): UserVerifier {
  const entries = new Map(records.map((record) => [prepared(record.user), entryOf(record)]));
  const { serverSalt, serverIterations } = limits.sasl;
  // Made once: the first stranger waits for it as the first user does for the judging.
  const anybody = scramVerifier('sha256', '', randomBytes(serverSalt), serverIterations);
  anybody.catch(() => undefined);
  const stranger = { verify: async (password: string) => fits(password, await anybody) };
  return verifierFor((user) => entries.get(user), stranger, tokens);
}

async function fits(password: string, { salt, iterations, storedKey }: ScramVerifier): Promise<boolean> {
  const given = await scramVerifier('sha256', password, salt, iterations);
  return timingSafeEqual(given.storedKey, storedKey);
}

function entryOf({ scram, digest, cram }: UserRecord): UserEntry {
  // A password that was right once is known again by a hash of this process, so that load tests do not wait for PBKDF2 each time.
  const key = randomBytes(32);
  const hashed = (text: string) => createHmac('sha256', key).update(text).digest();
  let right: Uint8Array | null = null;
  return {
    verify: async (password) => {
      const given = hashed(password);
      if (right !== null && timingSafeEqual(right, given)) return true;
      if (!(await fits(password, scram.sha256))) return false;
      right = given;
      return true;
    },
    scram: (hash) => Promise.resolve(scram[hash]),
    digest: (realm) => (digest?.realm === realm ? digest.secret : null),
    cram,
  };
}
