/** What a send test will do, in a paragraph. Pure. */
import { plural } from '../../../../electron/texts/units.ts';
import type { StepFacts } from './steps.ts';

export function reviewText(facts: StepFacts): string {
  const { target, user, from, recipients, message, delivery, dryRun } = facts;
  const server = target === '' ? 'the server' : target;
  const login = user === '' ? 'without a login' : `logged in as ${user}`;
  const sender = from === '' ? 'the null sender <>' : from;
  const [only = 'nobody yet'] = recipients;
  const whom = recipients.length < 2 ? only : `${plural(recipients.length, 'recipient')} in one transaction`;
  if (dryRun)
    return `Posthorn asks ${server}, ${login}, whether ${sender} may write to ${whom}: MAIL and RCPT, then RSET. Nothing is sent.`;
  const asked = delivery === '' ? '' : ` Asked for besides: ${delivery}.`;
  return `Posthorn sends one message (${message}) from ${sender} to ${whom}, through ${server}, ${login}.${asked}`;
}
