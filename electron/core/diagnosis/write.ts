/** A diagnosis with its sentences, as findings and JSON have it. */
import type { Judged } from '../../protocol/values/session/diagnosis.ts';
import type { Finding } from '../../protocol/values/session/report.ts';
import { diagnosisWords, tellApart } from '../../texts/diagnosis/all.ts';
import { experimentWords } from '../../texts/diagnosis/experiments.ts';
import type { Diagnosis } from './types.ts';

export type JudgedFinding = Finding & Judged;

export function writeDiagnosis(
  { id, params, sure, actor, alternatives, experiments }: Diagnosis,
  severity: Finding['severity'],
  evidence: readonly number[] = [],
): JudgedFinding {
  return {
    id,
    severity,
    ...diagnosisWords(id, params),
    actor,
    evidence: [...evidence],
    sure,
    alternatives: alternatives.map((other) => ({
      id: other,
      title: diagnosisWords(other, params).title,
      tellApart: tellApart(other),
    })),
    experiments: experiments.map((one) => experimentWords(one, params)),
  };
}
