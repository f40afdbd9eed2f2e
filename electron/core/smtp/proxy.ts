/**
 * Which proxy, read from socks5://[user@]host[:port] or http://[user@]host:port; and what both protocols need. A password never
 * stands in the URL: it would end up in histories and process lists.
 */
import type { Outcome, ProxyFailure } from '../../ipc/schemas/outcome.ts';
import { checkArgument, invalidArgument } from '../wire/command.ts';
import { isHostName, splitPort } from './target.ts';
import { type Step, done, failed } from './step.ts';
import { isIP } from 'node:net';
import { limits } from '../wire/limits.ts';
import { utf8Bytes } from '../wire/text.ts';

export interface Proxy {
  readonly kind: 'socks5' | 'http';
  readonly host: string;
  readonly port: number;
  readonly user: string | null;
  /** As shown: without the user. */
  readonly shown: string;
}

export interface ProxyLogin {
  readonly user: string;
  readonly password: string;
}

/** Where the proxy is to connect: a name, which it looks up itself, or an address. */
export interface ProxyGoal {
  readonly host: string;
  readonly port: number;
}

/** What is said next, and what is waited for: so many octets, or the head of an HTTP answer. */
export type ProxyAsk = { readonly send: Uint8Array | null } & ({ readonly octets: number } | { readonly head: true });
export type ProxyVerdict =
  { readonly ok: true } | { readonly ok: false; readonly reason: ProxyFailure; readonly answer: string };
/** One negotiation, free of I/O: it asks, and is given exactly what it asked for. */
export type ProxyTalk = Generator<ProxyAsk, ProxyVerdict, Uint8Array>;

export const refused = (reason: ProxyFailure, answer: string): ProxyVerdict => ({ ok: false, reason, answer });

/** IANA: 1080 for SOCKS. HTTP proxies have no port of their own (8080, 3128, 8888 ...), so there it must be said. */
const SOCKS_PORT = 1080;
const form = /^(socks5h?|http):\/\/(?:([^@/]*)@)?([^@/]*)\/?$/i;

export function parseProxy(text: string): Step<Proxy> {
  const wrong = (reason: 'bad-value' | 'bad-host' | 'bad-port'): { ok: false; error: Outcome } =>
    failed(invalidArgument('proxy', text.includes('@') ? null : text.slice(0, 200), reason));
  const unsafe = checkArgument('proxy', text, { secret: true });
  if (unsafe !== null) return failed(unsafe);
  const [, scheme = '', userinfo, authority = ''] = form.exec(text) ?? [];
  if (scheme === '') return wrong('bad-value');
  const kind = scheme.toLowerCase() === 'http' ? 'http' : 'socks5';
  const user = userinfo === undefined ? null : readUser(userinfo);
  if (userinfo !== undefined && user === null) return wrong('bad-value');
  const split = splitPort(authority);
  const port = split?.port ?? (kind === 'socks5' ? SOCKS_PORT : null);
  if (split === null || port === null) return wrong('bad-port');
  const host = split.host.replace(/^\[|\]$/g, '');
  if (isIP(host) === 0 && !isHostName(host)) return wrong('bad-host');
  const shown = `${kind}://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  return done({ kind, host, port, user, shown });
}

/** A colon would begin a password, here and in Basic's own form (RFC 7617). */
function readUser(text: string): string | null {
  let user: string;
  try {
    user = decodeURIComponent(text);
  } catch {
    return null;
  }
  const fits = user !== '' && !user.includes(':') && utf8Bytes(user).length <= limits.proxy.credential;
  return fits && checkArgument('proxy', user) === null ? user : null;
}
