/**
 * Which hosts are this machine. Questions, each asked by its name: what certainly is (there our own authority is trusted, and strangers
 * are kept out), where nothing leaves the machine as far as its name says (there nobody can listen), and which addresses lead no further than
 * this machine or the network it stands in.
 */
import { addressBytes } from './ip.ts';
import { parseTarget, type TargetChoices } from './target.ts';

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

/** Loopback, private use (RFC 1918), link-local (RFC 3927, RFC 4291) or unique local (RFC 4193); false for what is no address. */
export function isPrivateAddress(address: string): boolean {
  const octets = addressBytes(address);
  if (octets === null) return false;
  const [a = 0, b = 0] = octets;
  if (octets.length === 16)
    return isLoopbackAddress(address) || (a & 0xfe) === 0xfc || (a === 0xfe && (b & 0xc0) === 0x80);
  return (
    isLoopbackAddress(address) ||
    a === 10 ||
    (a === 172 && b >= 16 && b <= 31) ||
    (a === 192 && b === 168) ||
    (a === 169 && b === 254)
  );
}

/**
 * Nothing that is sent there leaves this machine, as far as can be said before anything is looked up: a Unix socket or such a host, and
 * neither a proxy nor DNS in between. Only this machine is asked to bear several sessions at once: a load test of somebody else's server is
 * no diagnosis.
 */
export function leadsHere({
  target,
  protocol,
  security,
  mx,
  proxy,
}: TargetChoices & { readonly target: string; readonly mx?: boolean | undefined; readonly proxy?: unknown }): boolean {
  if (mx === true || proxy !== undefined) return false;
  const parsed = parseTarget(target, { protocol, security });
  if (!parsed.ok) return false;
  const { host, path } = parsed.value;
  return path !== null || (host !== null && isLoopback(host));
}
