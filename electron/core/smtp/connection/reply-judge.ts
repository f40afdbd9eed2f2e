/** What is odd about received octets, as outcomes: pure functions of what came and where. */
import type { Anomaly, Reply } from '../../../protocol/values/session/reply.ts';
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import type { Phase } from '../../../protocol/values/session/phase.ts';
import { outcome } from '../step.ts';
import { limits } from '../limits.ts';

/** The outcome for a reply without a readable code; null for one that can be read. */
export function unreadable(reply: Reply, phase: Phase, encrypted: boolean): Outcome | null {
  if (reply.code !== null) return null;
  if (phase === 'greeting' && reply.lines[0]?.startsWith('HTTP/') === true) {
    const expected = encrypted ? 'tls' : 'plain';
    return outcome('security-mismatch', phase, { expected, seen: 'http', raw: reply.raw }, { temporary: false, reply });
  }
  return outcome('protocol-error', phase, { anomaly: 'malformed-code', limit: null, raw: reply.raw }, { reply });
}

export function brokenOff(phase: Phase, anomaly: Anomaly | null, limit: string | null, octets: Uint8Array): Outcome {
  return outcome('protocol-error', phase, { anomaly, limit, raw: octets.slice(0, limits.client.evidenceOctets) });
}

/**
 * The very first octets of a connection in clear. A TLS server that waited in vain sends an alert; one may be read as a line,
 * since its last octet can be LF. `more`: too few to tell.
 */
export function sniff(octets: Uint8Array): 'more' | 'tls' | 'text' {
  const [type, major] = octets;
  if (type !== 0x15 && type !== 0x16) return 'text';
  if (major === undefined) return 'more';
  return major === 0x03 ? 'tls' : 'text';
}

export function spokeTls(phase: Phase, octets: Uint8Array): Outcome {
  const raw = octets.slice(0, limits.client.evidenceOctets);
  return outcome('security-mismatch', phase, { expected: 'plain', seen: 'tls', raw }, { temporary: false });
}
