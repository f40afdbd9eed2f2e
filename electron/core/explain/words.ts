/** The words of a finding, without what a reply adds to them. */
import type { Finding } from '../../protocol/values/session/report.ts';

export type FindingWords = Omit<Finding, 'severity' | 'evidence'>;
