/**
 * Whether a target is one of our own listeners. Only then is our certificate authority trusted: on loopback, on a port that we
 * hold ourselves, where nobody else can answer.
 */
import { BlockList, isIP } from 'node:net';
import { parseTarget } from '../../core/smtp/target.ts';
import type { ConnectionOptions } from '../../ipc/schemas/target.ts';
import type { ListenerState } from '../../ipc/schemas/server.ts';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

function isLoopback(host: string): boolean {
  const family = isIP(host);
  if (family === 0) return host.toLowerCase() === 'localhost';
  return loopback.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

export function isOwnListener(connection: ConnectionOptions, listeners: readonly ListenerState[]): boolean {
  const { protocol, security } = connection;
  // What a proxy or a DNS answer takes for this machine is not ours to trust.
  if (connection.proxy !== undefined || connection.dnsServer !== undefined || connection.mx === true) return false;
  const parsed = parseTarget(connection.target, { protocol, security });
  if (!parsed.ok) return false;
  const { host, port, path } = parsed.target;
  return listeners.some(({ config, boundPort, listening }) => {
    if (!listening) return false;
    if (path !== null) return config.path === path;
    return host !== null && isLoopback(host) && port !== null && port === boundPort;
  });
}
