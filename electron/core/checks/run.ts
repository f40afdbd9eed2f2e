/** Runs every check over a session's facts and puts what they found into words, the gravest first. */
import type { Finding } from '../../protocol/values/session/report.ts';
import { findingText } from '../../texts/session/findings.ts';
import { checks } from './index.ts';
import type { CheckedFacts } from './types.ts';

const order: readonly Finding['severity'][] = ['error', 'warning', 'info', 'ok'];

export function runChecks(facts: CheckedFacts): Finding[] {
  const findings = checks.flatMap((check) =>
    check.run(facts).map(({ code, severity, params, evidence }): Finding => ({
      id: code,
      severity,
      evidence: [...evidence],
      ...findingText(code, params),
      // A check states what was seen, and no reason that could be another.
      sure: 'proven',
      alternatives: [],
      experiments: [],
    })),
  );
  return findings.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}
