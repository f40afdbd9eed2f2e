/** What a send test will do, in a paragraph. Pure. */
import { plural } from '../../../../electron/texts/units.ts';
import { repetitionWords } from '../delivery/repetition.svelte.ts';
import type { StepFacts } from './steps.ts';

export function reviewText(facts: StepFacts): string {
  const { target, user, from, recipients, message, delivery, dryRun, route, stops, repeat } = facts;
  const server = target === '' ? 'the server' : target;
  const login = user === '' ? 'without a login' : `logged in as ${user}`;
  const sender = from === '' ? 'the null sender <>' : from;
  const [only = 'nobody yet'] = recipients;
  const whom = recipients.length < 2 ? only : `${plural(recipients.length, 'recipient')} in one transaction`;
  if (route === 'mx') {
    const does = dryRun ? 'asks the MX hosts of' : `takes one message (${message}) to the MX hosts of`;
    const where = stops.length <= 3 ? listed(stops) : `${stops.length} domains`;
    const each = stops.length > 1 ? ', a delivery of its own for each domain' : '';
    return `Posthorn ${does} ${where}, for ${whom.replace(' in one transaction', '')}${each}, from ${sender}, at port 25 and without a login.${dryRun ? ' Nothing is sent.' : ''}`;
  }
  if (route === 'several') {
    const where = stops.length <= 3 ? listed(stops) : `${stops.length} servers`;
    const does = dryRun ? 'asks' : `sends one message (${message}) through each of`;
    return `Posthorn ${does} ${where}, one after the other, from ${sender} to ${whom}.${dryRun ? ' Nothing is sent.' : ''}`;
  }
  if (dryRun)
    return `Posthorn asks ${server}, ${login}, ${repeat.count === 1 ? '' : `${repeat.count} times, `}whether ${sender} may write to ${whom}: MAIL and RCPT, then RSET. Nothing is sent.`;
  const asked = delivery === '' ? '' : ` Asked for besides: ${delivery}.`;
  const often = repetitionWords(repeat);
  const what = often === '' ? 'one message' : `${often}, each in a session of its own`;
  return `Posthorn sends ${what} (${message}) from ${sender} to ${whom}, through ${server}, ${login}.${asked}`;
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
