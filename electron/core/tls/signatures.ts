/** Algorithms that sign certificates, by their names for people, and which of them are too weak to be accepted. */
import { signatureAlgorithm } from './der.ts';

/** RFC 3279, RFC 4055, RFC 5758, RFC 8410. RSASSA-PSS has its hash in parameters, which are not read. */
const names: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.2': 'RSA with MD2',
  '1.2.840.113549.1.1.4': 'RSA with MD5',
  '1.2.840.113549.1.1.5': 'RSA with SHA-1',
  '1.2.840.113549.1.1.10': 'RSASSA-PSS',
  '1.2.840.113549.1.1.11': 'RSA with SHA-256',
  '1.2.840.113549.1.1.12': 'RSA with SHA-384',
  '1.2.840.113549.1.1.13': 'RSA with SHA-512',
  '1.2.840.113549.1.1.14': 'RSA with SHA-224',
  '1.2.840.10045.4.1': 'ECDSA with SHA-1',
  '1.2.840.10045.4.3.1': 'ECDSA with SHA-224',
  '1.2.840.10045.4.3.2': 'ECDSA with SHA-256',
  '1.2.840.10045.4.3.3': 'ECDSA with SHA-384',
  '1.2.840.10045.4.3.4': 'ECDSA with SHA-512',
  '1.2.840.10040.4.3': 'DSA with SHA-1',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
};

/** Null where the certificate's octets cannot be read. */
export function signatureName(der: Uint8Array): string | null {
  const id = signatureAlgorithm(der);
  return id === null ? null : (names[id] ?? id);
}

/** Collisions can be made (RFC 6151, RFC 9155), so that somebody else's certificate may bear the same signature. */
export const isWeakSignature = (name: string): boolean => /(?:MD2|MD5|SHA-1)$/.test(name);
