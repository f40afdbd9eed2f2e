/** No STARTTLS in the answer to EHLO: whoever comes here sends mail, and passwords, in clear (RFC 8314 section 3). */
import { linesIn } from '../evidence.ts';
import { isMasked } from '../../../protocol/facts/keywords.ts';
import type { Check } from '../types.ts';
import { isLocal, isSubmission, weightOf } from '../use.ts';

export const tlsOfferCheck: Check = {
  name: 'tls-offer',
  run(facts) {
    const { target, tls, ehlo, error } = facts;
    // HELO lists nothing, so its answer says nothing of what is offered.
    if (tls !== null || target.security === 'tls' || ehlo.plain === null || ehlo.plain.verb === 'HELO') return [];
    if (isLocal(facts)) return [];
    if (ehlo.plain.capabilities.some(({ keyword }) => keyword === 'STARTTLS' || isMasked(keyword))) return [];
    // The outcome says it already.
    if (error?.code === 'not-supported' && error.params.keyword === 'STARTTLS') return [];
    const severity = target.protocol === 'lmtp' && !isSubmission(facts) ? ('info' as const) : weightOf(facts);
    const params = { port: target.port ?? '', submission: isSubmission(facts) ? 1 : 0 };
    return [{ code: 'tls.not-offered', severity, params, evidence: linesIn(facts, 'received', 'ehlo') }];
  },
};
