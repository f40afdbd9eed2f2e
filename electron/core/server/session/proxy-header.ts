/**
 * The PROXY protocol's header, versions 1 and 2: who the client behind a proxy is. It stands before anything else, TLS included;
 * a connection without a good one is closed. Specification: haproxy.org, proxy-protocol.txt.
 */
import { isIPv4, isIPv6 } from 'node:net';
import { hostPortText } from '../../../protocol/parse/host-port.ts';

/** `peer`: address:port; null where the header names none (LOCAL, UNKNOWN, Unix sockets). */
export type ReadHeader =
  { readonly ok: true; readonly peer: string | null; readonly rest: Uint8Array } | { readonly ok: false };

interface Caps {
  readonly text: number;
  readonly binary: number;
}

const SIGNATURE = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');
const BAD: ReadHeader = { ok: false };

export class HeaderReader {
  #held: Buffer = Buffer.alloc(0);

  /** Null while more is needed. */
  push(chunk: Uint8Array, caps: Caps): ReadHeader | null {
    this.#held = Buffer.concat([this.#held, chunk]);
    const held = this.#held;
    const signed = held.subarray(0, SIGNATURE.length);
    if (signed.equals(SIGNATURE.subarray(0, signed.length))) return readBinary(held, caps.binary);
    return readText(held, caps.text);
  }
}

function readText(held: Buffer, most: number): ReadHeader | null {
  const begins = 'PROXY '.startsWith(held.toString('latin1', 0, 6));
  const end = held.subarray(0, most).indexOf('\r\n');
  if (!begins) return BAD;
  if (end === -1) return held.length >= most ? BAD : null;
  const words = held.toString('latin1', 0, end).split(' ');
  const rest = held.subarray(end + 2);
  if (words[1] === 'UNKNOWN') return { ok: true, peer: null, rest };
  const [, family, source = '', target = '', sourcePort = '', targetPort = '', ...more] = words;
  const fits = family === 'TCP4' ? isIPv4 : family === 'TCP6' ? isIPv6 : null;
  const good = fits !== null && fits(source) && fits(target) && isPort(sourcePort) && isPort(targetPort);
  return good && more.length === 0 ? { ok: true, peer: hostPortText(source, Number(sourcePort)), rest } : BAD;
}

function readBinary(held: Buffer, most: number): ReadHeader | null {
  if (held.length < 16) return null;
  const version = (held[12] ?? 0) >> 4;
  const command = (held[12] ?? 0) & 0x0f;
  const length = held.readUInt16BE(14);
  if (version !== 2 || command > 1 || 16 + length > most) return BAD;
  if (held.length < 16 + length) return null;
  const rest = held.subarray(16 + length);
  const addresses = held.subarray(16, 16 + length);
  if (command === 0) return { ok: true, peer: null, rest };
  switch (held[13]) {
    case 0x11:
      if (length < 12) return BAD;
      return { ok: true, peer: hostPortText(addresses.subarray(0, 4).join('.'), addresses.readUInt16BE(8)), rest };
    case 0x21:
      if (length < 36) return BAD;
      return { ok: true, peer: hostPortText(groups(addresses.subarray(0, 16)), addresses.readUInt16BE(32)), rest };
    default:
      return { ok: true, peer: null, rest };
  }
}

function groups(octets: Buffer): string {
  const words = Array.from({ length: 8 }, (_, i) => octets.readUInt16BE(2 * i).toString(16));
  // The URL parser knows the shortest way of writing an address (RFC 5952).
  return new URL(`http://[${words.join(':')}]/`).hostname.slice(1, -1);
}

function isPort(text: string): boolean {
  return /^(?:0|[1-9]\d{0,4})$/.test(text) && Number(text) <= 65_535;
}
