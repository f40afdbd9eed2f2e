/** The certificate that a client shows, with its key: read, decrypted and held together before anything is connected. */
import { X509Certificate, createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { ClientIdentity } from './material.ts';
import { splitPem } from './trust.ts';

export type IdentityResult =
  | { readonly ok: true; readonly identity: ClientIdentity }
  | {
      readonly ok: false;
      readonly argument: 'clientKey' | 'clientKeyPassphrase';
      readonly reason: 'bad-value' | 'missing';
    };

/** PKCS #8, or the older form with a header of its own. */
export function isEncryptedKey(pem: string): boolean {
  return pem.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----') || /^Proc-Type: *4, *ENCRYPTED/m.test(pem);
}

/** `cert` has been seen to be certificates, leaf first. */
export function readIdentity(cert: string, keyPem: string, passphrase: string | null): IdentityResult {
  const encrypted = isEncryptedKey(keyPem);
  if (encrypted && passphrase === null) return { ok: false, argument: 'clientKeyPassphrase', reason: 'missing' };
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: keyPem, format: 'pem', ...(encrypted ? { passphrase: passphrase ?? '' } : {}) });
  } catch {
    // Which of the two is wrong cannot be told apart in every library; with a passphrase it is that nearly always.
    return { ok: false, argument: encrypted ? 'clientKeyPassphrase' : 'clientKey', reason: 'bad-value' };
  }
  const [leaf] = splitPem(cert);
  if (leaf === undefined || !new X509Certificate(leaf).checkPrivateKey(key)) {
    return { ok: false, argument: 'clientKey', reason: 'bad-value' };
  }
  return { ok: true, identity: { cert, key: key.export({ type: 'pkcs8', format: 'pem' }).toString() } };
}
