/** Settings that are broken, filters that do not answer, limits and refusals, in words that no one program has alone. */
import { expect, test } from 'vitest';
import { explain } from '../../../../../electron/core/explain/explain.ts';
import type { Phase } from '../../../../../electron/protocol/values/session/phase.ts';

const first = (text: string, phase: Phase | null = null): string | undefined =>
  explain(text, phase === null ? {} : { phase }).findings[0]?.id;

test.each<[string, Phase | null, string]>([
  ['451 plugin failure: /etc/plugins/greylist: cannot execute (#4.3.0)', 'rcpt', 'server.misconfigured'],
  ['smtpd: warning: unknown restriction: "list.example.net"', null, 'server.misconfigured'],
  ['421 Unable to load the server configuration', 'greeting', 'server.misconfigured'],
  ['450 4.7.1 <b@example.com>: Recipient address rejected: traffic quota exceeded', 'rcpt', 'sender.allowance-used-up'],
  [
    'lda(bob): Error: sieve: failed to store into mailbox "INBOX": unknown internal error',
    null,
    'mailbox.delivery-failed',
  ],
  ['The mail settings are incomplete: give host and port.', null, 'client.misconfigured'],
  ['Mailer is not correctly configured', null, 'client.misconfigured'],
  ['451 4.4.0 clamd connect error: No such file or directory', 'data', 'server.scan-failed'],
  ['501 5.7.0 mechanism does not support an initial response', 'auth', 'auth.exchange-broken'],
  ['554 5.4.7 message exceeded maximum time in the queue without delivery', 'data', 'message.given-up'],
  ['554 no access for this ip', 'connect', 'reputation.address-blocked'],
  ['550 5.7.1 Refused by security policy: content violation', 'data', 'content.rule'],
  ['550 5.7.0 mx.example.org claims to be us "mx.example.net"', 'ehlo', 'sender-policy.hello-of-another'],
  ['501 sender must be fully qualified', 'mail', 'sender.address-form'],
  ['550 Relaying is disabled', 'rcpt', 'phrase.relay-denied'],
  ['550 Sender rejected - MAILFROM must be a valid domain', 'mail', 'phrase.domain-not-found'],
  ['bob@exmaple.example does not seem to have a valid email domain', null, 'phrase.domain-not-found'],
])('%s', (text, phase, id) => {
  expect(first(text, phase)).toBe(id);
});

test('that no connection was made is no word of who refused it', () => {
  expect(first('Error, could not connect to server.')).toBe('client.no-connection');
});
