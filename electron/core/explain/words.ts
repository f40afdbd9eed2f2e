/** A rule as the words of a finding. */
import type { Finding } from '../../protocol/values/session/report.ts';
import type { Rule } from './types.ts';

export type Words = Omit<Finding, 'severity' | 'evidence'>;

export const ruleWords = ({ id, title, cause, actor, remedy, source }: Rule): Words => ({
  id,
  title,
  cause,
  actor,
  remedy,
  source: source.url,
  verifiedOn: source.verifiedOn,
});
