/** STARTTLS offered, refused, and the session went on in clear, as opportunistic senders do (RFC 7435): easily overlooked. */
import { linesIn } from '../evidence.ts';
import type { Check } from '../types.ts';
import { weightOf } from '../use.ts';

export const clearFallbackCheck: Check = {
  name: 'clear-fallback',
  run(facts) {
    const { phases, tls, error } = facts;
    const at = phases.findLastIndex(({ name }) => name === 'starttls');
    const refused = phases[at];
    if (tls !== null || refused === undefined || refused.ok || error?.phase === 'starttls') return [];
    // QUIT alone goes nowhere.
    if (!phases.slice(at + 1).some(({ name }) => name !== 'quit')) return [];
    const evidence = [...linesIn(facts, 'sent', 'starttls'), ...linesIn(facts, 'received', 'starttls')];
    const reply = facts.transcript.findLast(({ direction, phase }) => direction === 'received' && phase === 'starttls');
    const params = { reply: reply?.text ?? '' };
    return [{ code: 'tls.fell-back-to-clear', severity: weightOf(facts), params, evidence }];
  },
};
