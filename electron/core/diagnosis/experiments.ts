/** Which one more session could settle something: none that asks for what the session already was. */
import type { Outcome } from '../../protocol/values/session/outcome.ts';
import type { Target } from '../../protocol/values/target.ts';
import type { ExperimentId } from '../../texts/diagnosis/experiments.ts';
import type { Evidence } from './evidence.ts';
import { otherServiceIn } from '../../texts/outcomes/connection.ts';
import { answersForAnother } from './stranger.ts';

const pointless: Readonly<Partial<Record<ExperimentId, (seen: Evidence) => boolean>>> = {
  'with-login': ({ session }) => session.loggedIn === true,
  'with-starttls': ({ session, target }) => session.tls === true || target.security === 'tls' || target.port === 465,
  // Another host may answer on one port and not on the other, whatever the encryption.
  'implicit-tls': (seen) => seen.target.security === 'tls' || (seen.session.tls === true && !answersForAnother(seen)),
  'port-587': ({ target }) => target.port === 587,
  'other-family': ({ reach }) => reach.tried.some(({ ok, family }) => ok && family === 4),
  'without-pipelining': ({ own }) => own.pipelined === false,
  later: ({ reply }) => reply.code !== null && reply.code >= 500,
};

/** LMTP knows no submission, no MX and, as a rule, no login. */
const ofSubmission: ReadonlySet<ExperimentId> = new Set(['with-login', 'port-587', 'implicit-tls', 'ask-mx']);
const fitsLmtp = (id: ExperimentId): boolean => !ofSubmission.has(id);

export const worthTrying = (ids: readonly ExperimentId[], seen: Evidence): ExperimentId[] =>
  ids.filter((id) => pointless[id]?.(seen) !== true && (seen.target.protocol !== 'lmtp' || fitsLmtp(id)));

/** Of ends without words: the other way to the same server. `family`: over which it was connected, null where it was not or that is not known. */
export function outcomeExperiments(error: Outcome, target: Target, family: 4 | 6 | null): ExperimentId[] {
  // Whoever speaks IMAP or HTTP there speaks it with TLS as well.
  if (otherServiceIn(error) !== null) return [];
  const ids = otherWays(error, target).filter((id) => id !== 'other-family' || family !== 4);
  return target.protocol === 'lmtp' ? ids.filter(fitsLmtp) : ids;
}

/** Ports on which TLS begins with STARTTLS: nobody has it from the first octet there. */
const usual: ReadonlySet<number | null> = new Set([25, 587]);

function otherWays(error: Outcome, { host, port, security }: Target): ExperimentId[] {
  if (host === null) return [];
  switch (error.code) {
    case 'security-mismatch':
      return error.params.expected === 'tls' ? ['with-starttls'] : ['tls-here'];
    case 'connect-failed':
    case 'timeout': {
      // Connected, and no greeting: a port that begins with TLS waits for the client, and a filter may hold up one port alone.
      if (error.phase === 'greeting')
        return [
          ...(port === 587 ? [] : (['port-587'] as const)),
          ...(security === 'tls' ? [] : usual.has(port) ? (['implicit-tls'] as const) : (['tls-here'] as const)),
          'other-family',
        ];
      if (error.phase !== 'connect') return [];
      const families =
        error.code === 'connect-failed'
          ? new Set(error.params.addresses.map(({ family }) => family))
          : new Set<number | null>();
      return [
        ...(port === 587 ? (['implicit-tls'] as const) : (['port-587'] as const)),
        // What was tried over IPv4 already would end alike.
        ...(families.has(6) && !families.has(4) ? (['other-family'] as const) : []),
      ];
    }
    case 'auth-unavailable':
      if (error.params.reason === 'needs-tls' && security !== 'starttls') return ['with-starttls'];
      return error.params.reason === 'none-offered' && port !== 587 ? ['port-587'] : [];
    default:
      return [];
  }
}
