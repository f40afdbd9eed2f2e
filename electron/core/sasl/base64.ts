/** Base64 as SASL profiles use it (RFC 4648 section 4). Node's own decoder skips what it does not know; this one refuses. */
import { Buffer } from 'node:buffer';

const form = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** null for anything that is not complete, padded base64. "" gives no octets. */
export function decodeBase64(text: string): Uint8Array | null {
  // The length first: the pattern's repetition must not walk through megabytes that cannot match.
  if (text.length % 4 !== 0 || !form.test(text)) return null;
  return Buffer.from(text, 'base64');
}
