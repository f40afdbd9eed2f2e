/** The outcomes a server session can end with, beside none at all. */
import type { Outcome } from '../../protocol/values/session/outcome.ts';
import type { Phase } from '../../protocol/values/session/phase.ts';

const nothing = new Uint8Array(0);

export function timeoutOutcome(limitMs: number, phase: Phase): Outcome {
  return { code: 'timeout', phase, temporary: null, reply: null, params: { limitMs, bytesReceived: 0 } };
}

/** `limit`: name in server/limits.ts. */
export function limitOutcome(limit: string, phase: Phase): Outcome {
  return {
    code: 'protocol-error',
    phase,
    temporary: null,
    reply: null,
    params: { anomaly: null, limit, raw: nothing },
  };
}

export function tlsOutcome(error: Error & { code?: string }): Outcome {
  return {
    code: 'tls-failed',
    phase: 'tls',
    temporary: false,
    reply: null,
    params: { check: 'handshake', chainError: null, libraryCode: error.code ?? null, detail: error.message },
  };
}
