/**
 * Whether a target is one of our own listeners. Only then is our certificate authority trusted: on loopback, on a port that we
 * hold ourselves, where nobody else can answer.
 */
import { stat } from 'node:fs/promises';
import { isIP } from 'node:net';
import { normalize } from 'node:path';
import { hostname, networkInterfaces } from 'node:os';
import { resolveHost } from '../../core/dns/resolve.ts';
import { planTarget } from '../../core/smtp/plan/target.ts';
import { limits } from '../../core/smtp/limits.ts';
import type { ConnectionOptions } from '../../protocol/values/target.ts';
import type { ListenerState } from '../../protocol/values/server/server.ts';
import { isLoopback } from '../../protocol/parse/loopback.ts';

export function isOwnListener(connection: ConnectionOptions, listeners: readonly ListenerState[]): boolean {
  const { protocol, security } = connection;
  // What a proxy or a DNS answer takes for this machine is not ours to trust.
  if (connection.proxy !== undefined || connection.dnsServer !== undefined || connection.mx === true) return false;
  const parsed = planTarget(connection.target, { protocol, security });
  if (!parsed.ok) return false;
  const { host, port, path } = parsed.target;
  return listeners.some(({ config, boundPort, listening }) => {
    if (!listening) return false;
    if (path !== null) return config.path === path;
    return host !== null && isLoopback(host) && port !== null && port === boundPort;
  });
}

/**
 * Whether a session could end at one of our own listeners, by whatever address of this machine: what it hears can be read in the
 * window, and so no secret goes there that was not kept for it.
 */
export async function leadsToOwnListener(
  { target, protocol, security, mx }: ConnectionOptions,
  listeners: readonly ListenerState[],
): Promise<boolean> {
  const parsed = planTarget(target, { protocol, security, mx });
  if (!parsed.ok) return false;
  const { host, port, path } = parsed.target;
  const open = listeners.filter(({ listening }) => listening);
  if (path !== null) {
    const own = open.flatMap(({ config }) => (config.path === null ? [] : [config.path]));
    return (await Promise.all(own.map((each) => isSameSocket(each, path)))).includes(true);
  }
  if (host === null || !open.some(({ boundPort }) => boundPort === port)) return false;
  if (isIP(host) !== 0) return isThisMachine(host);
  if (isLoopback(host) || host.toLowerCase() === hostname().toLowerCase()) return true;
  const found = await resolveHost(host, null, limits.timeouts.dns, new AbortController().signal);
  return found.ok && found.addresses.some(({ address }) => isThisMachine(address));
}

/** Links and, on some systems, another case lead to the same one by another path. */
async function isSameSocket(one: string, other: string): Promise<boolean> {
  if (normalize(one) === normalize(other)) return true;
  try {
    const [a, b] = await Promise.all([stat(one, { bigint: true }), stat(other, { bigint: true })]);
    return a.dev === b.dev && a.ino === b.ino;
  } catch {
    // What is not there, or not to be reached, cannot be connected to either.
    return false;
  }
}

function isThisMachine(address: string): boolean {
  // Connecting to "any address" connects to this machine.
  if (isLoopback(address) || address === '0.0.0.0' || address === '::') return true;
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return own.some((each) => each.address.toLowerCase() === address.toLowerCase());
}
