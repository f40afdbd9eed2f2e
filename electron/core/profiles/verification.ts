/** What a profile remembers of its last check. */
import type { Report } from '../../protocol/values/session/report.ts';
import type { Verification } from '../../protocol/values/profiles/profile.ts';
import { shorten } from '../../texts/visible.ts';
import { verdictText } from '../../texts/outcomes/verdict.ts';

/** Where the history keeps the run, or the survey. */
type Kept = Pick<Verification, 'runId' | 'surveyId'>;

/** `at`: when the check began, ISO 8601. */
export function verificationOf(report: Report, at: string, kept: Kept = {}): Verification {
  return {
    at,
    ok: report.ok,
    error: report.error?.code ?? null,
    title: shorten(verdictText(report), 1_000),
    mechanism: report.auth?.used ?? null,
    tlsVersion: report.tls?.version ?? null,
    certificateEnds: report.tls?.chain[0]?.validTo ?? null,
    ...kept,
  };
}
