/** What a reply names in passing decides nothing: a name in a path, what a mechanism lacks, whose setting is broken; in words of their own. */
import { expect, test } from 'vitest';
import { explain } from '../../../../electron/core/explain/explain.ts';
import type { ExplainContext } from '../../../../electron/core/explain/context.ts';

const first = (text: string, context: ExplainContext = {}) => explain(text, context).findings[0];

test.each<[string, ExplainContext, string]>([
  // A program or a rule of the server's own, whatever it is called.
  ['451 4.3.0 /usr/local/lib/greylist: cannot execute', {}, 'server.misconfigured'],
  ['451 plugin failure: /opt/spf/check could not be executed', {}, 'server.misconfigured'],
  ['451 regular expression compilation error (#4.3.0)', {}, 'server.misconfigured'],
  ['postfix/smtpd[77]: warning: unknown smtpd restriction: "reject_all"', {}, 'server.misconfigured'],
  ['postfix/smtpd[77]: fatal: bad numerical configuration: relay_limit = x', {}, 'server.misconfigured'],
  ['451 spawning delivery-agent failed', { phase: 'data' }, 'server.internal-error'],
  ['451 4.4.0 clamd connect error: timed out', { phase: 'data' }, 'server.scan-failed'],
  // What a mechanism that is there does not do.
  ['501 LOGIN does not accept an initial response', { phase: 'auth' }, 'auth.exchange-broken'],
  ['501 5.5.2 initial response not allowed', { phase: 'auth' }, 'auth.exchange-broken'],
  // Traffic that was sent, not the room in a mailbox.
  ['450 <bob@example.net>: mail traffic limit exceeded', { phase: 'rcpt' }, 'sender.allowance-used-up'],
  ['mail(bob): failed to save message into mailbox "Work": unknown error', {}, 'mailbox.delivery-failed'],
  // Whose the words are that follow the name of the step.
  ['554 5.7.1 <DATA>: Data command rejected: Message size exceeds limit', { phase: 'data' }, 'message.too-large'],
  ['501 mechanism must be given', { phase: 'auth' }, 'session.command-syntax'],
  ['503 count expected behind BDAT', { phase: 'data' }, 'session.command-syntax'],
  ['503 5.5.1 login after authentication', {}, 'session.command-order'],
  ['550 5.7.0 host claims to be me', { phase: 'ehlo' }, 'sender-policy.hello-of-another'],
  ['550 mail from this region refused', { phase: 'mail' }, 'reputation.address-blocked'],
  ['550 RETURN-PATH must have a real domain', { phase: 'mail' }, 'phrase.domain-not-found'],
  ['501 sender must be fully qualified', { phase: 'mail' }, 'sender.address-form'],
  ['421 Pipelining limit exceeded', {}, 'session.pipelining'],
  ['554 5.4.7 exceeded maximum lifetime', {}, 'message.given-up'],
])('%s %j is %s', (text, context, id) => {
  expect(first(text, context)).toMatchObject({ id });
});

test('a failed attempt to connect is said as what it is, and not as refused', () => {
  const found = first('ERROR: reading incoming data failed!\nStatus: could not connect to server');
  expect(found?.id).not.toBe('client.refused');
  expect(first('Could not connect to your host.')).toMatchObject({ id: 'client.no-connection', sure: 'likely' });
});

test('of a certificate that relies on its common name the owner is asked to act', () => {
  const found = first('x509: certificate relies on legacy Common Name field, use SANs instead');
  expect(found).toMatchObject({ id: 'tls.name-mismatch', actor: 'server-admin' });
});

test('what may as well be another cause is not proven', () => {
  expect(first('501 5.5.4 address required: EHLO')?.sure).not.toBe('proven');
  expect(first('535 failed. Restarting process.')?.id).not.toBe('server.shutting-down');
});
