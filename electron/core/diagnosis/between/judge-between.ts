/**
 * What stands between client and server, as far as a session shows it: a program that opens TLS, by the issuer of its certificate, or
 * another host that answers under a provider's name. It is said of sessions that went well too: nobody else would notice.
 */
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import type { TranscriptLine } from '../../../protocol/values/session/report.ts';
import { anotherHost } from '../causes/live.ts';
import type { Evidence } from '../evidence.ts';
import { worthTrying } from '../experiments.ts';
import { paramsOf } from '../params.ts';
import { scannerOf } from '../scanner.ts';
import { strangerIn } from '../stranger.ts';
import type { Diagnosis } from '../types.ts';
import { type JudgedFinding, writeDiagnosis } from '../write.ts';

const ENDS_TLS = 'client.tls-intercepted';

/** Ends before anybody answered, or that are not the server's: what stands between had no part in them. */
const elsewhere: ReadonlySet<Outcome['code']> = new Set([
  'invalid-argument',
  'dns-failed',
  'connect-failed',
  'proxy-failed',
  'cancelled',
]);

/** As the reason of an end without a reply; null where it is none. */
export function diagnoseBetween(error: Outcome, seen: Evidence): JudgedFinding | null {
  const found = elsewhere.has(error.code) ? null : standingBetween(seen);
  // One that only reads along lets everything else end as it would.
  return found === null || (found.id === ENDS_TLS && error.code !== 'tls-failed')
    ? null
    : writeDiagnosis(found, 'error');
}

/** As a finding of its own, with the lines that show it. */
export function findBetween(seen: Evidence, transcript: readonly TranscriptLine[]): JudgedFinding | null {
  const found = standingBetween(seen);
  return found === null ? null : writeDiagnosis(found, 'error', linesOf(transcript));
}

/** How the server introduced itself, and what was noted of its certificate. */
export const linesOf = (transcript: readonly TranscriptLine[]): number[] =>
  transcript
    .filter(
      ({ direction, phase }) =>
        (direction === 'received' && phase === 'greeting') || (direction === 'note' && phase === 'tls'),
    )
    .map(({ seq }) => seq);

function standingBetween(seen: Evidence): Diagnosis | null {
  const params = paramsOf(seen);
  const scanner = scannerOf(seen.certificate);
  if (scanner !== null)
    return { id: ENDS_TLS, params, sure: 'proven', actor: scanner, alternatives: [], experiments: [] };
  const stranger = strangerIn(seen);
  if (stranger === null) return null;
  const { as, sure } = stranger;
  if (as === 'tls') {
    const alternatives = ['tls.certificate-chain-incomplete'] as const;
    return { id: ENDS_TLS, params, sure, actor: 'network', alternatives, experiments: [] };
  }
  const { id, alternatives, experiments } = anotherHost;
  return {
    id,
    params,
    sure,
    actor: 'network',
    alternatives: sure === 'proven' ? [] : alternatives,
    experiments: worthTrying(experiments, seen),
  };
}
