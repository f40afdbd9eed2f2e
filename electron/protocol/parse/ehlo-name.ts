/** The name that a client gives with EHLO, HELO or LHLO (RFC 5321 section 4.1.1.1). */
import { type DomainReason, hasInvisibleInDomain, parseDomain } from './domain.ts';
import { isIPv4, isIPv6 } from './ip.ts';
import { bad, good, type Result } from './result.ts';

/** RFC 5321 4.1.4: a bare address becomes an address literal, an IPv4-mapped one that of the IPv4 address. */
export function parseEhloName(name: string): Result<string, DomainReason | 'control-character'> {
  const literal = addressLiteral(name);
  return literal === null ? checkEhloName(name) : good(literal);
}

/**
 * The argument of EHLO, HELO or LHLO as it is to be sent: domain in A-labels or address literal. Underscores pass: hosts
 * bear them, and servers' opinions of that are what is to be found out.
 */
export function checkEhloName(name: string): Result<string, DomainReason | 'control-character'> {
  const parsed = parseDomain(name);
  if (parsed.ok) return good(parsed.value.ascii);
  if (hasInvisibleInDomain(name)) return bad('control-character');
  const bare = /^[\w-]+(?:\.[\w-]+)*$/.test(name) && parseDomain(name.replaceAll('_', 'x')).ok;
  return bare ? good(name) : parsed;
}

/** `[192.0.2.1]` or `[IPv6:2001:db8::1]`; an IPv4 address in IPv6 clothing is written as what it is. null: no address. */
export function addressLiteral(ip: string): string | null {
  // Most of what is asked about are names; the two expressions behind isIP are long.
  if (!ip.includes(':') && !/[0-9]$/.test(ip)) return null;
  const [plain = ''] = ip.split('%');
  const mapped = /^::ffff:([0-9.]+)$/i.exec(plain)?.[1];
  const address = mapped !== undefined && isIPv4(mapped) ? mapped : plain;
  if (isIPv4(address)) return `[${address}]`;
  return isIPv6(address) ? `[IPv6:${address}]` : null;
}
