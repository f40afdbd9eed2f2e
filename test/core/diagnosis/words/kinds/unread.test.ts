/** Kinds of refusals that were met in texts that nobody here had read before, in words of our own: each found, and what looks like it not. */
import { describe, expect, test } from 'vitest';
import { explain } from '../../../../../electron/core/explain/explain.ts';
import type { Phase } from '../../../../../electron/protocol/values/session/phase.ts';

const first = (text: string, phase: Phase | null = null) => explain(text, { phase }).findings[0];

describe.each<[string, Phase | null, readonly string[]]>([
  [
    'policy.put-off',
    'rcpt',
    ['450 4.7.1 Deferred due to our policy', '451 4.7.1 Service unavailable', '450 sender denied'],
  ],
  [
    'server.name-lookup-failed',
    'rcpt',
    ['451 DNS timeout for example.org', '451 4.4.3 cannot find a mail exchanger for that host', '451 MX lookup failed'],
  ],
  [
    'session.connection-broke',
    'data',
    ['451 Incomplete message', '421 4.4.2 Lost input connection', '451 unexpected end of data'],
  ],
  [
    'phrase.no-such-mailbox',
    'rcpt',
    [
      '550 Utilisateur inexistant',
      '550 Usuário desconhecido',
      '550 Der Empfänger existiert nicht',
      '550 No existe el usuario',
      '550 recepient unkown',
      '550 no account found for this',
    ],
  ],
  [
    'phrase.mailbox-full',
    'rcpt',
    [
      '552 boîte aux lettres pleine',
      '552 Das Postfach ist voll',
      '452 user has used up the allowed storage space',
      '552 too many messages: number of messages in the mailbox exceeded',
    ],
  ],
  [
    'mailbox.disabled',
    'rcpt',
    [
      '550 archived mailbox',
      '550 <bob@example.net> is now suspended',
      '550 closed because of long inactivity: this mailbox',
    ],
  ],
  ['sender.blocked', 'mail', ['550 your email address is in our spam list']],
  ['sender.looks-forged', 'mail', ['550 Our domain does not accept mail from itself: spoofed']],
  ['mailbox.busy', 'data', ['451 the mailbox is reserved now', '450 mailbox is being repaired']],
  ['phrase.sender-not-owned', 'mail', ['550 the sender domain must match the authenticated user']],
  ['sender.allowance-used-up', 'auth', ['535 hourly mail quota was reached']],
  [
    'message.header-missing',
    'data',
    ["550 required header 'Subject' was left out", '550 we refuse mail without Date: lines'],
  ],
  ['message.header-duplicate', 'data', ['554 only one Subject header is taken']],
  ['message.malformed', 'data', ['554 could not parse your message', '550 cannot parse the MIME structure']],
  ['message.bounce-invalid', 'mail', ['550 we take no third-party bounces', '550 an unsigned DSN is not taken']],
  [
    'sender-policy.broken-dns-data',
    'mail',
    ['501 none of your mail exchangers can be reached from here', '550 recursive CNAME'],
  ],
  [
    'session.no-valid-recipients',
    'data',
    ['503 all recipients were rejected', '554 give at least one valid recipient'],
  ],
  ['session.not-smtp', null, ['500 unknown command: Subject:', '500 got a header instead of an SMTP command']],
  ['session.spoke-too-early', 'greeting', ['554 your client sent data before our greeting']],
  ['auth.exchange-broken', 'auth', ['501 bad authentication string']],
  ['auth.mechanism-not-available', 'auth', ['535 5.7.8 failed: no suitable mechanism available']],
  [
    'policy.not-named',
    'data',
    [
      '550 refused under the restrictions of this organisation',
      '550-Requested action not taken: mailbox unavailable\r\n550 rejected for policy reasons',
    ],
  ],
  ['rate.too-fast', 'rcpt', ['452 too many recipients within the last hour']],
  ['reputation.held-off', 'greeting', ['421 your address is blocked for the next hour']],
  ['recipient.blocks-sender', 'rcpt', ['550 the user has put you on his blacklist']],
  ['server.scan-failed', 'data', ['451 the spam filter did not answer']],
  ['server.not-accepting', 'greeting', ['554 this host takes no mail']],
  ['phrase.too-many-recipients', 'rcpt', ['556 the number of RCPTs is over its size']],
  ['sender.allowance-used-up', 'data', ['552 not enough sending quota']],
  ['client.tls-intercepted', null, ['the certificate was issued by the Kaspersky root and is not trusted']],
  ['lmtp.is-smtp', 'ehlo', ['500 unknown command LHLO', '502 this is not an LMTP server']],
  ['lmtp.is-lmtp', 'ehlo', ['500 this is LMTP, say LHLO']],
])('%s', (id, phase, texts) => {
  test.each(texts)('%s', (text) => {
    expect(first(text, phase)?.id).toBe(id);
  });
});

test.each<[string, Phase | null, string]>([
  ['550 Service currently unavailable', 'rcpt', 'policy.put-off'],
  ['550 MX lookup failed for the recipient', 'rcpt', 'server.name-lookup-failed'],
  ['550 Our domain does not accept mail from itself: spoofed', 'mail', 'sender.null-mx'],
  ['550 your email address has been blacklisted', 'mail', 'reputation.link-listed'],
  ['550 Unauthenticated senders are not allowed', 'mail', 'sender-policy.unauthenticated'],
  ['550 the account bob is not registered here', 'rcpt', 'sender.not-verified'],
  ['535 5.7.0 authorization failed', 'auth', 'auth.identity-not-allowed'],
  ['554 this server does not accept mail from your network', 'greeting', 'server.not-accepting'],
  ['501 5.5.4 SIZE exceeds the RFC 1870 range', 'mail', 'message.too-large'],
  ['550 this account is not accepting mail', 'rcpt', 'server.not-accepting'],
  ['503 this host takes no mail', 'greeting', 'session.command-order'],
  ['550 your mail plan has expired', 'mail', 'message.given-up'],
  ['535 Account closed', 'rcpt', 'auth.account-disabled'],
  ['500 <bob@example.net> not understood: no address found', 'rcpt', 'phrase.no-such-mailbox'],
])('%s is not %s %s', (text, phase, id) => {
  expect(first(text, phase)?.id).not.toBe(id);
});

test('what is only likely names what fits less well too', () => {
  const found = first('450 4.7.1 Message refused for policy reasons', 'data');
  expect(found).toMatchObject({ id: 'policy.put-off', sure: 'code-only' });
  expect(found?.alternatives.map(({ id }) => id)).toContain('phrase.greylisting');
});
