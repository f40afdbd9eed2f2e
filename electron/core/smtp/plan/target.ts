/** Where to go, as the engine takes it, and the name that this machine gives itself. What is typed is read by protocol/parse. */
import { hostname, networkInterfaces } from 'node:os';
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import type { Target } from '../../../protocol/values/target.ts';
import type { Protocol, Security } from '../../../protocol/values/connection.ts';
import { addressLiteral, checkEhloName } from '../../../protocol/parse/ehlo-name.ts';
import { holdsLogin, parseTarget as parseTyped } from '../../../protocol/parse/target.ts';
import { parseMailbox } from '../../../protocol/parse/addresses/mailbox.ts';
import { type ArgumentReason, invalidArgument } from '../../wire/command.ts';

export interface PlanChoices {
  readonly protocol?: Protocol | undefined;
  readonly security?: Security | undefined;
  /** The target is a domain, an address literal, or a mail address whose domain counts. */
  readonly mx?: boolean | undefined;
}

export type ParsedTarget =
  { readonly ok: true; readonly target: Target } | { readonly ok: false; readonly error: Outcome };

const scheme = /^[a-z][a-z0-9+.-]*:\/\//i;

export function planTarget(text: string, { mx, ...choices }: PlanChoices): ParsedTarget {
  const wrong = (reason: ArgumentReason): ParsedTarget => ({
    ok: false,
    error: invalidArgument('target', holdsLogin(text) ? null : text.slice(0, 200), reason),
  });
  const named = mx === true && !scheme.test(text.trim()) ? domainOf(text.trim()) : text;
  if (named === null) return wrong('bad-address');
  const parsed = parseTyped(named, choices);
  if (!parsed.ok) return wrong(parsed.reason);
  const { host, port, path, protocol, security } = parsed.value;
  if (path !== null && mx === true) return wrong('conflict');
  return { ok: true, target: { host, port, path, protocol, security } };
}

/** Of a mail address what follows its local part, a port included; anything else as it is. null for a bad local part. */
function domainOf(text: string): string | null {
  const at = text.lastIndexOf('@');
  if (at === -1) return text;
  // Judged with a domain that is certainly right: the real one may have a port after it.
  return parseMailbox(`${text.slice(0, at)}@example.org`, { smtputf8: true }).ok ? text.slice(at + 1) : null;
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
