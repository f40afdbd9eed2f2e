/** A server that speaks of too many attempts, or of a lock, beside what another mechanism was answered: no more should be made now. */
import { quotedReply } from '../../../texts/replies/quoted.ts';
import { speaksOfLockOut } from '../../sasl/refusal.ts';
import type { Check } from '../types.ts';

export const loginAttemptsCheck: Check = {
  name: 'login-attempts',
  run(facts) {
    const reply = facts.auth?.tried.findLast(({ ok }) => !ok)?.reply ?? null;
    if (reply === null || !speaksOfLockOut(reply)) return [];
    // The outcome says it already.
    const { error } = facts;
    if (error?.reply?.code === reply.code && error.reply.lines.join() === reply.lines.join()) return [];
    const evidence = facts.transcript
      .filter(
        ({ direction, phase, text }) =>
          direction === 'received' && phase === 'auth' && text.startsWith(String(reply.code)),
      )
      .slice(-1)
      .map(({ seq }) => seq);
    return [{ code: 'auth.lock-out', severity: 'warning', params: { reply: quotedReply(reply) }, evidence }];
  },
};
