/** Kinds met in texts of filters, home-made rules and small servers, in words of our own. */
import { describe, expect, test } from 'vitest';
import { explain } from '../../../../../electron/core/explain/explain.ts';
import type { Phase } from '../../../../../electron/protocol/values/session/phase.ts';

const first = (text: string, phase: Phase | null = null) => explain(text, { phase }).findings[0];

describe('what is found', () => {
  test.each<[string, Phase | null, string]>([
    ['554 The number of Received: headers is over the maximum', 'data', 'server.mail-loop'],
    ['550 Log in to activate this mailbox again', 'rcpt', 'mailbox.disabled'],
    ['451 4.2.0 mailbox write failure', 'data', 'mailbox.delivery-failed'],
    ['550 The message contains malicious links', 'data', 'reputation.link-listed'],
    ['550 Sensitive words were found', 'data', 'content.rule'],
    ['550 mail receiving is disabled', 'rcpt', 'mailbox.disabled'],
    ['452 4.3.1 the disk is almost full', 'mail', 'server.disk-full'],
    ['552 5.2.2 the mailbox has overdrawn its quota', 'rcpt', 'phrase.mailbox-full'],
    ['550 Invalid MIME boundary', 'data', 'message.malformed'],
    ['451 bare line-feeds are not taken', 'data', 'session.bare-line-end'],
    ['501 unparseable address', 'mail', 'sender.address-form'],
    ['554 blacklisted for password guessing', 'greeting', 'reputation.address-blocked'],
    ['421 Too many unknown recipients from this IP', 'greeting', 'recipient.too-many-refused'],
    ['550 The account was deleted by its owner', 'rcpt', 'phrase.no-such-mailbox'],
    ['550 indirizzo inesistente', 'rcpt', 'phrase.no-such-mailbox'],
    ['550 mailbox no found', 'rcpt', 'phrase.no-such-mailbox'],
    ['550 This user only accepts mail from known senders', 'rcpt', 'recipient.restricted'],
    ['554 5.7.1 unknown TLS fingerprint', 'rcpt', 'session.client-certificate-refused'],
    ['421 4.3.2 Load shedding in progress', 'greeting', 'server.busy'],
    ['550 MIME defect: a part is not terminated', 'data', 'message.malformed'],
    ['550 Your IP must have a PTR', 'greeting', 'phrase.reverse-dns'],
    ['452 one of these in the next transaction, for another domain', 'rcpt', 'recipient.not-together'],
  ])('%s', (text, phase, id) => {
    expect(first(text, phase)?.id).toBe(id);
  });
});

describe('what is not claimed', () => {
  test.each<[string, Phase | null, string]>([
    ['554 5.7.1 ann@example.org has to log in to enable receiving', 'rcpt', 'phrase.login-first'],
    ['554 Number of Received: headers exceeds the maximum', 'data', 'message.header-too-large'],
    ['550 You tried to deliver to a forged address', 'rcpt', 'sender.looks-forged'],
    ['550 No such user or mailbox over quota', 'rcpt', 'phrase.mailbox-full'],
    ['550 No such user or mailbox over quota', 'rcpt', 'phrase.no-such-mailbox'],
    ['501 EHLO refused: reverse DNS invalid', 'ehlo', 'phrase.hello-name'],
  ])('%s', (text, phase, not) => {
    const found = first(text, phase);
    expect(found?.sure === 'code-only' ? null : found?.id).not.toBe(not);
  });
});
