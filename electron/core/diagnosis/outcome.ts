/** Ends that are not a server's words, as diagnoses of the same shape: the outcome says what happened, who can act and what to do. */
import type { Outcome } from '../../protocol/values/session/outcome.ts';
import type { Target } from '../../protocol/values/target.ts';
import { otherServiceIn } from '../../texts/outcomes/connection.ts';
import { outcomeText } from '../../texts/outcomes/outcomes.ts';
import { tokenRemedy, tokenText } from '../../texts/session/tokens.ts';
import { experimentWords } from '../../texts/diagnosis/experiments.ts';
import { rfc } from '../../texts/rfc.ts';
import type { DiagnosisId } from '../../texts/diagnosis/all.ts';
import type { Evidence } from './evidence.ts';
import { judge } from './judge.ts';
import { outcomeExperiments } from './experiments.ts';
import { paramsOf } from './params.ts';
import { handshakeEvidence } from './reading/handshake.ts';
import type { Diagnosis } from './types.ts';
import { type JudgedFinding, writeDiagnosis } from './write.ts';

/** What is seen leaves no doubt of these; why others happened is the usual reason and no more. */
const proven: ReadonlySet<Outcome['code']> = new Set([
  'invalid-argument',
  'dns-failed',
  'tls-failed',
  'security-mismatch',
  'auth-unavailable',
  'not-supported',
  'message-too-large',
  'cancelled',
]);

/** `family`: over which it was connected, null where it was not or that is not known. */
export function diagnoseOutcome(error: Outcome, target: Target, family: 4 | 6 | null = null): JudgedFinding {
  const { title, message, actor, remedy } = outcomeText(error, { target });
  const params = {
    ...(target.host === null ? {} : { host: target.host }),
    ...(target.port === null ? {} : { port: target.port }),
  };
  return {
    id: `outcome.${error.code}`,
    severity: 'error',
    title,
    cause: message,
    actor,
    remedy: remedy ?? '',
    evidence: [],
    source: null,
    verifiedOn: null,
    sure:
      proven.has(error.code) || otherServiceIn(error) !== null ? 'proven' : remedy === null ? 'code-only' : 'likely',
    alternatives: [],
    experiments: outcomeExperiments(error, target, family).map((id) => experimentWords(id, params)),
  };
}

/** What both sides could not agree on in a handshake, and what of a certificate is too weak. */
const ofTerms: ReadonlySet<DiagnosisId> = new Set([
  'client.tls-version',
  'client.tls-short-group',
  'client.tls-legacy-signature',
  'client.tls-legacy-renegotiation',
  'client.tls-handshake',
]);

/** By the library's reason or the server's alert, or by the certificate itself; null where neither says more than the outcome. */
export function diagnoseTerms(error: Outcome, seen: Evidence): JudgedFinding | null {
  if (error.code !== 'tls-failed') return null;
  const { check, chainError } = error.params;
  if (check === 'chain' && (chainError === 'weak-key' || chainError === 'weak-signature'))
    return writeDiagnosis(seenTo('tls.certificate-weak', seen), 'error');
  const said = handshakeEvidence(error, seen);
  const judged = said === null ? null : judge(said);
  // Nothing is quoted here: the library, or the alert of the server, said it in this session.
  return judged !== null && ofTerms.has(judged.id) ? writeDiagnosis(seenTo(judged.id, seen), 'error') : null;
}

const seenTo = (id: DiagnosisId, seen: Evidence): Diagnosis => ({
  id,
  params: paramsOf(seen),
  sure: 'proven',
  actor: 'server-admin',
  alternatives: [],
  experiments: [],
});

/** What an access token says of itself, or the server of it, is more than any reply: it is named where the judge could only see a refusal. */
export function diagnoseToken(error: Outcome, judged: JudgedFinding | null): JudgedFinding | null {
  if (error.code !== 'auth-failed' || judged === null) return null;
  const remedy = tokenRemedy(error.params);
  if (remedy === null) return null;
  return {
    ...judged,
    id: 'auth.token-refused',
    title: 'Access token refused',
    cause: tokenText(error.params).trim(),
    actor: 'you',
    remedy,
    source: rfc(7628, '3.2.2'),
    verifiedOn: null,
    sure: 'proven',
    alternatives: [],
    experiments: [],
  };
}
