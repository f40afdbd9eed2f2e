/** Wordings of the large providers' lists, in neighbours' words and without a mark of theirs: the cause that every server shares. */
import { expect, test } from 'vitest';
import { explain } from '../../../../electron/core/explain/explain.ts';
import type { Phase } from '../../../../electron/protocol/values/session/phase.ts';

const first = (text: string, phase: Phase | null = null) => explain(text, { phase }).findings[0];

test.each<[string, Phase | null, string]>([
  ['452 4.2.2 This inbox is out of storage space', null, 'phrase.mailbox-full'],
  ['452 4.3.1 Out of disk space on the spool', 'data', 'server.disk-full'],
  ['550 5.2.1 The account that you wrote to is inactive', null, 'mailbox.disabled'],
  ['554 Your message to bob@example.org is not delivered: the account was suspended', null, 'mailbox.disabled'],
  ['550 5.7.1 A domain of it was found in the Spamhaus DBL', 'data', 'reputation.domain-listed'],
  ['554 The headers are not RFC 5322 compliant', 'data', 'message.malformed'],
  ['421 4.7.0 Rate limited because DKIM did not pass', 'data', 'sender-policy.dkim-failed'],
  ['421 4.7.0 Mail was rate limited because SPF did not pass', 'data', 'phrase.spf-failed'],
  ['550 5.7.1 Blocked: your domain has no DMARC record', 'data', 'sender-policy.unauthenticated'],
  ['550 5.7.1 Refused by the DMARC policy of example.org', 'data', 'phrase.dmarc-reject'],
  ['450 4.7.1 Mail over IPv6 must pass SPF or DKIM checks', 'mail', 'sender-policy.unauthenticated'],
  ['550 5.7.1 Blocked because the message was not sent over TLS', 'data', 'phrase.starttls-first'],
  ['451 4.3.0 Several destination domains in one transaction are not taken', 'rcpt', 'recipient.not-together'],
  ['452 4.5.3 These recipients belong to different regions', 'rcpt', 'recipient.not-together'],
  ['553 5.1.2 We could not find the recipient domain', 'rcpt', 'phrase.domain-not-found'],
  ['552 5.3.4 The message exceeds our header size limit', 'data', 'message.header-too-large'],
  ['550 5.7.1 More than one address in the From field', 'data', 'message.header-duplicate'],
  [
    '550 5.7.1 Your address may not send: it is not allowed to send mail directly',
    'data',
    'reputation.range-not-for-servers',
  ],
  ['554 5.6.0 The attachment is a security risk', 'data', 'message.attachment-forbidden'],
  ['523 5.7.10 Protocol violation: pipelining behind STARTTLS', 'starttls', 'session.pipelining'],
  ['504 5.7.4 XOAUTH is no longer available', 'auth', 'auth.mechanism-not-available'],
  ['550 5.1.6 The recipient has a single-label domain', 'rcpt', 'recipient.address-form'],
  ['550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this mailbox', 'data', 'message.too-large'],
  ['550 5.7.1 This client has no permission to relay', 'mail', 'reputation.address-not-entitled'],
  ['550 Rejected: we think it is unsolicited email, so the message was blocked', 'data', 'phrase.spam'],
])('%s', (text, phase, id) => {
  expect(first(text, phase)?.id).toBe(id);
});

test.each([
  ['550 Your server is infected by a virus and sends spam', 'content.virus'],
  ['550 Rejected by example.org for reasons of its own', 'phrase.block-list'],
  ['450 The message must pass a check first', 'auth.bad-credentials'],
  ['421 4.7.0 Rate limited because SPF did not pass', 'sender.allowance-used-up'],
])('%s is not %s', (text, id) => {
  expect(first(text)?.id).not.toBe(id);
});
