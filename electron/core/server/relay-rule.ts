/** When a server that passes messages on would pass on anybody's: an open relay, which is refused rather than warned of. */
import { BlockList, isIP } from 'node:net';
import type { ListenerConfig, ServerConfig } from '../../ipc/schemas/server.ts';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** The listener that others can reach without a login that proves anything; null when there is none. */
export function openRelay({ listeners, auth, xclient }: ServerConfig): string | null {
  // XCLIENT claims a login, and ANONYMOUS is one: neither proves anything.
  const proven = xclient !== true && !auth.acceptAny && !auth.mechanisms.some((name) => /^ANONYMOUS$/i.test(name));
  if (auth.enabled && auth.required && proven) return null;
  const open = listeners.find(isOpenToOthers);
  return open === undefined ? null : `${open.host ?? ''}:${open.port ?? 0}`;
}

/** Reached from other machines, as far as its address says. */
export function isOpenToOthers({ path, host }: Pick<ListenerConfig, 'path' | 'host'>): boolean {
  return path === null && !isLoopback(host ?? '');
}

function isLoopback(host: string): boolean {
  const family = isIP(host);
  if (family === 0) return host.toLowerCase() === 'localhost';
  return loopback.check(host, family === 4 ? 'ipv4' : 'ipv6');
}
