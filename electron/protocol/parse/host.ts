/** Host names and addresses, and what else is typed of a server: which DNS, which name and certificate it has. */
import { splitPort, unbracketed } from './host-port.ts';
import { ipFamily } from './ip.ts';
import { limits } from './limits.ts';
import { bad, good, type Typed } from './result.ts';

/** The one part of the platform that Node and the window share for IDNA (UTS #46), each in its own library. */
declare const URL: new (text: string) => { readonly hostname: string };

const form = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/i;

/** In A-labels, lower case; empty for what is no domain. */
export function toAscii(name: string): string {
  // What would be another part of a URL, or be dropped from one.
  if (/[\x00-\x20"#%/:<>?@[\\\]^`{|}\x7f]/.test(name)) return '';
  try {
    return new URL(`ws://${name}`).hostname;
  } catch {
    return '';
  }
}

/**
 * In A-labels, without a final dot. A name whose last label is a number is none: getaddrinfo reads 0x7f000001, 0177.1 or 1.2.3 as
 * an address (WHATWG URL, "ends in a number").
 */
export function isHostName(name: string): boolean {
  return name.length <= 253 && form.test(name) && !/(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$/i.test(name);
}

/** A name in A-label form, or an address without brackets; null for neither. */
export function readHost(text: string): string | null {
  const literal = /^\[(?:IPv6:)?(.*)\]$/i.exec(text)?.[1];
  if (literal !== undefined) return ipFamily(literal) === 0 ? null : literal;
  if (ipFamily(text) !== 0) return text;
  const ascii = /[^\x00-\x7f]/.test(text) ? toAscii(text) : text;
  const name = ascii.endsWith('.') ? ascii.slice(0, -1) : ascii;
  return isHostName(name) ? name : null;
}

/** An address of this machine, or of any other: without brackets. */
export function parseAddress(text: string): Typed<string> {
  const typed = text.trim();
  if (typed.length > limits.argument) return bad('too-long');
  return ipFamily(typed) === 0 ? bad('bad-host') : good(typed);
}

/** A DNS server as node:dns takes it: address, address:port or [v6]:port; 53 unless given. */
export function parseDnsServer(text: string): Typed<string> {
  const typed = text.trim();
  const split = splitPort(typed);
  if (split === null) return bad('bad-port');
  const bracketed = split.host.startsWith('[') && split.host.endsWith(']');
  const address = unbracketed(split.host);
  // Brackets are an IPv6 address's; one alone is half of something.
  const family = ipFamily(address);
  if (family === 0 || (bracketed && family !== 6)) return bad('bad-host');
  return good(`${family === 6 ? `[${address}]` : address}:${split.port ?? 53}`);
}

/** The name that is looked for in a certificate, in A-labels, or an address. */
export function parseServername(text: string): Typed<string> {
  const typed = text.trim();
  if (ipFamily(typed) !== 0) return good(typed);
  const ascii = toAscii(typed.endsWith('.') ? typed.slice(0, -1) : typed);
  return /^[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?$/.test(ascii) ? good(ascii) : bad('bad-host');
}

/** SHA-256 in hexadecimal, colons and blanks allowed, also as openssl prints it; upper case with colons. */
export function parseFingerprint(text: string): Typed<string> {
  const hex = text
    .trim()
    .replace(/^sha-?256(?: fingerprint)?[:= ] ?/i, '')
    .replace(/[:\s]/g, '')
    .toUpperCase();
  return /^[0-9A-F]{64}$/.test(hex) ? good((hex.match(/../g) ?? []).join(':')) : bad('bad-value');
}
