/** Kinds of refusals that were met in texts that nobody here had read before, in words of our own: each found, and what looks like it not. */
import { describe, expect, test } from 'vitest';
import { explain } from '../../../../electron/core/explain/explain.ts';
import type { Phase } from '../../../../electron/protocol/values/session/phase.ts';

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
  ['500 <bob@example.net> not understood: no address found', 'rcpt', 'phrase.no-such-mailbox'],
])('%s is not %s %s', (text, phase, id) => {
  expect(first(text, phase)?.id).not.toBe(id);
});

test('what is only likely names what fits less well too', () => {
  const found = first('450 4.7.1 Message refused for policy reasons', 'data');
  expect(found).toMatchObject({ id: 'policy.put-off', sure: 'likely' });
  expect(found?.alternatives.map(({ id }) => id)).toContain('phrase.greylisting');
});
