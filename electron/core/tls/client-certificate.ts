/**
 * Who a TLS client is by its certificate, for SASL EXTERNAL (RFC 4422 appendix A). Trusted is what one of the given certificates has
 * signed itself: with no chain to be built there is nothing about one that could be overlooked.
 */
import { X509Certificate } from 'node:crypto';
import { extensionIds, NAME_CONSTRAINTS } from './der.ts';
import { splitPem } from './trust.ts';
import { isValidAt } from './validity.ts';

const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const ANY_PURPOSE = '2.5.29.37.0';

/** @throws Error for PEM that holds no certificate, one that cannot be read, or one that can sign no other */
export function clientRoots(pem: string): X509Certificate[] {
  const roots = splitPem(pem).map((text) => new X509Certificate(text));
  if (roots.length === 0) throw new Error('no certificate');
  // What an issuer may not certify (RFC 5280 section 4.2.1.10) is not compared here.
  if (roots.some(({ ca, raw }) => !ca || extensionIds(raw)?.includes(NAME_CONSTRAINTS) !== false))
    throw new Error('a certificate that is no authority, or one with name constraints');
  return roots;
}

/** Mail addresses, else the subject's one common name; empty for a certificate that is not trusted. */
export function clientNames(certificate: X509Certificate, roots: readonly X509Certificate[], now: Date): string[] {
  const trusted = roots.some(
    (root) => isValidAt(root, now) && certificate.checkIssued(root) && certificate.verify(root.publicKey),
  );
  if (!trusted || !isValidAt(certificate, now) || !servesClients(certificate)) return [];
  // Node puts odd names in quotes, which are left out here.
  const mails = (certificate.subjectAltName ?? '').split(', ').flatMap((name) => {
    const mail = /^email:([^",\s@]+@[^",\s@]+)$/.exec(name)?.[1];
    return mail === undefined ? [] : [mail];
  });
  if (mails.length > 0) return mails;
  const names = certificate.subject.split('\n').filter((line) => line.startsWith('CN='));
  const [name = ''] = names;
  return names.length === 1 && name.length > 3 ? [name.slice(3)] : [];
}

function servesClients(leaf: X509Certificate): boolean {
  const usages = leaf.keyUsage as string[] | undefined;
  return usages === undefined || usages.length === 0 || usages.includes(CLIENT_AUTH) || usages.includes(ANY_PURPOSE);
}
