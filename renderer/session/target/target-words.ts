/** What a typed target is taken for, in words, before anything is connected. It is read by protocol/parse, as the engine reads it. */
import type { ResolvedSecurity, Target } from '../../../electron/protocol/values/target.ts';
import type { Protocol, Security } from '../../../electron/protocol/values/connection.ts';
import { ipFamily } from '../../../electron/protocol/parse/ip.ts';
import { tidyTarget } from '../../../electron/protocol/parse/pasted-target.ts';
import { parseTarget } from '../../../electron/protocol/parse/target.ts';
import { argumentReason } from '../../../electron/texts/app/arguments.ts';
import { shorten, visible } from '../../../electron/texts/visible.ts';

export { tidyTarget };

export interface TargetReading {
  readonly ok: boolean;
  readonly text: string;
  /** A port was typed, or none is needed. */
  readonly portGiven: boolean;
}

interface Choices {
  readonly protocol: Protocol | 'auto';
  readonly security: Security;
}

/** null where nothing was typed. */
export function readTarget(text: string, choices: Choices): TargetReading | null {
  const read = settleTarget(text, choices);
  if (read === null) return null;
  if (!read.ok) return { ok: false, text: read.reason, portGiven: true };
  const { host: name, port, path, protocol, security } = read.target;
  if (name === null || path !== null)
    return { ok: true, text: `Unix socket, ${protocol.toUpperCase()}`, portGiven: true };
  const words = [
    `${kindOf(name)} ${visible(/[^\x00-\x7f]/.test(text) ? asTyped(tidyTarget(text)) : name)}`,
    `port ${port ?? ''}${read.portGiven ? '' : ' (none was given)'}`,
    protocol.toUpperCase(),
    securities[security],
  ];
  return { ok: true, text: words.join(', '), portGiven: read.portGiven };
}

type Resolved =
  | { readonly ok: true; readonly target: Target; readonly portGiven: boolean }
  | { readonly ok: false; readonly reason: string };

/** Where it goes, with what the choices leave open settled. null where nothing was typed. */
export function settleTarget(text: string, choices: Choices): Resolved | null {
  const typed = tidyTarget(text);
  if (typed === '') return null;
  const parsed = parseTarget(typed, {
    protocol: choices.protocol === 'auto' ? undefined : choices.protocol,
    security: choices.security,
  });
  if (!parsed.ok) {
    if (/^(?:smtps?|lmtp):\/\/[^/]*@/i.test(typed))
      return { ok: false, reason: 'A user name has its own field, below Login' };
    const reason = argumentReason(parsed.reason, 'target', typed);
    return { ok: false, reason: `“${visible(shorten(typed, 80))}” ${reason}` };
  }
  const { portGiven, ...target } = parsed.value;
  return { ok: true, target, portGiven };
}

/** Whether it can be asked at all. */
export const isServer = (text: string): boolean => parseTarget(tidyTarget(text)).ok;

/**
 * The same for every way of writing one server: scheme and port where they say no more than the defaults do, and case. Text that
 * is no server is its own key.
 */
export function serverKey(text: string): string {
  const typed = tidyTarget(text);
  const parsed = parseTarget(typed);
  if (!parsed.ok) return typed.toLowerCase();
  const { host, port, path, protocol, security } = parsed.value;
  if (host === null) return `${protocol} ${path ?? ''}`;
  return `${protocol}${security === 'tls' ? '+tls' : ''} ${host.toLowerCase()} ${port ?? ''}`;
}

/** The host, or the path of a socket, in lower case; empty where nothing is typed. */
export function serverHost(text: string): string {
  const typed = tidyTarget(text);
  const parsed = parseTarget(typed);
  return (parsed.ok ? (parsed.value.host ?? parsed.value.path ?? '') : asTyped(typed)).toLowerCase();
}

/** The host as it stands there, a port that is not typed to its end left out. */
function asTyped(typed: string): string {
  const rest = typed.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  return rest.startsWith('/') ? rest : (/^(\[[^\]]*\]|[^:/]+)(?::\d*)?(?:\/|$)/.exec(rest)?.[1] ?? rest);
}

export const sameServer = (a: string, b: string): boolean => serverKey(a) === serverKey(b);

const securities = {
  'starttls-if-offered': 'STARTTLS if offered',
  starttls: 'STARTTLS required',
  none: 'no TLS',
  tls: 'implicit TLS',
} satisfies Record<ResolvedSecurity, string>;

function kindOf(name: string): string {
  const family = ipFamily(name);
  return family === 0 ? 'Host' : `IPv${family} address`;
}
