/** Whether the step at which one session ended went well in another. Pure; both as their reports have them. */
import type { Ended } from '../../../protocol/values/app/explain.ts';
import { isRefused } from '../../../protocol/fold/verdict.ts';
import { PHASES, type Phase } from '../../../protocol/values/session/phase.ts';
import { stepOf } from '../steps.ts';

/** The place of a step among those of this session: with TLS from the first octet the handshake comes before the greeting. */
export function order(phase: Phase | null, { target }: Ended): number {
  if (phase === null) return -1;
  if (phase === 'tls' && target.security === 'tls') return PHASES.indexOf('greeting') - 0.5;
  return PHASES.indexOf(stepOf(phase));
}

/** Whether the step at which the first session ended went well in the second. */
export function passed(before: Ended, after: Ended): boolean {
  const step = before.error?.phase ?? null;
  switch (step) {
    case null:
      return after.error === null;
    case 'starttls':
      // What it would have come to, by whichever way; without TLS nothing was got past.
      return after.tls !== null;
    case 'tls':
      return after.tls !== null && after.error?.phase !== 'tls' && !isOfCertificate(after);
    case 'auth':
      return after.auth !== null && after.auth.used !== null;
    case 'rcpt':
      return after.recipients.length > 0 && !after.recipients.some(isRefused);
    case 'data':
      return after.error === null && (after.delivery === 'all' || after.delivery === 'some');
    default: {
      // RCPT may be under way while MAIL is refused (pipelining): the end tells.
      const at = order(step, before);
      if (after.error !== null && order(after.error.phase, after) <= at) return false;
      return after.phases.some(({ name }) => name !== 'quit' && order(name, after) >= at);
    }
  }
}

/** A certificate may be refused at the login alone: the handshake was made, yet it is not what is asked for. */
const isOfCertificate = ({ error }: Ended): boolean => error?.code === 'tls-failed';
