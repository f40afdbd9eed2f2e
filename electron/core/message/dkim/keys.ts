/** Keys of DKIM signatures: read from PEM or made for a test, with what is published of them. RSA (RFC 6376, RFC 8301) and Ed25519 (RFC 8463). */
import { type KeyObject, createHash, createPrivateKey, createPublicKey, generateKeyPair, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { DkimAlgorithm } from '../../../protocol/values/app/dkim.ts';
import { AppError } from '../../../protocol/values/app-error.ts';
import { limits } from '../limits.ts';

export interface DkimKey {
  readonly algorithm: DkimAlgorithm;
  /** Of an RSA key. */
  readonly bits: number | null;
  /** What the TXT record of the selector holds. */
  readonly record: string;
  /** Over the SHA-256 of `octets`. */
  sign(octets: Uint8Array): Buffer;
}

/** PKCS #8, or PKCS #1 as opendkim-genkey writes it. @throws AppError `invalid-argument`, whose reason completes "The key ..." */
export function readDkimKey(pem: string): DkimKey {
  const refuse = (reason: string): AppError => new AppError('invalid-argument', { argument: 'dkim', reason });
  if (pem.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----') || pem.includes('Proc-Type: 4,ENCRYPTED'))
    throw refuse('the key is encrypted: openssl pkey -in FILE -out PLAIN makes one that can be read');
  if (!pem.includes('PRIVATE KEY-----')) throw refuse('there is no private key in PEM');
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, format: 'pem' });
  } catch {
    // The library's error may quote what it could not read.
    throw refuse('the private key cannot be read');
  }
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  if (key.asymmetricKeyType === 'ed25519')
    return {
      algorithm: 'ed25519',
      bits: null,
      // The 32 octets of the key itself, without what says of which kind it is (RFC 8463 section 4).
      record: `v=DKIM1; k=ed25519; p=${spki.subarray(-32).toString('base64')}`,
      sign: (octets) => sign(null, createHash('sha256').update(octets).digest(), key),
    };
  if (key.asymmetricKeyType !== 'rsa') throw refuse('the key is neither RSA nor Ed25519');
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < limits.dkim.leastRsaBits || bits > limits.dkim.mostRsaBits)
    throw refuse(`the RSA key has ${bits} bits; verifiers take 1,024 to 4,096 (RFC 8301)`);
  return {
    algorithm: 'rsa',
    bits,
    record: `v=DKIM1; k=rsa; p=${spki.toString('base64')}`,
    sign: (octets) => sign('sha256', octets, key),
  };
}

/** PKCS #8 in PEM. */
export async function makeDkimKey(algorithm: DkimAlgorithm): Promise<string> {
  const generate = promisify(generateKeyPair);
  const { privateKey } =
    algorithm === 'rsa' ? await generate('rsa', { modulusLength: 2_048 }) : await generate('ed25519', {});
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
