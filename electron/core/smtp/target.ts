/**
 * Reads where to go as people type it: host, host:port, [v6]:port, smtp://, smtps:// and lmtp:// URLs, or the path of a Unix
 * socket. Nothing is looked up here.
 */
import { hostname, networkInterfaces } from 'node:os';
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import type { Outcome } from '../../ipc/schemas/outcome.ts';
import type { Protocol, Security, Target } from '../../ipc/schemas/target.ts';
import { addressLiteral, checkEhloName, parseMailbox } from '../wire/address.ts';
import { type ArgumentReason, checkArgument, invalidArgument } from '../wire/command.ts';

export interface TargetChoices {
  readonly protocol?: Protocol | undefined;
  readonly security?: Security | undefined;
  /** The target is a domain, an address literal, or a mail address whose domain counts. */
  readonly mx?: boolean | undefined;
}

export type ParsedTarget =
  { readonly ok: true; readonly target: Target } | { readonly ok: false; readonly error: Outcome };

/** smtp: RFC 5321 4.5.4.2. lmtp: what IANA lists (RFC 2033 gives none but forbids 25). */
const defaultPorts = { smtp: 25, lmtp: 24 } as const;
const IMPLICIT_TLS_PORT = 465;

const scheme = /^([a-z][a-z0-9+.-]*):\/\//i;
const hostForm = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/i;

export function parseTarget(text: string, choices: TargetChoices): ParsedTarget {
  const wrong = (reason: ArgumentReason): ParsedTarget => ({
    ok: false,
    error: invalidArgument('target', text, reason),
  });
  const trimmed = text.trim();
  if (trimmed === '') return wrong('missing');
  const unsafe = checkArgument('target', trimmed);
  if (unsafe !== null) return { ok: false, error: unsafe };

  let protocol = choices.protocol;
  let security = choices.security ?? 'auto';
  let rest = trimmed;
  const matched = scheme.exec(trimmed);
  if (matched !== null) {
    switch (matched[1]?.toLowerCase()) {
      case 'smtp':
        protocol ??= 'smtp';
        break;
      case 'smtps':
        protocol ??= 'smtp';
        if (security === 'auto') security = 'tls';
        break;
      case 'lmtp':
        protocol ??= 'lmtp';
        break;
      default:
        return wrong('bad-host');
    }
    rest = trimmed.slice(matched[0].length);
    // A user, and worse a password, in a URL ends up in histories and logs.
    if (rest.includes('@')) return { ok: false, error: invalidArgument('target', null, 'bad-host') };
    if (rest !== '/' && !rest.startsWith('/') && rest.endsWith('/')) rest = rest.slice(0, -1);
  }

  if (rest.startsWith('/') && choices.mx === true) return wrong('conflict');
  if (rest.startsWith('/')) return { ok: true, target: socketTarget(rest, protocol, security) };

  if (choices.mx === true) {
    const domain = domainOf(rest);
    if (domain === null) return wrong('bad-address');
    rest = domain;
  }
  const split = splitPort(rest);
  if (split === null) return wrong('bad-port');
  const host = readHost(split.host);
  if (host === null) return wrong('bad-host');
  const resolved = protocol ?? 'smtp';
  const port = split.port ?? (security === 'tls' ? IMPLICIT_TLS_PORT : defaultPorts[resolved]);
  const implicit = security === 'auto' && port === IMPLICIT_TLS_PORT;
  const settled = security === 'auto' ? (implicit ? 'tls' : 'starttls-if-offered') : security;
  return { ok: true, target: { host, port, path: null, protocol: resolved, security: settled } };
}

/** Mail servers listen on Unix sockets for LMTP; SMTP there has to be asked for. */
function socketTarget(path: string, protocol: Protocol | undefined, security: Security): Target {
  const settled = security === 'auto' ? 'starttls-if-offered' : security;
  return { host: null, port: null, path, protocol: protocol ?? 'lmtp', security: settled };
}

/** Of a mail address what stands behind its local part, a port included; anything else as it is. null for a bad local part. */
function domainOf(text: string): string | null {
  const at = text.lastIndexOf('@');
  if (at === -1) return text;
  // Judged with a domain that is certainly right: the real one may have a port behind it.
  return parseMailbox(`${text.slice(0, at)}@example.org`, { smtputf8: true }).ok ? text.slice(at + 1) : null;
}

/** null when the port is none. Absent and 0 both mean the default, as with smtplib. */
export function splitPort(text: string): { host: string; port: number | null } | null {
  const bracketed = /^(\[[^\]]*\])(?::(.*))?$/.exec(text);
  const colon = text.indexOf(':');
  // Several colons are those of an IPv6 address.
  if (bracketed === null && (colon === -1 || text.includes(':', colon + 1))) return { host: text, port: null };
  const host = bracketed === null ? text.slice(0, colon) : (bracketed[1] ?? '');
  const port = bracketed === null ? text.slice(colon + 1) : bracketed[2];
  if (port === undefined) return { host, port: null };
  if (!/^[0-9]{1,5}$/.test(port) || Number(port) > 65_535) return null;
  return { host, port: Number(port) === 0 ? null : Number(port) };
}

/** A name in A-label form, or an address without brackets; null for neither. */
function readHost(text: string): string | null {
  const literal = /^\[(?:IPv6:)?(.*)\]$/i.exec(text)?.[1];
  if (literal !== undefined) return isIP(literal) === 0 ? null : literal;
  if (isIP(text) !== 0) return text;
  const ascii = /[^\x00-\x7f]/.test(text) ? domainToASCII(text) : text;
  const name = ascii.endsWith('.') ? ascii.slice(0, -1) : ascii;
  return isHostName(name) ? name : null;
}

/**
 * In A-labels, without a final dot. A name whose last label is a number is none: getaddrinfo reads 0x7f000001, 0177.1 or 1.2.3 as
 * an address (WHATWG URL, "ends in a number").
 */
export function isHostName(name: string): boolean {
  return name.length <= 253 && hostForm.test(name) && !/(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$/i.test(name);
}

/**
 * RFC 5321 4.1.4: this machine's full name if it has one, else an address literal. `localAddress` is that of the
 * connection, which is the one the server sees as well as we can know.
 */
export function defaultEhloName(localAddress?: string): string {
  const name = hostname();
  if (name.includes('.') && checkEhloName(name).ok && !/^localhost\./i.test(name)) return name;
  const address = localAddress ?? firstAddress();
  return (address === null ? null : addressLiteral(address)) ?? '[127.0.0.1]';
}

function firstAddress(): string | null {
  for (const addresses of Object.values(networkInterfaces())) {
    for (const address of addresses ?? []) if (!address.internal && address.family === 'IPv4') return address.address;
  }
  return null;
}
