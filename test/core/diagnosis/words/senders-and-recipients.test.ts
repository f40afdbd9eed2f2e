/** Senders, recipients, lists and content in the words of anybody's server; and what only looks like it. */
import { expect, test } from 'vitest';
import { explain } from '../../../../electron/core/explain/explain.ts';
import type { Phase } from '../../../../electron/protocol/values/session/phase.ts';

const first = (text: string, phase?: Phase) => explain(text, phase === undefined ? {} : { phase }).findings[0];

test.each([
  ['phrase.no-such-mailbox', '550 cannot find recipient', 'rcpt'],
  ['phrase.no-such-mailbox', '550 bob is not one of our users', 'rcpt'],
  ['phrase.no-such-mailbox', '550 User not a member of the domain', 'rcpt'],
  ['phrase.no-such-mailbox', '550 Utilisateur inconnu', 'rcpt'],
  ['phrase.mailbox-full', '552 bob@example.net has no space left for this message', 'rcpt'],
  ['phrase.mailbox-full', '552 Account quota exceeded for bob@example.net', 'rcpt'],
  ['mailbox.disabled', '550 This address no longer accepts mail', 'rcpt'],
  ['recipient.restricted', '550 You do not have the right to write to this group', 'rcpt'],
  ['recipient.restricted', '550 This mailbox takes internal mail only', 'rcpt'],
  ['recipient.blocks-sender', '550 The recipient has blocked you', 'rcpt'],
  ['recipient.blocks-sender', '553 The user declined to receive this message', 'rcpt'],
  ['recipient.moved', '551 Bob is not local; try <bob@example.com> instead', 'rcpt'],
  ['recipient.refused-by-rule', '550 recipient bob@example.net is blacklisted', 'rcpt'],
  ['phrase.domain-not-found', '550 The domain of the recipient does not exist', 'rcpt'],
  ['phrase.domain-not-found', '550 recipient with an unknown top-level domain', 'rcpt'],
  ['phrase.domain-not-found', '550 No MX for example.invalid', 'rcpt'],
  ['phrase.domain-not-found', '550 cannot resolve your domain', 'mail'],
  ['recipient.domain-not-hosted', '550 We do not host example.net', 'rcpt'],
  ['phrase.relay-denied', '450 relaying is not allowed for now', 'rcpt'],
  ['sender.blocked', '553 we do not want mail from this sender', 'mail'],
  ['sender.verify-failed', '550 Your sender address could not be verified', 'rcpt'],
  ['message.bounce-invalid', '550 this bounce was not caused by mail from here', 'rcpt'],
  ['message.bounce-invalid', '550 bounce without a valid PRVS tag: refused', 'rcpt'],
  ['sender-policy.reverse-lookup-failed', '450 Refused: the IP name lookup failed', 'greeting'],
  ['phrase.reverse-dns', '554 hostname does not lead back to 192.0.2.7', 'greeting'],
  ['sender-policy.reverse-generic', '554 dynamic-looking hostname', 'greeting'],
  ['sender-policy.hello-refused', '550 open proxy in HELO', 'ehlo'],
  ['reputation.range-not-for-servers', '554 client bypasses the relay of its provider', 'greeting'],
  ['reputation.address-blocked', '550 mail from 192.0.2.7, which is an open relay, is refused', 'mail'],
  ['reputation.domain-listed', '550 example.org is blacklisted at nomail.rhsbl.example.net', 'rcpt'],
  ['content.rule', '554 The subject contains forbidden words', 'data'],
  ['content.rule', '550 Message content was refused', 'data'],
  ['message.attachment-forbidden', '550 blocked MIME part (application/x-msdownload)', 'data'],
] as const)('%s: %s', (id, text, phase) => {
  expect(first(text, phase)?.id).toBe(id);
});

test.each([
  ['phrase.relay-denied', '501 no access from mail server 192.0.2.55 which is an open relay', 'mail'],
  ['phrase.relay-denied', '550 relay in your HELO name is not allowed', 'ehlo'],
  ['phrase.block-list', '550 recipient bob@example.net black listed', 'rcpt'],
  ['phrase.block-list', '550 Your address is on the recipient’s block list', 'rcpt'],
  ['recipient.restricted', '550 User not a member of domain example.net', 'rcpt'],
  ['recipient.rate-limited', '450 mailbox unavailable: mail send limit exceeded', 'data'],
  ['phrase.no-such-mailbox', '550 recipient bob@example.invalidtld from unknown TLD', 'rcpt'],
  ['phrase.no-such-mailbox', 'warning: 192.0.2.1: address not listed for hostname mail.example.net', undefined],
  ['server.disk-full', 'Not enough storage space in the mailbox of the user', undefined],
  ['client.no-recipients', 'No recipient accepted by the server', undefined],
] as const)('not %s: %s', (id, text, phase) => {
  expect(first(text, phase)?.id).not.toBe(id);
});

test('what is put off may be taken as it is the next time: no spam for certain, nor a relay denied', () => {
  for (const text of ['451 Your message looks suspicious, try again', '450 relaying is not allowed for now'])
    expect(first(text)?.sure).toBe('likely');
});

test('words of a mailbox are a server’s without its code, whatever words of errors stand beside them', () => {
  expect(first('The message could not be delivered because the mailbox is full')).toMatchObject({
    id: 'phrase.mailbox-full',
    sure: 'likely',
  });
  expect(first('Connection failed')?.id).not.toMatch(/^(?:recipient|mailbox|sender|phrase)\./);
});
