/** What connections are counted by: whoever has one IPv6 address most often has the 2^64 around it as well. */
import { addressBytes } from '../../../protocol/parse/ip.ts';
import { hostOf } from '../../../protocol/parse/host-port.ts';

/** Of a peer as sessions name it: an address with its port, or the path of a socket. */
export function sourceOfPeer(peer: string): string {
  return sourceOf(hostOf(peer));
}

/**
 * An IPv4 address as it is, an IPv4-mapped one as the IPv4 address that it stands for, another IPv6 address by the /64 that it belongs
 * to (RFC 4291 section 2.5.4: the rest is the interface's own choice), as Postfix counts them too. Text that is no address stays.
 */
export function sourceOf(address: string): string {
  const octets = addressBytes(address);
  if (octets === null) return address;
  if (octets.length === 4) return octets.join('.');
  const mapped = octets.subarray(0, 10).every((octet) => octet === 0) && octets[10] === 0xff && octets[11] === 0xff;
  if (mapped) return octets.subarray(12).join('.');
  return `${Buffer.from(octets.subarray(0, 8)).toString('hex')}/64`;
}
