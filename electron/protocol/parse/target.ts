/**
 * Where to go, as people type it: host, host:port, [v6]:port, smtp://, smtps:// and lmtp:// URLs, the path of a Unix socket, and
 * what they paste from a provider's page. Nothing is looked up here.
 */
import { defaultPort } from '../facts/ports.ts';
import { type AskedSecurity, settleSecurity, type SettledSecurity } from '../facts/security.ts';
import { hasControl, hasLoneSurrogate } from './characters.ts';
import { readHost } from './host.ts';
import { splitPort } from './host-port.ts';
import { limits } from './limits.ts';
import { readPasted } from './pasted-target.ts';
import { bad, good, type Typed } from './result.ts';

type Protocol = 'smtp' | 'lmtp';

export interface TargetChoices {
  readonly protocol?: Protocol | undefined;
  readonly security?: AskedSecurity | undefined;
}

/** A host and port, or the path of a Unix socket; the other side of the pair is null. */
export interface TypedTarget {
  readonly host: string | null;
  readonly port: number | null;
  readonly path: string | null;
  readonly protocol: Protocol;
  readonly security: SettledSecurity;
  /** The port was typed, not taken from the protocol. */
  readonly portGiven: boolean;
}

const scheme = /^([a-z][a-z0-9+.-]*):\/\//i;
const schemes: Readonly<Record<string, { readonly protocol: Protocol; readonly tls: boolean }>> = {
  smtp: { protocol: 'smtp', tls: false },
  smtps: { protocol: 'smtp', tls: true },
  lmtp: { protocol: 'lmtp', tls: false },
};

/** Every door goes through here: the window's field, the command line, profiles, the engine. */
export function parseTarget(text: string, choices: TargetChoices = {}): Typed<TypedTarget> {
  const trimmed = text.trim();
  if (trimmed === '') return bad('missing');
  if (hasControl(trimmed)) return bad('control-character');
  if (hasLoneSurrogate(trimmed)) return bad('bad-value');
  if (trimmed.length > limits.argument) return bad('too-long');
  const strict = parseStrict(trimmed, choices);
  if (strict.ok) return strict;
  const pasted = readPasted(trimmed);
  // With a login in it the text would be kept with one: only the window takes it apart before it is used.
  return pasted === null || pasted.withLogin ? strict : parseStrict(pasted.text, choices);
}

/** A user, and worse a password, in a URL ends up in histories and logs: such a text is not repeated anywhere. */
export const holdsLogin = (text: string): boolean =>
  scheme.test(text.trim()) ? text.includes('@') : readPasted(text.trim())?.withLogin === true;

function parseStrict(trimmed: string, choices: TargetChoices): Typed<TypedTarget> {
  const matched = scheme.exec(trimmed);
  const name = matched?.[1]?.toLowerCase() ?? '';
  const known = Object.hasOwn(schemes, name) ? schemes[name] : undefined;
  if (matched !== null && known === undefined) return bad('bad-host');
  let rest = matched === null ? trimmed : trimmed.slice(matched[0].length);
  if (known !== undefined) {
    if (rest.includes('@')) return bad('bad-host');
    if (rest !== '/' && !rest.startsWith('/') && rest.endsWith('/')) rest = rest.slice(0, -1);
  }
  const chosen = choices.security ?? 'auto';
  const security = chosen === 'auto' && known?.tls === true ? 'tls' : chosen;
  const protocol = choices.protocol ?? known?.protocol;
  if (rest.startsWith('/')) {
    // Mail servers listen on Unix sockets for LMTP; SMTP there has to be asked for.
    return good({
      host: null,
      port: null,
      path: rest,
      protocol: protocol ?? 'lmtp',
      security: settleSecurity(security, null),
      portGiven: false,
    });
  }
  const split = splitPort(rest);
  if (split === null) return bad('bad-port');
  const host = readHost(split.host);
  if (host === null) return bad('bad-host');
  const resolved = protocol ?? 'smtp';
  const port = split.port ?? defaultPort(resolved, security === 'tls');
  const settled = settleSecurity(security, port);
  return good({ host, port, path: null, protocol: resolved, security: settled, portGiven: split.port !== null });
}
