/** Recipients, mailboxes, senders and messages: found in many wordings, and not in what looks like them. Texts are of our own phrasing. */
import { describe, expect, test } from 'vitest';
import { evidence } from '../../../electron/core/diagnosis/evidence.ts';
import { judge } from '../../../electron/core/diagnosis/judge.ts';
import type { Diagnosis } from '../../../electron/core/diagnosis/types.ts';
import { parseEnhanced } from '../../../electron/core/explain/enhanced.ts';
import type { Phase } from '../../../electron/protocol/values/session/phase.ts';

/** "rcpt 550 5.1.1 words", the step or the enhanced code left out where it is not known. */
function of(line: string): Diagnosis | null {
  const [, phase, code, enhanced, words] =
    /^(?:(mail|rcpt|data|auth) )?(\d{3}) (?:([245]\.\d{1,3}\.\d{1,3}) )?(.*)$/.exec(line) ?? [];
  return judge(
    evidence({
      phase: (phase ?? null) as Phase | null,
      reply: {
        code: Number(code),
        words: words ?? '',
        enhanced: enhanced === undefined ? null : parseEnhanced(enhanced),
      },
    }),
  );
}

const found: Readonly<Record<string, readonly string[]>> = {
  'phrase.no-such-mailbox': [
    'rcpt 550 5.1.1 There is no mailbox of that name',
    'rcpt 550 The user <x@y.example> could not be found on this system',
    'rcpt 553 <x@y.example> is an unknown recipient',
    '550 This account does not exist',
    'rcpt 550 mailbox "x" not known here',
    'rcpt 550 5.1.1 RECIPIENT UNKNOWN',
    'rcpt 450 4.1.1 <x@y.example>: Recipient address rejected: User unknown in local table',
  ],
  'phrase.mailbox-full': [
    'rcpt 552 5.2.2 the in-box of this user is full',
    'data 452 4.2.2 Mailbox has exceeded its storage quota',
    'rcpt 550 account of <x@y.example> is over quota',
    'data 552 5.2.2 recipient over quota',
  ],
  'sender.allowance-used-up': [
    'data 550 5.7.1 daily sending quota exceeded',
    'mail 452 You have reached your hourly limit of messages',
    'rcpt 550 the sender has exceeded the number of messages per day',
  ],
  'mailbox.disabled': [
    'rcpt 550 5.2.1 this mailbox has been suspended',
    'rcpt 550 The recipient is inactive',
    '550 5.2.1 The mailbox <x@y.example> is not active',
  ],
  'sender.verify-failed': [
    'rcpt 550 Sender verification failed: no such user here',
    'mail 550 5.1.0 <x@y.example>: Sender address rejected: undeliverable address',
  ],
  'sender.blocked': ['mail 554 the sender is on our blacklist', 'rcpt 553 Your sender address is blocklisted here'],
  'sender.not-verified': ['data 554 The sender domain is not verified', 'mail 550 unverified sender'],
  'phrase.domain-not-found': [
    'mail 550 5.1.8 the domain of the sender does not resolve',
    'rcpt 550 5.1.2 recipient domain does not exist',
    'mail 450 4.1.8 <a@b.example>: Sender address rejected: Domain not found',
  ],
  'recipient.address-form': ['rcpt 501 5.1.3 malformed recipient address', 'rcpt 553 address must contain a domain'],
  'sender.address-form': ['mail 501 5.1.7 bad sender address syntax', 'mail 553 sender address is malformed'],
  'message.too-large': [
    'mail 552 5.3.4 the size of this message exceeds the limit',
    'data 552 5.3.4 Message is larger than 20 MB',
    'data 554 mail too large',
  ],
  'message.header-missing': ['data 550 5.6.0 your message has no Date header', 'data 554 From: header is missing'],
  'message.header-duplicate': ['data 550 more than one From header'],
  'message.malformed': ['data 554 5.6.0 malformed MIME structure', 'data 550 invalid Date header'],
  'message.attachment-forbidden': [
    'data 552 5.7.0 attachments of this type are not allowed: the attachment was refused',
    'data 554 forbidden file extension .exe',
  ],
  'phrase.too-many-recipients': [
    'rcpt 452 4.5.3 recipient limit reached: more than 100 recipients',
    'rcpt 550 too many recipients for one message',
  ],
  'recipient.null-mx': ['rcpt 556 5.1.10 that domain does not accept mail'],
  'recipient.verify-temporary': ['rcpt 450 4.1.1 unable to verify the recipient at the moment'],
  'recipient.restricted': ['rcpt 550 5.7.1 only subscribers may write: you are not allowed to post to this list'],
  'sender.null-refused': ['rcpt 550 the null sender is not accepted here'],
  'phrase.sender-not-owned': [
    'mail 553 5.7.1 the sender must be the same as the login',
    'data 550 this account is not permitted to send as the address in From',
    'mail 550 you may only use your own address as sender',
  ],
  'phrase.relay-denied': ['rcpt 550 we do not accept mail for other domains', 'rcpt 551 user not local'],
  'recipient.unroutable': ['rcpt 550 unrouteable address'],
  'sender.verify-temporary': ['mail 451 unable to verify the sender right now'],
  'mailbox.busy': [
    'data 421 4.2.1 the mailbox is in use by another session',
    'data 451 4.2.0 the mailbox is locked by another process',
  ],
  'recipient.not-together': ['rcpt 452 4.5.3 only one recipient at a time is accepted'],
  'message.utf8-not-supported': ['mail 553 5.6.7 SMTPUTF8 is not supported here'],
};

describe.each(Object.entries(found))('%s', (id, lines) => {
  test.each(lines)('%s', (line) => {
    expect(of(line)?.id).toBe(id);
    const [step = '', code = '', ...words] = /^[a-z]/.test(line) ? line.split(' ') : ['', ...line.split(' ')];
    expect(of(`${step} ${code} ${words.join(' ').toUpperCase()}`.trim())?.id).toBe(id);
  });
});

test.each([
  ['a user who logs in is no recipient', 'auth 535 5.7.8 user unknown', 'phrase.no-such-mailbox'],
  ['nor where the step is not known', '535 5.7.8 no such user', 'phrase.no-such-mailbox'],
  ['an unknown command is no unknown user', '500 5.5.1 command unknown', 'phrase.no-such-mailbox'],
  ['a sender who is unknown is no recipient', 'mail 550 sender address unknown', 'phrase.no-such-mailbox'],
  ['what a sender may send fills no mailbox', 'data 550 submission quota exceeded', 'phrase.mailbox-full'],
  ['a disk is no mailbox', 'data 452 4.3.1 not enough disk space on the server', 'phrase.mailbox-full'],
  ['connections are no messages', '421 too many connections from your host', 'sender.allowance-used-up'],
  ['a header has a size of its own', 'data 552 message header too large', 'message.too-large'],
  ['a line is no message', 'data 500 line too long', 'message.too-large'],
  ['a loop is no header', 'data 554 5.4.6 too many Received headers', 'message.header-too-large'],
  ['a sender who is refused for now is not barred', 'mail 450 sender not accepted, try later', 'sender.blocked'],
  [
    'a From that differs from the envelope is no login',
    'data 550 From does not match envelope',
    'phrase.sender-not-owned',
  ],
  ['recipients are no bytes', 'rcpt 452 message has too many recipients', 'message.too-large'],
  ['a client’s address is no sender', '554 your address is blacklisted', 'sender.blocked'],
])('%s', (_, line, not) => {
  expect(of(line)?.id).not.toBe(not);
});

test('what could be either names the other', () => {
  expect(of('data 552 quota exceeded')).toMatchObject({ id: 'phrase.mailbox-full', sure: 'likely' });
  expect(of('data 552 quota exceeded')?.alternatives).toContain('message.too-large');
});
