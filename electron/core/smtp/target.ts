/**
 * Reads where to go as people type it: host, host:port, [v6]:port, smtp://, smtps:// and lmtp:// URLs, or the path of a Unix
 * socket. Nothing is looked up here.
 */
import { hostname, networkInterfaces } from 'node:os';
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import type { Outcome } from '../../ipc/schemas/outcome.ts';
import type { Protocol, Security, Target } from '../../ipc/schemas/target.ts';
import { addressLiteral, checkEhloName } from '../wire/address.ts';
import { type ArgumentReason, checkArgument, invalidArgument } from '../wire/command.ts';

export interface TargetChoices {
  readonly protocol?: Protocol | undefined;
  readonly security?: Security | undefined;
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

  if (rest.startsWith('/')) return { ok: true, target: socketTarget(rest, protocol, security) };

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

/** null when the port is none. Absent and 0 both mean the default, as with smtplib. */
function splitPort(text: string): { host: string; port: number | null } | null {
  const bracketed = /^(\[[^\]]*\])(?::(.*))?$/.exec(text);
  const parts = text.split(':');
  if (bracketed === null && parts.length !== 2) return { host: text, port: null };
  const [host, port] = bracketed === null ? [parts[0] ?? '', parts[1]] : [bracketed[1] ?? '', bracketed[2]];
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
  // All digits and dots, yet no address: a typing error that getaddrinfo would read as an octal or short address.
  if (/^[0-9.]+$/.test(name)) return null;
  return name.length <= 253 && hostForm.test(name) ? name : null;
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
