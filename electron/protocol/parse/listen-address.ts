/** Where to listen, as people type it: port, host:port, [v6]:port, or the path of a socket. */
import { hasControl } from './characters.ts';
import { readHost } from './host.ts';
import { parsePort } from './host-port.ts';
import { limits } from './limits.ts';
import { isLoopback } from './loopback.ts';
import { bad, good, type Typed } from './result.ts';

/** Port 0 takes any free one. Of host and port, and of path, the other side of the pair is null. */
export interface ListenAddress {
  readonly host: string | null;
  readonly port: number | null;
  readonly path: string | null;
}

/** Where none is named: others are let in only when somebody says so. */
export const DEFAULT_LISTEN_HOST = '127.0.0.1';

/** An absolute path, or a pipe of Windows. */
const path = /^(?:\/|\\\\[.?]\\pipe\\)/;

export function parseListenAddress(text: string): Typed<ListenAddress> {
  const typed = text.trim();
  if (typed === '') return bad('missing');
  if (hasControl(typed)) return bad('control-character');
  if (typed.length > limits.argument) return bad('too-long');
  if (path.test(typed)) return good({ host: null, port: null, path: typed });
  const colon = typed.lastIndexOf(':');
  const port = parsePort(typed.slice(colon + 1));
  if (port === null) return bad('bad-port');
  if (colon === -1) return good({ host: DEFAULT_LISTEN_HOST, port, path: null });
  const name = typed.slice(0, colon);
  // Without brackets an IPv6 address has no end, and with them it is nothing else.
  const host = name.includes(':') === name.startsWith('[') ? readHost(name) : null;
  return host === null ? bad('bad-host') : good({ host, port, path: null });
}

/** Reached from other machines, as far as its address says. */
export const isOpenToOthers = ({ path, host }: Pick<ListenAddress, 'path' | 'host'>): boolean =>
  path === null && !isLoopback(host ?? '');
