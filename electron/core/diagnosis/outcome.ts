/** Ends that are not a server's words, as diagnoses of the same shape: the outcome says what happened, who can act and what to do. */
import type { Outcome } from '../../protocol/values/session/outcome.ts';
import type { Target } from '../../protocol/values/target.ts';
import { outcomeText } from '../../texts/outcomes/outcomes.ts';
import { tokenRemedy, tokenText } from '../../texts/session/tokens.ts';
import { experimentWords } from '../../texts/diagnosis/experiments.ts';
import { rfc } from '../../texts/rfc.ts';
import { outcomeExperiments } from './experiments.ts';
import type { Evidence } from './evidence.ts';
import { paramsOf } from './params.ts';
import { scannerOf } from './scanner.ts';
import { answersForAnother } from './stranger.ts';
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

export function diagnoseOutcome(error: Outcome, target: Target): JudgedFinding {
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
    sure: proven.has(error.code) ? 'proven' : remedy === null ? 'code-only' : 'likely',
    alternatives: [],
    experiments: outcomeExperiments(error, target).map((id) => experimentWords(id, params)),
  };
}

/** Of ends without a reply those behind which something between client and server stands: a scanner, or another host. */
export const diagnoseBetween = (error: Outcome, seen: Evidence): JudgedFinding | null =>
  diagnoseScanner(error, seen) ?? diagnoseStranger(error, seen);

/** The certificate was refused, and its issuer is a program that opens connections on their way. */
function diagnoseScanner(error: Outcome, seen: Evidence): JudgedFinding | null {
  const actor = scannerOf(seen.certificate);
  if (error.code !== 'tls-failed' || actor === null) return null;
  return writeDiagnosis(
    { id: 'client.tls-intercepted', params: paramsOf(seen), sure: 'proven', actor, alternatives: [], experiments: [] },
    'error',
  );
}

/** Of ends without a reply those behind which a stranger stands: a certificate for another name, a login that is not offered. */
function diagnoseStranger(error: Outcome, seen: Evidence): JudgedFinding | null {
  const named = error.code === 'tls-failed' && error.params.check === 'name';
  const other =
    (error.code === 'tls-failed' && error.params.check === 'chain') ||
    error.code === 'auth-unavailable' ||
    error.code === 'not-supported';
  if ((!named && !other) || !answersForAnother(seen)) return null;
  const sure = named ? 'proven' : 'likely';
  return writeDiagnosis(
    {
      id: 'reach.another-host-answers',
      params: paramsOf(seen),
      sure,
      actor: 'network',
      alternatives: [],
      experiments: [],
    },
    'error',
  );
}

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
