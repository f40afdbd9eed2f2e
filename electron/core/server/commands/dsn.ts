/**
 * Delivery status notifications (RFC 3461) as asked for in an envelope: parameters judged when they come. Values are xtext; decoded they
 * may hold anything but control characters.
 */
import { decodeXtext } from '../../wire/xtext.ts';

export function parseRet(value: string | null): 'FULL' | 'HDRS' | null {
  const ret = value?.toUpperCase();
  return ret === 'FULL' || ret === 'HDRS' ? ret : null;
}

/** Section 4.4: at most 100 characters; decoded. Null for what is none, control characters included. */
export function parseEnvid(value: string | null): string | null {
  if (value === null || value.length > 100) return null;
  const decoded = decodeXtext(value);
  return decoded.ok && printable(decoded.value) ? decoded.value : null;
}

/** Section 4.1: NEVER alone, or a list of the others; in upper case. */
export function parseNotify(value: string | null): readonly string[] | null {
  const words = value?.toUpperCase().split(',') ?? [];
  if (words.length === 1 && words[0] === 'NEVER') return words;
  const known = words.every((word) => word === 'SUCCESS' || word === 'FAILURE' || word === 'DELAY');
  return known && words.length > 0 && new Set(words).size === words.length ? words : null;
}

/** Section 4.2: at most 500 characters, and none is allowed after the type (xtext may be empty); utf-8 addresses of RFC 6533 are taken as they come. Type in lower case, address decoded. */
export function parseOrcpt(value: string | null): { readonly type: string; readonly address: string } | null {
  const match = /^([A-Za-z0-9-]{1,64});(.*)$/u.exec(value ?? '');
  if (match?.[1] === undefined || match[2] === undefined || (value ?? '').length > 500) return null;
  const type = match[1].toLowerCase();
  const decoded = type === 'utf-8' ? { ok: true as const, value: match[2] } : decodeXtext(match[2]);
  return decoded.ok && printable(decoded.value) ? { type, address: decoded.value } : null;
}

function printable(text: string): boolean {
  return !/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text);
}
