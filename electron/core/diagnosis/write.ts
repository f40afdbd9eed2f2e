/** A diagnosis with its sentences, as findings and JSON have it. */
import type { DiagnosisValue, Judged, Sure } from '../../protocol/values/session/diagnosis.ts';
import type { Finding } from '../../protocol/values/session/report.ts';
import { type DiagnosisId, diagnosisWords, tellApart } from '../../texts/diagnosis/all.ts';
import type { DiagnosisParams } from '../../texts/diagnosis/types.ts';
import { experimentWords } from '../../texts/diagnosis/experiments.ts';
import { shorten, visible } from '../../texts/visible.ts';
import type { FindingWords } from '../explain/words.ts';
import { limits } from './limits.ts';
import type { Diagnosis } from './types.ts';

export type JudgedFinding = Finding & Judged;

/** What a server or a user wrote goes into our sentences; there it does nothing but stand. */
export const safeParams = (params: DiagnosisParams): DiagnosisParams =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'string' ? shorten(visible(value), 254) : value,
    ]),
  );

export function writeDiagnosis(
  { id, params: given, sure, actor, alternatives, experiments }: Diagnosis,
  severity: Finding['severity'],
  evidence: readonly number[] = [],
): JudgedFinding {
  const params = safeParams(given);
  return {
    id,
    severity,
    ...diagnosisWords(id, params),
    actor,
    evidence: [...evidence],
    sure,
    alternatives: alternatives.map(nameOf),
    experiments: experiments.map((one) => experimentWords(one, params)),
  };
}

const nameOf = (id: DiagnosisId): JudgedFinding['alternatives'][number] => ({
  id,
  // What the reply names is said of the cause, not of what it could be as well.
  title: diagnosisWords(id, {}).title,
  tellApart: tellApart(id),
});

/** What the codes say, and beside it what the words may mean and do not say for certain. */
export const withPossible = (
  finding: JudgedFinding,
  { id, alternatives, experiments, params: given }: Diagnosis,
): JudgedFinding => ({
  ...finding,
  alternatives: [id, ...alternatives].slice(0, limits.alternatives).map(nameOf),
  experiments: experiments.map((one) => experimentWords(one, safeParams(given))),
});

/** Of words that no cause of ours has: a provider's rule, a phrase, a code. */
export const findingOf = (severity: Finding['severity'], words: FindingWords, sure: Sure): JudgedFinding => ({
  id: words.id,
  severity,
  title: words.title,
  cause: words.cause,
  actor: words.actor,
  remedy: words.remedy,
  evidence: [],
  source: words.source,
  verifiedOn: words.verifiedOn,
  sure,
  alternatives: [],
  experiments: [],
});

export function diagnosisIn({ severity: _, ...diagnosis }: JudgedFinding): DiagnosisValue {
  return diagnosis;
}
