/**
 * A certificate that is trusted today and ends soon. Whoever renews by program does so long before; what is short-lived on purpose
 * is renewed later, so that the last third of a certificate's life has to have begun as well.
 */
import type { Check } from '../types.ts';
import { tlsNotes } from '../evidence.ts';

const DAY_MS = 86_400_000;
/** Renewal by program leaves more than three weeks of ninety days: it has failed by now, or nobody renews by program. */
const SOON_DAYS = 21;
/** What is left of the time to act, weekend included. */
const VERY_SOON_DAYS = 7;

export const certificateEndCheck: Check = {
  name: 'certificate-end',
  run(facts) {
    const leaf = facts.tls?.chain[0];
    // One that is refused for another reason has to be replaced anyway.
    if (facts.tls?.chainError !== null || leaf === undefined) return [];
    const { subject, validFrom, validTo } = leaf;
    if (validFrom === null || validTo === null) return [];
    const end = Date.parse(validTo);
    const left = end - Date.parse(facts.startedAt);
    const life = end - Date.parse(validFrom);
    if (left < 0 || left >= SOON_DAYS * DAY_MS || left * 3 >= life) return [];
    const severity = left < VERY_SOON_DAYS * DAY_MS ? ('warning' as const) : ('info' as const);
    const params = { subject, validTo, days: Math.floor(left / DAY_MS) };
    return [{ code: 'tls.certificate-ends-soon', severity, params, evidence: tlsNotes(facts) }];
  },
};
