/**
 * Which hosts are this machine. Two questions, each asked by its name: what certainly is (there our own authority is trusted, and strangers
 * are kept out), and where nothing leaves the machine as far as its name says (there nobody can listen).
 */
import { addressBytes } from './ip.ts';

/** 127.0.0.0/8, ::1, and the former within IPv6 (RFC 4291 section 2.5.5.2), however they are written. */
export function isLoopbackAddress(address: string): boolean {
  const octets = addressBytes(address);
  if (octets === null) return false;
  if (octets.length === 4) return octets[0] === 127;
  const zeros = octets.findIndex((octet) => octet !== 0);
  return (
    (zeros === 15 && octets[15] === 1) ||
    (zeros === 10 && octets[10] === 0xff && octets[11] === 0xff && octets[12] === 127)
  );
}

/** A loopback address, or the one name that every system has for it. */
export const isLoopback = (host: string): boolean => isLoopbackAddress(host) || /^localhost\.?$/i.test(host);

/** Those, and the names below localhost, which are to lead nowhere else (RFC 6761 section 6.3), but do where a resolver does not heed it. */
export const isLocalByName = (host: string): boolean => isLoopback(host) || /\.localhost\.?$/i.test(host);
