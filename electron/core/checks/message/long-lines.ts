/** Lines of more than 998 octets in the message that was sent: legal to refuse, and broken by some on the way (RFC 5321 section 4.5.3.1.6). */
import type { Check } from '../types.ts';

export const longLinesCheck: Check = {
  name: 'long-lines',
  run({ longLines }) {
    if (longLines === null) return [];
    const { seq, params } = longLines;
    return [{ code: 'message.long-lines', severity: 'warning', params, evidence: [seq] }];
  },
};
