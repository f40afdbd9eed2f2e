/** From when until when a certificate is valid (RFC 5280 section 4.1.2.5), read from what the TLS library says of it. */
import type { X509Certificate } from 'node:crypto';

export interface Validity {
  /** null: the certificate's time is none. */
  readonly from: Date | null;
  readonly to: Date | null;
}

/** As OpenSSL and BoringSSL print a time that RFC 5280 allows; "Bad time value", or a time without its zone, is none. */
const printed = /^[A-Z][a-z]{2} [ 0-9][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2} [0-9]{4} GMT$/;

export function validityOf(certificate: Pick<X509Certificate, 'validFrom' | 'validTo'>): Validity {
  return { from: timeIn(certificate.validFrom), to: timeIn(certificate.validTo) };
}

/** Never, for one whose times cannot be read. */
export function isValidAt(certificate: Pick<X509Certificate, 'validFrom' | 'validTo'>, now: Date): boolean {
  const { from, to } = validityOf(certificate);
  return from !== null && to !== null && from <= now && now <= to;
}

function timeIn(text: string | undefined): Date | null {
  if (text === undefined || !printed.test(text)) return null;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? null : time;
}
