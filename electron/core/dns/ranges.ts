/**
 * Which addresses a DNS answer may lead to. An attacker writes what he likes into his own zone; that must not make this machine
 * talk to itself, to its link (cloud metadata is at 169.254.169.254) or to everybody. What the user typed himself is never judged.
 */
import { BlockList, isIP } from 'node:net';

/** IANA's special-purpose registries (RFC 6890), as far as nobody's mail server can be there. */
const local4: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
const local6: readonly (readonly [network: string, prefix: number])[] = [
  ['::', 127],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];
/** IPv4 within IPv6: mapped, compatible, translated (RFC 6052). */
const embeddings = ['::ffff:', '::', '64:ff9b::'] as const;

/** Made when it is first asked: only MX hosts are judged. */
let blocked: BlockList | null = null;

function makeBlocked(): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of local6) list.addSubnet(network, prefix, 'ipv6');
  for (const [network, prefix] of local4) {
    list.addSubnet(network, prefix, 'ipv4');
    for (const embedding of embeddings) list.addSubnet(`${embedding}${network}`, 96 + prefix, 'ipv6');
    // 6to4 has the IPv4 address after its first 16 bits (RFC 3056).
    const [a = 0, b = 0, c = 0, d = 0] = network.split('.').map(Number);
    list.addSubnet(`2002:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}::`, 16 + prefix, 'ipv6');
  }
  return list;
}

/** Loopback, link-local, multicast or reserved, in IPv4, IPv6 or one within the other. */
export function isLocalAddress(address: string): boolean {
  const bare = address.split('%')[0] ?? '';
  const family = isIP(bare);
  blocked ??= makeBlocked();
  return family === 0 || blocked.check(bare, family === 6 ? 'ipv6' : 'ipv4');
}

/** Reserved for private networks, tests and documentation (RFC 2606, 6761, 6762, 8375): whoever asks for these means his own. */
const privateNames = new Set([
  'localhost',
  'local',
  'localdomain',
  'test',
  'example',
  'invalid',
  'internal',
  'lan',
  'home.arpa',
  'example.com',
  'example.net',
  'example.org',
]);

/** True for a name that cannot be anybody's on the public Internet. */
export function isPrivateName(name: string): boolean {
  const labels = name.toLowerCase().split('.');
  return privateNames.has(labels.slice(-1).join('.')) || privateNames.has(labels.slice(-2).join('.'));
}
