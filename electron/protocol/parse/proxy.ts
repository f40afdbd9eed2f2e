/**
 * Which proxy: socks5://[user@]host[:port] or http://[user@]host:port. A password never stands in the URL: it would end up in
 * histories and process lists.
 */
import { hasControl, hasLoneSurrogate } from './characters.ts';
import { readHost } from './host.ts';
import { hostPortText, splitPort } from './host-port.ts';
import { limits } from './limits.ts';
import { bad, good, type Typed } from './result.ts';

export interface Proxy {
  readonly kind: 'socks5' | 'http';
  readonly host: string;
  readonly port: number;
  readonly user: string | null;
  /** As shown: without the user. */
  readonly shown: string;
}

/** IANA: 1080 for SOCKS. HTTP proxies have no port of their own (8080, 3128, 8888 ...), so there it must be said. */
const SOCKS_PORT = 1080;
const form = /^(socks5h?|http):\/\/(?:([^@/]*)@)?([^@/]*)\/?$/i;

export function parseProxy(text: string): Typed<Proxy> {
  const typed = text.trim();
  if (hasControl(typed)) return bad('control-character');
  if (typed.length > limits.argument) return bad('too-long');
  const [, scheme = '', userinfo, authority = ''] = form.exec(typed) ?? [];
  if (scheme === '') return bad('bad-value');
  const kind = scheme.toLowerCase() === 'http' ? 'http' : 'socks5';
  const user = userinfo === undefined ? null : readUser(userinfo);
  if (userinfo !== undefined && user === null) return bad('bad-value');
  const split = splitPort(authority);
  const port = split?.port ?? (kind === 'socks5' ? SOCKS_PORT : null);
  if (split === null || port === null) return bad('bad-port');
  const host = readHost(split.host);
  return host === null
    ? bad('bad-host')
    : good({ kind, host, port, user, shown: `${kind}://${hostPortText(host, port)}` });
}

/** A colon would begin a password, here and in Basic's own form (RFC 7617). */
function readUser(text: string): string | null {
  let user: string;
  try {
    user = decodeURIComponent(text);
  } catch {
    return null;
  }
  if (user === '' || user.includes(':') || hasControl(user) || hasLoneSurrogate(user)) return null;
  const octets = encodeURIComponent(user).replace(/%../g, '%').length;
  return octets <= limits.proxyUser ? user : null;
}
