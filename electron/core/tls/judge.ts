/**
 * Judges a certificate chain and, apart from it, whether the certificate is for the name. The verdict is ours: what OpenSSL and
 * BoringSSL report first, or at all, differs (SHA-1, key sizes, wildcards), so the library is asked for trust alone.
 */
import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { ChainError } from '../../protocol/values/session/tls.ts';
import { extensionIds, NAME_CONSTRAINTS } from './der.ts';
import { isWeakSignature, signatureName } from './signatures.ts';
import { validityOf } from './validity.ts';

/** Codes of X509_verify_cert, as Node names them, that mean more than "cannot be trusted". */
const byLibraryCode: Readonly<Record<string, ChainError>> = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
  ERROR_IN_CERT_NOT_BEFORE_FIELD: 'bad-time',
  ERROR_IN_CERT_NOT_AFTER_FIELD: 'bad-time',
  CRL_HAS_EXPIRED: 'other',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'untrusted-root',
  UNABLE_TO_GET_ISSUER_CERT: 'incomplete-chain',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'incomplete-chain',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'incomplete-chain',
  CERT_UNTRUSTED: 'untrusted-root',
  CERT_REJECTED: 'untrusted-root',
  CERT_REVOKED: 'revoked',
  CERT_SIGNATURE_FAILURE: 'bad-signature',
  INVALID_PURPOSE: 'wrong-purpose',
  INVALID_CA: 'constraint-violated',
  PATH_LENGTH_EXCEEDED: 'constraint-violated',
  PERMITTED_VIOLATION: 'constraint-violated',
  EXCLUDED_VIOLATION: 'constraint-violated',
  SUBTREE_MINMAX: 'constraint-violated',
  EE_KEY_TOO_SMALL: 'weak-key',
  CA_KEY_TOO_SMALL: 'weak-key',
  CA_MD_TOO_WEAK: 'weak-signature',
};

/** CA/Browser Forum Baseline Requirements 6.1.5. */
export const SMALLEST_RSA = 2_048;
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const ANY_PURPOSE = '2.5.29.37.0';

/**
 * Leaf first. `libraryCode` is the verdict of the TLS library on the chain alone, null when it trusts it. What can be seen in the
 * certificates themselves goes before trust, since only there both libraries agree.
 */
export function judgeChain(
  chain: readonly X509Certificate[],
  libraryCode: string | null,
  now: Date,
): ChainError | null {
  const [leaf] = chain;
  if (leaf === undefined) return 'other';
  for (const certificate of chain) {
    const { from, to } = validityOf(certificate);
    if (from === null || to === null) return 'bad-time';
    if (to < now) return 'expired';
    if (from > now) return 'not-yet-valid';
  }
  if (chain.some((certificate) => !isSelfIssued(certificate) && isWeaklySigned(certificate))) return 'weak-signature';
  if (chain.some(hasWeakKey)) return 'weak-key';
  if (!servesServers(leaf)) return 'wrong-purpose';
  if (libraryCode === null) return null;
  const code = libraryCode.replace(/^X509_V_ERR_/, '');
  // A certificate that is its own issuer may be reported in either way, depending on its extensions.
  if (isSelfIssued(leaf) && byLibraryCode[code] !== 'bad-signature') return 'self-signed';
  const issuers = chain.slice(1);
  // Both libraries call a leaf that signs another "unsuitable for the purpose".
  if (code === 'INVALID_PURPOSE' && issuers.some(({ ca }) => !ca)) return 'constraint-violated';
  // Node has no name for what breaks a name constraint; where an issuer sets one, that is what it means.
  const constrained = issuers.some(({ raw }) => extensionIds(raw)?.includes(NAME_CONSTRAINTS) === true);
  if (code === 'UNSPECIFIED' && constrained) return 'constraint-violated';
  return byLibraryCode[code] ?? 'other';
}

function isSelfIssued(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer;
}

function isWeaklySigned(certificate: X509Certificate): boolean {
  const name = signatureName(certificate.raw);
  return name !== null && isWeakSignature(name);
}

function hasWeakKey(certificate: X509Certificate): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
    const bits = asymmetricKeyDetails?.modulusLength;
    return (
      (asymmetricKeyType === 'rsa' || asymmetricKeyType === 'rsa-pss') && bits !== undefined && bits < SMALLEST_RSA
    );
  } catch {
    // A kind of key this library does not know; the handshake would have failed if it were the leaf's.
    return false;
  }
}

/** No extended key usage allows everything (RFC 5280 4.2.1.12). Node calls that property keyUsage. */
function servesServers(leaf: X509Certificate): boolean {
  const usages = leaf.keyUsage as string[] | undefined;
  return usages === undefined || usages.length === 0 || usages.includes(SERVER_AUTH) || usages.includes(ANY_PURPOSE);
}

/** Of a certificate, what names are read from. */
export interface NamedCertificate {
  readonly subjectAltName: string | undefined;
}

/** "DNS:mx.example.org", "IP Address:192.0.2.1" ... as Node writes them, quoted ones unquoted (they hold NUL, commas or the like). */
export function altNamesOf(certificate: NamedCertificate): string[] {
  const names: string[] = [];
  const text = certificate.subjectAltName ?? '';
  // Each begins where one ended: sought from every character, a text without colons would take quadratic time.
  const entry = /(?:^|, )([^:,"]+):(?:("(?:[^"\\]|\\.)*")|([^,]*))(?=, |$)/g;
  for (const [, kind = '', quoted, plain = ''] of text.matchAll(entry)) {
    names.push(`${kind}:${quoted === undefined ? plain : unquote(quoted)}`);
  }
  return names;
}

function unquote(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}

/**
 * RFC 9525: alternative names alone count, the common name does not; an address matches address entries alone; a wildcard is the
 * whole leftmost label of at least three. null when it matches, else a sentence that names what was compared.
 */
export function judgeName(certificate: NamedCertificate, name: string): string | null {
  const names = altNamesOf(certificate);
  const address = isIP(name) !== 0;
  const matches = address
    ? names.some((entry) => entry.startsWith('IP Address:') && sameAddress(entry.slice('IP Address:'.length), name))
    : names.some((entry) => entry.startsWith('DNS:') && sameName(entry.slice('DNS:'.length), name));
  if (matches) return null;
  const usable = names.filter((entry) => entry.startsWith('DNS:') || entry.startsWith('IP Address:'));
  const listed = usable.slice(0, 10).join(', ') + (usable.length > 10 ? `, and ${usable.length - 10} more` : '');
  return usable.length === 0
    ? `${name} was expected; the certificate names no host in its alternative names.`
    : `${name} was expected; the certificate is for ${listed}.`;
}

function sameName(pattern: string, name: string): boolean {
  const wanted = name.toLowerCase().replace(/\.$/, '').split('.');
  const given = pattern.toLowerCase().replace(/\.$/, '').split('.');
  if (wanted.length !== given.length || given.includes('')) return false;
  return given.every((label, index) => {
    if (label === '*') return index === 0 && given.length > 2;
    return label === wanted[index] && /^[a-z0-9_-]+$/.test(label);
  });
}

function sameAddress(a: string, b: string): boolean {
  return canonical(a) === canonical(b);
}

/** One text per address: the URL parser writes IPv6 in its shortest form. */
function canonical(address: string): string {
  const bare = address.split('%')[0] ?? '';
  return isIP(bare) === 6 ? new URL(`http://[${bare}]/`).hostname : bare;
}
