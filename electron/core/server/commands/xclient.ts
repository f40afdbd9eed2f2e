/** XCLIENT (postfix.org, XCLIENT_README): whoever connects states for whom it speaks. For tests alone, and off unless configured. */
import { isIPv4, isIPv6 } from 'node:net';
import { decodeXtext } from '../../wire/xtext.ts';
import type { StatedPeer } from '../session/state.ts';
import { hostPortText, parsePort } from '../../../protocol/parse/host-port.ts';

const NAMES: ReadonlySet<string> = new Set(['NAME', 'ADDR', 'PORT', 'PROTO', 'HELO', 'LOGIN', 'DESTADDR', 'DESTPORT']);
const UNKNOWN: ReadonlySet<string> = new Set(['[UNAVAILABLE]', '[TEMPUNAVAIL]']);

/** Null for anything that is not as it should be. What was stated before stays unless stated anew. */
export function parseXclient(args: string, before: StatedPeer | null): StatedPeer | null {
  const values = new Map<string, string | null>();
  for (const part of args.split(/[ \t]+/)) {
    const match = /^([A-Za-z]+)=(.+)$/.exec(part);
    const name = match?.[1]?.toUpperCase() ?? '';
    const decoded = decodeXtext(match?.[2] ?? '');
    if (!NAMES.has(name) || !decoded.ok || /[\u0000-\u001f\u007f]/.test(decoded.value)) return null;
    values.set(name, UNKNOWN.has(decoded.value.toUpperCase()) ? null : decoded.value);
  }
  const address = values.get('ADDR')?.replace(/^IPV6:/i, '') ?? null;
  if (address !== null && !isIPv4(address) && !isIPv6(address)) return null;
  const port = parsePort(values.get('PORT') ?? '0');
  if (port === null) return null;
  return {
    peer: address === null ? (before?.peer ?? null) : hostPortText(address, port),
    helo: values.get('HELO') ?? before?.helo ?? null,
    user: values.get('LOGIN') ?? null,
  };
}
