/** host:port as it is typed and written: the only place that knows about the brackets around an IPv6 address. */
import { ipFamily } from './ip.ts';
import { limits } from './limits.ts';
import { bad, good, type Typed } from './result.ts';

export interface HostPort {
  /** As written, brackets too. */
  readonly host: string;
  readonly port: number | null;
}

/** A port as digits, 0 included, which means another thing in each place; null for what is none. */
export const parsePort = (text: string): number | null =>
  /^[0-9]{1,5}$/.test(text) && Number(text) <= limits.port ? Number(text) : null;

/** null when the port is none. Absent and 0 both mean the default, as with smtplib. */
export function splitPort(text: string): HostPort | null {
  // No interface has a colon in its name, so what follows one after a zone is a port.
  const bracketed =
    /^(\[[^\]]*\])(?::(.*))?$/.exec(text) ?? /^([0-9a-f:.]{2,45}%[^:%[\]]{1,64})(?::(.*))?$/i.exec(text);
  const colon = text.indexOf(':');
  // Several colons are those of an IPv6 address.
  if (bracketed === null && (colon === -1 || text.includes(':', colon + 1))) return { host: text, port: null };
  const host = bracketed === null ? text.slice(0, colon) : (bracketed[1] ?? '');
  const port = bracketed === null ? text.slice(colon + 1) : bracketed[2];
  if (port === undefined) return { host, port: null };
  const number = parsePort(port);
  return number === null ? null : { host, port: number === 0 ? null : number };
}

/** An IPv6 address in the brackets that host:port and URLs want; anything else, and what has them, as it is. */
export const bracketed = (host: string): string => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host);

/** Without such brackets. */
export const unbracketed = (host: string): string => /^\[(.*)\]$/.exec(host)?.[1] ?? host;

/** host:port as it is written again; the host alone without a port. */
export const hostPortText = (host: string, port: number | null): string =>
  port === null ? bracketed(host) : `${bracketed(host)}:${port}`;

/** The host, without brackets, of what `hostPortText` wrote. */
export const hostOf = (text: string): string => unbracketed(text.replace(/:\d+$/, ''));

export interface Source {
  readonly address: string;
  readonly port: number;
}

/**
 * An address and a port that a client claims to come from: 192.0.2.1:4000, [2001:db8::1]:4000. There is always a port, and so an IPv6
 * address needs no brackets. A zone means something on one machine only.
 */
export function parseSource(text: string): Typed<Source> {
  const typed = text.trim();
  const colon = typed.lastIndexOf(':');
  const port = colon === -1 ? null : parsePort(typed.slice(colon + 1));
  if (port === null) return bad('bad-port');
  const address = unbracketed(typed.slice(0, colon));
  return ipFamily(address) === 0 || address.includes('%') ? bad('bad-host') : good({ address, port });
}
