/** Ends that are not a server's words, as diagnoses of the same shape: the outcome says what happened, who can act and what to do. */
import type { Outcome } from '../../protocol/values/session/outcome.ts';
import type { Target } from '../../protocol/values/target.ts';
import { outcomeText } from '../../texts/outcomes/outcomes.ts';
import { tokenRemedy, tokenText } from '../../texts/session/tokens.ts';
import { experimentWords } from '../../texts/diagnosis/experiments.ts';
import { rfc } from '../../texts/rfc.ts';
import { outcomeExperiments } from './experiments.ts';
import type { JudgedFinding } from './write.ts';

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
