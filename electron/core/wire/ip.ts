/** IP addresses as octets in network order, for protocols that carry them so. */
import { isIP } from 'node:net';

/** 4 or 16 octets; null for what is no address. A zone (%eth0) is left out. */
export function addressBytes(address: string): Uint8Array | null {
  const bare = address.split('%')[0] ?? '';
  switch (isIP(bare)) {
    case 4:
      return Uint8Array.from(bare.split('.'), Number);
    case 6:
      return sixteen(new URL(`http://[${bare}]/`).hostname.slice(1, -1));
    default:
      return null;
  }
}

/** The URL parser has written it in its shortest form, without an IPv4 part (RFC 5952). */
function sixteen(canonical: string): Uint8Array {
  const [head = '', tail] = canonical.split('::');
  const groups = (text: string): number[] => (text === '' ? [] : text.split(':').map((group) => parseInt(group, 16)));
  const [left, right] = [groups(head), groups(tail ?? '')];
  const middle = Array.from({ length: 8 - left.length - right.length }, () => 0);
  return Uint8Array.from([...left, ...middle, ...right].flatMap((group) => [group >> 8, group & 0xff]));
}
