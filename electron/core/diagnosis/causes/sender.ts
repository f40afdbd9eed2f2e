/** A sender that the server does not take: barred, not verified, not to be checked, empty, forged; and addresses that are not well formed. */
import type { Cause } from '../types.ts';
import { forGood, ofLogin } from './of-reply.ts';

const mailSteps = ['mail', 'rcpt', 'data'] as const;

export const senderCauses: readonly Cause[] = [
  {
    id: 'sender.blocked',
    actor: 'server-admin',
    ruledOutBy: ofLogin,
    ways: [
      {
        says: ['sender-banned'],
        steps: mailSteps,
        not: ['send-as', 'anonymous', 'verify-sender-temporary', 'null-sender'],
        weight: 16,
      },
      {
        says: ['your-address', ['own-list', 'on-list']],
        steps: mailSteps,
        not: ['your-host', 'list-name', 'a-link', 'recipient-noun', 'hello', 'sender-banned'],
        sure: 'likely',
        weight: 12,
      },
      { says: ['envelope-blocked'], steps: mailSteps, not: ['by-the-user'], sure: 'likely', weight: 14 },
      // What follows it, a table of the server's own says of this sender.
      {
        says: ['sender-rejected'],
        codes: [550, 553, 554],
        steps: mailSteps,
        not: [
          'owned',
          'login',
          'relay',
          'send-as',
          'null-sender',
          'our-host',
          'unknown',
          'forged',
          'tls',
          'address-form',
          'domain',
          'invalid',
        ],
        plain: true,
        sure: 'likely',
        weight: -4,
      },
      {
        says: ['sender-stopped'],
        steps: mailSteps,
        not: ['our-host', 'send-as', 'anonymous', 'null-sender'],
        sure: 'likely',
        weight: 14,
      },
      {
        says: ['sender-stopped-so'],
        steps: mailSteps,
        when: ({ reply }) => reply.code === null || reply.code >= 500,
        not: [
          'our-host',
          'send-as',
          'anonymous',
          'null-sender',
          'owned',
          'login',
          'sender-policy',
          'relay',
          'temporary',
        ],
        sure: 'likely',
        weight: 6,
      },
    ],
    alternatives: [
      'auth.account-blocked',
      'recipient.blocks-sender',
      'phrase.sender-not-owned',
      'reputation.domain-listed',
    ],
  },
  {
    id: 'sender.verify-failed',
    actor: 'you',
    ruledOutBy: ofLogin,
    ways: [
      {
        says: ['sender-verify-failed'],
        steps: mailSteps,
        not: ['verify-sender-temporary', 'temporary', 'owned'],
        weight: 20,
      },
      { says: ['sender-unknown'], steps: mailSteps, not: ['owned'], sure: 'likely', weight: 18 },
      { says: ['sender-rejected', 'no-such-mailbox'], steps: mailSteps, not: ['null-sender'], weight: 10 },
      { says: ['sender-rejected'], also: ['no-such-mailbox'], steps: mailSteps, not: ['null-sender'], weight: 8 },
    ],
    alternatives: ['phrase.sender-not-owned', 'phrase.domain-not-found', 'sender.blocked'],
  },
  {
    id: 'sender.verify-temporary',
    actor: 'you',
    ruledOutBy: ({ reply, phase }) => phase === 'auth' || (reply.code !== null && reply.code >= 500),
    ways: [
      { says: ['verify-sender-temporary'], steps: mailSteps, weight: 24 },
      { says: ['sender-verify-failed'], also: ['temporary'], steps: mailSteps, weight: 12 },
    ],
    alternatives: ['phrase.greylisting'],
    experiments: ['later'],
  },
  {
    id: 'sender.not-verified',
    actor: 'you',
    // 530 is said of the sender too, by servers that let nobody send but owners of a domain.
    ruledOutBy: (seen) => ofLogin(seen) && seen.reply.code !== 530,
    ways: [
      {
        says: ['sender-unverified'],
        steps: ['mail', 'data'],
        origin: 'any',
        not: ['verify-sender-temporary', 'hello'],
        weight: 18,
      },
      // With RCPT an address that is not registered is the recipient's, where no sender is named.
      {
        says: ['sender-unverified', 'sender-address'],
        at: ['rcpt'],
        not: ['verify-sender-temporary', 'hello'],
        weight: 11,
      },
      { says: ['send-from-that'], steps: mailSteps, not: ['sender-unverified'], sure: 'likely', weight: 18 },
    ],
    alternatives: ['phrase.sender-not-owned'],
  },
  {
    id: 'sender.domain-lookup-failed',
    actor: 'dns-owner',
    ruledOutBy: ({ reply, phase }) => phase === 'auth' || (reply.code !== null && reply.code >= 500),
    ways: [
      { says: ['resolver-trouble'], at: ['mail'], not: ['sender-policy', 'our-host'], weight: 14 },
      {
        says: ['resolver-trouble', 'sender-address'],
        steps: mailSteps,
        not: ['sender-policy', 'our-host'],
        weight: 10,
      },
    ],
    alternatives: ['phrase.domain-not-found'],
    experiments: ['later'],
  },
  {
    id: 'sender.null-refused',
    actor: ({ phase }) => (phase === 'mail' ? 'server-admin' : 'you'),
    ways: [
      {
        says: ['null-sender', ['refused', 'not-allowed', 'temporary', 'invalid', 'policy-word']],
        steps: mailSteps,
        not: ['verification', 'address-form'],
        weight: 14,
      },
    ],
  },
  {
    id: 'sender.null-mx',
    actor: 'you',
    ways: [
      { says: ['null-mx', 'sender-address'], steps: mailSteps, weight: 20 },
      { says: ['null-mx'], at: ['mail'], weight: 26 },
      { enhanced: ['5.7.27'], steps: mailSteps, sure: 'likely', weight: 12 },
    ],
  },
  {
    id: 'sender.looks-forged',
    actor: 'you',
    ruledOutBy: ofLogin,
    ways: [
      {
        says: ['forged', ['sender', 'message', 'refused', 'domain', 'policy-word']],
        not: ['sender-policy', 'bounce', 'hello', 'delivered-to'],
        weight: 8,
      },
      {
        says: ['local-sender-outside', ['refused', 'not-allowed', 'required']],
        not: ['relay', 'recipient-noun', 'bounce'],
        sure: 'likely',
        weight: 8,
      },
    ],
    alternatives: ['phrase.login-first', 'phrase.sender-not-owned', 'phrase.spf-failed', 'phrase.dmarc-reject'],
  },
  {
    id: 'message.bounce-invalid',
    actor: 'you',
    ways: [
      {
        says: ['bounce', ['invalid', 'refused', 'forged', 'attack-word', 'too-many', 'multi-recipient']],
        steps: mailSteps,
        not: ['null-sender', 'not-supported', 'verification'],
        weight: 14,
      },
      { says: ['stray-bounce'], steps: mailSteps, weight: 24 },
      {
        says: ['bounce-protection', ['invalid', 'failed', 'refused', 'expired', 'blocked']],
        steps: mailSteps,
        weight: 14,
      },
      {
        says: ['bounce-tag', ['invalid', 'failed', 'missing', 'refused', 'expired', 'forged', 'unknown']],
        steps: mailSteps,
        weight: 10,
      },
    ],
    alternatives: ['sender.null-refused'],
  },
  {
    id: 'recipient.address-form',
    actor: 'you',
    ruledOutBy: ofLogin,
    ways: [
      {
        says: ['address-form'],
        at: ['rcpt'],
        not: ['null-sender', 'parameter-name', 'dns', 'local-delivery'],
        weight: 14,
      },
      {
        says: ['address-form', 'to-side'],
        steps: ['rcpt', 'data'],
        not: ['sender-address', 'parameter-name', 'dns'],
        weight: 10,
      },
      { says: ['invalid-address', 'to-side'], steps: ['rcpt', 'data'], not: ['sender-address'], weight: 6 },
      { says: ['ip-in-address'], at: ['rcpt'], weight: 14 },
      { enhanced: ['5.1.3'], at: ['rcpt'], sure: 'likely', weight: 4 },
      { says: ['syntax'], codes: [513], at: ['rcpt'], weight: 6 },
    ],
    alternatives: ['phrase.no-such-mailbox'],
  },
  {
    id: 'sender.address-form',
    actor: 'you',
    // What is wrong with how an address is written is so for good: put off for now, "bad sender" means something else.
    ruledOutBy: (seen) => ofLogin(seen) || (!forGood(seen) && !/syntax|malformed|format/i.test(seen.reply.words)),
    ways: [
      { says: ['address-form'], at: ['mail'], not: ['parameter-name', 'dns', 'broken-dns-data', 'server'], weight: 14 },
      {
        says: ['address-form', 'sender-address'],
        steps: mailSteps,
        not: ['to-side', 'malformed', 'dns', 'content'],
        weight: 10,
      },
      { says: ['invalid-address'], at: ['mail'], weight: 12 },
      { says: ['invalid-sender'], at: ['mail'], not: ['our-host', 'hello'], sure: 'likely' },
      { says: ['invalid-address', 'sender-address'], steps: ['mail', 'rcpt'], not: ['to-side'], weight: 6 },
      { says: ['ip-in-address'], at: ['mail'], weight: 14 },
      { says: ['syntax'], codes: [517], at: ['mail'], weight: 6 },
      { says: ['ip-in-address', 'sender-address'], weight: 8 },
      { enhanced: ['5.1.7'], at: ['mail'], sure: 'likely', weight: 4 },
    ],
    alternatives: ['phrase.domain-not-found', 'sender.verify-failed', 'sender.blocked'],
  },
  {
    id: 'address.form',
    actor: 'you',
    ruledOutBy: ofLogin,
    ways: [
      {
        says: ['address-form'],
        steps: ['mail', 'rcpt'],
        not: ['parameter-name', 'dns', 'malformed', 'local-delivery'],
        weight: 8,
      },
      {
        says: ['invalid-address'],
        codes: [501, 553],
        steps: ['mail', 'rcpt'],
        // x.5.4 is about the argument of a command, and the name in EHLO is one as well.
        when: ({ reply }) => reply.enhanced?.subject !== 5,
        not: ['dns'],
        sure: 'likely',
      },
      { says: ['invalid-address'], codes: [501, 553], steps: ['mail', 'rcpt'], not: ['dns'], sure: 'open', weight: 6 },
      { says: ['ip-in-address'], steps: ['mail', 'rcpt'], weight: 8 },
      { enhanced: ['5.1.3'], steps: ['mail', 'rcpt'], sure: 'likely' },
    ],
    alternatives: ['phrase.hello-name', 'session.command-syntax'],
  },
];
