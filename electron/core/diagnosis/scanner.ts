/**
 * Programs that stand between client and server and issue certificates of their own: virus scanners on a machine, gateways of a network.
 * Known by what such a program writes as the issuer, as its maker's page says that it does; a certificate of the server’s own authority
 * names none of them. Whoever else stands between is known by the session alone (stranger.ts).
 */
import type { Actor } from '../../texts/actors.ts';
import type { CertificateEvidence } from './evidence.ts';

interface Scanner {
  readonly actor: Actor;
  readonly issuer: RegExp;
  /** That it replaces certificates; null where the issuer's own words say it. */
  readonly source: { readonly url: string; readonly verifiedOn: string } | null;
}

const page = (url: string): Scanner['source'] => ({ url, verifiedOn: '2026-11-30' });

const scanners: readonly Scanner[] = [
  {
    actor: 'you',
    issuer: /\bavast\b|\b(?:web\/)?mail shield\b/i,
    source: page('https://businesshelp.avast.com/Content/Products/AfB_Antivirus/ConfiguringSettings/MailShield.htm'),
  },
  {
    actor: 'you',
    issuer: /\bkaspersky\b/i,
    source: page('https://support.kaspersky.com/help/Kaspersky/Win21.7/en-US/157530.htm'),
  },
  {
    actor: 'you',
    issuer: /\beset\b/i,
    source: page('https://help.eset.com/ees/10.0/en-US/idh_config_epfw_ssl_cert_set.html'),
  },
  {
    actor: 'network',
    issuer: /\bforti(?:net|gate|proxy)\b/i,
    source: page('https://docs.fortinet.com/document/fortiproxy/7.2.0/best-practices/598577'),
  },
  {
    actor: 'network',
    issuer: /\bzscaler\b/i,
    source: page('https://docs.docker.com/guides/zscaler/'),
  },
  {
    actor: 'network',
    issuer: /\bsophos\b|\bsecurityappliance_ssl_ca\b/i,
    source: page(
      'https://doc.sophos.com/nsg/sophos-firewall/19.5/help/en-us/webhelp/onlinehelp/AdministratorHelp/RulesAndPolicies/SSL/TLSInspectionRules/SSLTLSInspectionSettings/',
    ),
  },
  { actor: 'network', issuer: /\b(?:ssl|tls) (?:filter|inspection)\b|\bdecryption ca\b/i, source: null },
];

/** Null where no such program is named, or the certificate is trusted for this name: then nothing stands in the way. */
export function scannerOf(certificate: CertificateEvidence | null): Actor | null {
  if (certificate === null || (certificate.trusted && certificate.nameFits)) return null;
  return scanners.find(({ issuer }) => issuer.test(certificate.issuer))?.actor ?? null;
}
