/** TLS and certificates in words: why one was not trusted, and the short forms for headings. */
import type { Certificate, ChainError, TlsInfo } from '../../protocol/values/session/tls.ts';
import { rfc } from '../rfc.ts';
import { plural } from '../units.ts';

/** Each completes "The certificate ...". */
const chainErrors = {
  expired: 'or one of its issuers has expired',
  'not-yet-valid': 'or one of its issuers is not valid yet; a wrong clock on this machine looks the same',
  'bad-time': 'or one of its issuers says in no readable way from when until when it is valid',
  'self-signed': 'is self-signed: no authority vouches for it',
  'untrusted-root': 'leads to a root certificate that this machine does not trust',
  'incomplete-chain': 'cannot be followed to a trusted root: an issuer is neither sent by the server nor known here',
  revoked: 'has been revoked by its issuer',
  'weak-signature': 'is signed with an algorithm too weak to be accepted',
  'weak-key': 'has a key too weak to be accepted',
  'wrong-purpose': 'was not issued for use by a server',
  'constraint-violated': 'breaks a restriction that one of its issuers sets',
  'bad-signature': 'carries a signature that does not verify',
  other: 'could not be verified',
} satisfies Record<ChainError, string>;

export function chainErrorText(error: ChainError): string {
  return `The certificate ${chainErrors[error]}.`;
}

/** A certificate that is too weak: by its key, or by what it was signed with. */
export interface WeakCertificate {
  readonly subject: string;
  /** It is the server's, not an issuer's. */
  readonly own: boolean;
  /** "RSA 1024" */
  readonly key?: string;
  /** "RSA with SHA-1" */
  readonly signature?: string;
}

/** What is too weak, at whom, and what to do on either side. */
export function weakCertificate({ subject, own, key, signature }: WeakCertificate): {
  title: string;
  cause: string;
  remedy: string;
  source: string;
} {
  const whose = own
    ? `The server’s certificate (${subject})`
    : `The certificate of the issuer ${subject}, which vouches for the server’s own,`;
  const byKey = key !== undefined;
  const have = own
    ? 'On the server: a certificate with an RSA key of 2048 bits or more (or a key on a curve), signed with SHA-256'
    : 'On the server: a certificate of an authority whose own have keys of 2048 bits or more (or on a curve) and signatures with SHA-256';
  return {
    title: byKey ? 'Key of the certificate too short' : 'Signature of the certificate too weak',
    cause: byKey
      ? `${whose} has a key (${key}) of fewer than 2048 bits, which no authority may certify any more and many clients refuse.`
      : `${whose} is signed by ${signature ?? 'an old algorithm'}, whose signatures can be forged; today’s clients refuse it.`,
    remedy: `${have}. Until then a client can accept this very certificate by its fingerprint, at its own risk.`,
    source: byKey ? rfc(9325, '4.5') : rfc(9155, '2'),
  };
}

const DAY_MS = 86_400_000;

/** "TLSv1.3" -> "TLS 1.3" */
export const tlsVersion = (version: string): string => version.replace(/^TLSv/, 'TLS ');

/** "TLS 1.3 · TLS_AES_256_GCM_SHA384 · certificate valid for mx.example.org" */
export function tlsLine(info: TlsInfo, role: 'client' | 'server'): string {
  const agreed = [tlsVersion(info.version), info.cipher];
  // A server shows its certificate and is shown none, so that there is nothing to judge.
  return (role === 'server' ? agreed : [...agreed, certificateVerdict(info)]).join(' · ');
}

export function certificateVerdict(info: TlsInfo): string {
  if (info.pinned) return 'certificate accepted by its fingerprint';
  if (info.chainError === null && info.nameError === null) return `certificate valid for ${info.verifiedName}`;
  if (info.chainError === null) return `certificate not valid for ${info.verifiedName}`;
  return 'certificate not trusted';
}

/** "2026-01-01 to 2026-04-01, 30 days left"; what is no time in the certificate is called that. */
export function validityText(certificate: Certificate, now: number): string {
  const { validFrom, validTo } = certificate;
  if (validFrom === null || validTo === null) {
    const part = (time: string | null): string => time?.slice(0, 10) ?? 'not readable';
    return `${part(validFrom)} to ${part(validTo)}`;
  }
  return `${validFrom.slice(0, 10)} to ${validTo.slice(0, 10)}, ${expiryText(certificate, now)}`;
}

/** Whether its time is over, or none that can be read. */
export function isOver({ validTo }: Certificate, now: number): boolean {
  return validTo === null || Date.parse(validTo) < now;
}

export function expiryText(certificate: Pick<Certificate, 'validTo'>, now: number): string {
  if (certificate.validTo === null) return 'its end is not readable';
  const ms = Date.parse(certificate.validTo) - now;
  if (ms < 0) return `expired ${plural(Math.ceil(-ms / DAY_MS), 'day')} ago`;
  if (ms < DAY_MS) return `${plural(Math.floor(ms / 3_600_000), 'hour')} left`;
  return `${plural(Math.floor(ms / DAY_MS), 'day')} left`;
}

/** The common name out of a distinguished name, or the whole when it has none. */
export function commonName(name: string): string {
  return /(?:^|, ?)CN=((?:\\.|[^,\\]){1,1000})/i.exec(name)?.[1] ?? name;
}
