/**
 * Trust in a certificate whose issuer is constrained to certain addresses, such as our own authority. BoringSSL (Electron) knows no
 * such constraint and refuses every chain that has one, so that it is judged here, for the one case that leaves nothing to overlook:
 * the certificate was signed by a trusted root itself.
 */
import type { X509Certificate } from 'node:crypto';
import { addressBytes } from '../../protocol/parse/ip.ts';
import { permittedNames } from './der.ts';
import { altNamesOf } from './judge.ts';
import { isValidAt } from './validity.ts';

/**
 * Null when a root that is trusted signed the certificate and may; what is wrong with the chain when another one did; else `code`, the
 * library's. Dates and purpose of the certificate itself are judged elsewhere (judge.ts), under every library.
 */
export function judgeConstrained(
  chain: readonly X509Certificate[],
  roots: readonly X509Certificate[],
  now: Date,
  code: string,
): string | null {
  const [leaf, ...issuers] = chain;
  if (leaf === undefined) return code;
  if (isSignedWithinConstraints(leaf, roots, now)) return null;
  // Whoever signs within its bounds is not the same as one who is trusted; BoringSSL's complaint hides which it is.
  return isSignedWithinConstraints(leaf, issuers, now) ? 'SELF_SIGNED_CERT_IN_CHAIN' : code;
}

function isSignedWithinConstraints(leaf: X509Certificate, roots: readonly X509Certificate[], now: Date): boolean {
  return roots.some(
    (root) =>
      root.ca &&
      root.subject === root.issuer &&
      isValidAt(root, now) &&
      leaf.checkIssued(root) &&
      leaf.verify(root.publicKey) &&
      permits(root, leaf),
  );
}

/** Every name of the certificate is one that its issuer may certify. */
function permits(root: X509Certificate, leaf: X509Certificate): boolean {
  const permitted = permittedNames(root.raw);
  const names = altNamesOf(leaf);
  if (permitted === null || names.length === 0) return false;
  return names.every((entry) => {
    const name = entry.slice(entry.indexOf(':') + 1);
    if (entry.startsWith('DNS:')) return permitted.names.some((local) => isBelow(name.toLowerCase(), local));
    const address = entry.startsWith('IP Address:') ? addressBytes(name) : null;
    return address !== null && permitted.addresses.some((range) => isWithin(address, range));
  });
}

/** RFC 5280 section 4.2.1.10: the name itself, or one with labels in front of it. */
function isBelow(name: string, local: string): boolean {
  return /^[a-z0-9_*-]+(?:\.[a-z0-9_-]+)*$/.test(name) && (name === local || name.endsWith(`.${local}`));
}

function isWithin(address: Uint8Array, range: Uint8Array): boolean {
  const octets = address.length;
  if (range.length !== octets * 2) return false;
  return address.every((octet, i) => {
    const mask = range[octets + i] ?? 0xff;
    return (octet & mask) === ((range[i] ?? 0) & mask);
  });
}
