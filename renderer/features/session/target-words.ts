/**
 * What a typed target is taken for, in words, before anything is connected. It follows core/smtp/target.ts, which has the last
 * word; what is pasted in other usual forms is brought into one that is understood there.
 */
import type { Protocol, ResolvedSecurity, Security, Target } from '../../../electron/ipc/schemas/target.ts';
import { visible } from '../../../electron/texts/visible.ts';

export interface TargetReading {
  readonly ok: boolean;
  readonly text: string;
}

const SCHEMES: Readonly<Record<string, { protocol: Protocol; tls: boolean }>> = {
  smtp: { protocol: 'smtp', tls: false },
  smtps: { protocol: 'smtp', tls: true },
  lmtp: { protocol: 'lmtp', tls: false },
};

const host = String.raw`[^\s:,/@\[\]]+|\[[0-9a-fA-F:.]+\]`;
/** "telnet host 25", "nc host 25", "host 587", "host,587" */
const spaced = new RegExp(
  String.raw`^(?:(?:telnet|nc|ncat|netcat)\s+(?:-\S+\s+)*)?(${host})(?:\s+|\s*,\s*)(\d{1,5})$`,
  'i',
);
const openssl = new RegExp(String.raw`^openssl\s+s_client\b.*-connect\s+((?:${host}):\d{1,5})`, 'i');
const webUrl = new RegExp(String.raw`^https?://(?:[^@/]*@)?(${host})(?::\d+)?(?:[/?#].*)?$`, 'i');
const mailbox = /^[^\s@/:]+@([^\s@/:]+\.[^\s@/:]+)$/;

/** The same target in a form that is understood; text that is in none of the known forms comes back as it is. */
export function tidyTarget(text: string): string {
  const typed = text.trim();
  const bySpace = spaced.exec(typed);
  if (bySpace !== null) return `${bySpace[1]}:${bySpace[2]}`;
  return openssl.exec(typed)?.[1] ?? webUrl.exec(typed)?.[1] ?? mailbox.exec(typed)?.[1] ?? typed;
}

interface Choices {
  readonly protocol: Protocol | 'auto';
  readonly security: Security;
}

/** null where nothing was typed. */
export function readTarget(text: string, choices: Choices): TargetReading | null {
  const read = resolveTarget(text, choices);
  if (read === null) return null;
  if (!read.ok) return wrong(read.reason);
  const { host: name, port, path, protocol, security } = read.target;
  if (name === null || path !== null) return { ok: true, text: `Unix socket, ${protocol.toUpperCase()}` };
  const words = [
    `${kindOf(name)} ${visible(name)}`,
    `port ${port ?? ''}${read.portGiven ? '' : ' (none was given)'}`,
    protocol.toUpperCase(),
    securities[security],
  ];
  return { ok: true, text: words.join(', ') };
}

type Resolved =
  | { readonly ok: true; readonly target: Target; readonly portGiven: boolean }
  | { readonly ok: false; readonly reason: string };

/** Where it goes, with what the choices leave open settled. null where nothing was typed. */
export function resolveTarget(text: string, choices: Choices): Resolved | null {
  const bad = (reason: string): Resolved => ({ ok: false, reason });
  const typed = tidyTarget(text);
  if (typed === '') return null;
  const matched = /^([a-z][a-z0-9+.-]*):\/\//i.exec(typed);
  const scheme = matched === null ? null : SCHEMES[matched[1]?.toLowerCase() ?? ''];
  if (scheme === undefined)
    return bad(`${visible(matched?.[0] ?? '')} is no URL of a mail server: smtp://, smtps:// or lmtp://`);
  const rest = matched === null ? typed : typed.slice(matched[0].length);
  if (rest.includes('@')) return bad('A user name has its own field, below Login');
  const ifOffered = (security: Security): ResolvedSecurity => (security === 'auto' ? 'starttls-if-offered' : security);
  if (rest.startsWith('/') && rest !== '/') {
    const protocol = choices.protocol === 'auto' ? (scheme?.protocol ?? 'lmtp') : choices.protocol;
    const target = { host: null, port: null, path: rest, protocol, security: ifOffered(choices.security) };
    return { ok: true, target, portGiven: false };
  }
  const parts = /^(\[[^\]]*\]|[^:[\]]*|[0-9a-f:.]+)(?::(\d{1,5}))?\/?$/i.exec(rest.replace(/\/$/, ''));
  const name = parts?.[1] ?? '';
  const port = Number(parts?.[2] ?? 0);
  if (parts === null || name === '' || /\s/.test(name) || port > 65_535)
    return bad('Not a host, host:port, URL or path');

  const protocol = choices.protocol === 'auto' ? (scheme?.protocol ?? 'smtp') : choices.protocol;
  const tls = choices.security === 'tls' || (choices.security === 'auto' && (scheme?.tls === true || port === 465));
  const target = {
    host: name.replace(/^\[(.*)\]$/, '$1'),
    port: port !== 0 ? port : tls ? 465 : protocol === 'lmtp' ? 24 : 25,
    path: null,
    protocol,
    security: tls ? 'tls' : ifOffered(choices.security),
  } as const;
  return { ok: true, target, portGiven: port !== 0 };
}

/**
 * The same for every way of writing one server: scheme and port where they say no more than the defaults do, and case. Text that
 * is no server is its own key.
 */
export function serverKey(text: string): string {
  const typed = tidyTarget(text).toLowerCase();
  const [, name = 'smtp', rest = typed] = /^([a-z]+):\/\/(.*)$/.exec(typed) ?? [];
  const scheme = SCHEMES[name];
  const parts = /^(\[[^\]]*\]|[^:]+)(?::(\d{1,5}))?\/?$/.exec(rest);
  if (scheme === undefined || parts === null || rest.startsWith('/')) return typed;
  const port = Number(parts[2] ?? (scheme.tls ? 465 : scheme.protocol === 'lmtp' ? 24 : 25));
  const tls = scheme.tls || (port === 465 && scheme.protocol === 'smtp');
  return `${scheme.protocol}${tls ? '+tls' : ''} ${parts[1] ?? ''} ${port}`;
}

/** The host, or the path of a socket, in lower case; empty where nothing is typed. */
export function serverHost(text: string): string {
  const typed = tidyTarget(text)
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '');
  return typed.startsWith('/') ? typed : (/^(\[[^\]]*\]|[^:/]+)(?::\d*)?(?:\/|$)/.exec(typed)?.[1] ?? typed);
}

export const sameServer = (a: string, b: string): boolean => serverKey(a) === serverKey(b);

const wrong = (text: string): TargetReading => ({ ok: false, text });

const securities = {
  'starttls-if-offered': 'STARTTLS if offered',
  starttls: 'STARTTLS required',
  none: 'no TLS',
  tls: 'implicit TLS',
} satisfies Record<ResolvedSecurity, string>;

function kindOf(name: string): string {
  if (name.includes(':')) return 'IPv6 address';
  return /^\[?\d+(\.\d+){3}\]?$/.test(name) ? 'IPv4 address' : 'Host';
}
