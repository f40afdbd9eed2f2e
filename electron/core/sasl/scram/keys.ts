/** The arithmetic of SCRAM (RFC 5802 section 3): keys from a password, proofs from keys. PBKDF2 runs in libuv's threads. */
import { createHash, createHmac, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import type { ScramHash, ScramVerifier } from '../types.ts';
import { utf8Bytes } from '../../wire/text.ts';

const derive = promisify(pbkdf2);

const digestOctets: Readonly<Record<ScramHash, number>> = { sha1: 20, sha256: 32, sha512: 64 };

export function hmac(hash: ScramHash, key: Uint8Array, data: string | Uint8Array): Uint8Array {
  return createHmac(hash, key).update(data).digest();
}

export function digestOf(hash: ScramHash, data: Uint8Array): Uint8Array {
  return createHash(hash).update(data).digest();
}

export function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((octet, i) => octet ^ (b[i] ?? 0));
}

export interface ScramKeys {
  readonly clientKey: Uint8Array;
  readonly serverKey: Uint8Array;
}

/** `password` prepared (SASLprep). The caller has capped the iterations. */
export async function scramKeys(
  hash: ScramHash,
  password: string,
  salt: Uint8Array,
  iterations: number,
): Promise<ScramKeys> {
  const salted = await derive(utf8Bytes(password), salt, iterations, digestOctets[hash], hash);
  return { clientKey: hmac(hash, salted, 'Client Key'), serverKey: hmac(hash, salted, 'Server Key') };
}

/** What a server keeps of a prepared password. */
export async function scramVerifier(
  hash: ScramHash,
  password: string,
  salt: Uint8Array,
  iterations: number,
): Promise<ScramVerifier> {
  const { clientKey, serverKey } = await scramKeys(hash, password, salt, iterations);
  return { salt, iterations, storedKey: digestOf(hash, clientKey), serverKey };
}
