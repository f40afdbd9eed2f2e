/** A diagnosis with its sentences, as findings and JSON have it. */
import type { DiagnosisValue, Judged, Sure } from '../../protocol/values/session/diagnosis.ts';
import type { Finding } from '../../protocol/values/session/report.ts';
import { diagnosisWords, tellApart } from '../../texts/diagnosis/all.ts';
import type { DiagnosisParams } from '../../texts/diagnosis/types.ts';
import { experimentWords } from '../../texts/diagnosis/experiments.ts';
import { shorten, visible } from '../../texts/visible.ts';
import type { FindingWords } from '../explain/words.ts';
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
    alternatives: alternatives.map((other) => ({
      id: other,
      // What the reply names is said of the cause, not of what it could be as well.
      title: diagnosisWords(other, {}).title,
      tellApart: tellApart(other),
    })),
    experiments: experiments.map((one) => experimentWords(one, params)),
  };
}

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
