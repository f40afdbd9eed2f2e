/** Runs every check over a session's facts and puts what they found into words, the gravest first. */
import type { Finding } from '../../protocol/values/session/report.ts';
import { findingText } from '../../texts/session/findings.ts';
import { ruleWords } from '../explain/words.ts';
import { checks } from './index.ts';
import type { SessionFacts } from './types.ts';

const order: readonly Finding['severity'][] = ['error', 'warning', 'info', 'ok'];

export function runChecks(facts: SessionFacts): Finding[] {
  const findings = checks.flatMap((check) =>
    check.run(facts).map((found): Finding => {
      const { severity } = found;
      const evidence = [...found.evidence];
      if ('rule' in found) return { severity, evidence, ...ruleWords(found.rule) };
      return { id: found.code, severity, evidence, ...findingText(found.code, found.params) };
    }),
  );
  return findings.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}
