/** The claims of a JSON Web Token (RFC 7519), read without verifying: its signature is for whoever has the issuer's keys. */
import { octetsOfBase64 } from '../text/base64.ts';
import { limits } from '../parse/limits.ts';

export type Claims = Readonly<Record<string, unknown>>;

const form = /^[A-Za-z0-9_-]+\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]*$/;

/** RFC 7515 section 2, as UTF-8. Throws URIError for what is no UTF-8. */
function fromBase64Url(text: string): string {
  const padded = text
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .padEnd(Math.ceil(text.length / 4) * 4, '=');
  const octets = [...(octetsOfBase64(padded) ?? [])];
  return decodeURIComponent(octets.map((octet) => `%${octet.toString(16).padStart(2, '0')}`).join(''));
}

/** null for what is no signed JWT, such as the opaque tokens of Google and most others. */
export function readClaims(token: string): Claims | null {
  if (token.length > limits.token) return null;
  const payload = form.exec(token)?.[1];
  if (payload === undefined) return null;
  try {
    const claims: unknown = JSON.parse(fromBase64Url(payload));
    return typeof claims === 'object' && claims !== null && !Array.isArray(claims) ? (claims as Claims) : null;
  } catch {
    return null;
  }
}

/** A claim that is one text or a list of texts. */
export function jwtTexts(claim: unknown): string[] {
  if (typeof claim === 'string') return [claim];
  return Array.isArray(claim) ? claim.filter((one): one is string => typeof one === 'string') : [];
}

/** NumericDate (RFC 7519 section 2) to milliseconds; null where it is none that a Date can hold. */
export function milliseconds(claim: unknown): number | null {
  return typeof claim === 'number' && Math.abs(claim) < 8.64e12 ? claim * 1000 : null;
}
