/**
 * Programs that stand between client and server and issue certificates of their own: virus scanners on a machine, gateways of a network.
 * Told by what such a program writes as the issuer; a certificate of the server’s own authority names none of them.
 */
import type { Actor } from '../../texts/actors.ts';
import type { CertificateEvidence } from './evidence.ts';

const scanners: readonly (readonly [Actor, RegExp])[] = [
  [
    'you',
    /\b(?:avast|avg (?:technologies|web|mail)|kaspersky (?:anti-?virus|lab)|eset ssl filter|bitdefender personal|norton (?:web|mail)|mcafee|trend micro|dr\.?web|g data mail|adguard)\b/i,
  ],
  [
    'network',
    /\b(?:fortinet|fortigate|zscaler|palo alto networks|check point|sophos|netskope|blue ?coat|cisco umbrella|barracuda|watchguard|sonicwall|untangle|squid|mail shield|ssl (?:filter|inspection)|decryption ca)\b/i,
  ],
];

/** Null where no such program is named, or the certificate is trusted for this name: then nothing stands in the way. */
export function scannerOf(certificate: CertificateEvidence | null): Actor | null {
  if (certificate === null || (certificate.trusted && certificate.nameFits)) return null;
  return scanners.find(([, names]) => names.test(certificate.issuer))?.[0] ?? null;
}
