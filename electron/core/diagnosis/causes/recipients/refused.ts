/** A recipient that the server does not take: not there, moved, closed to this sender, not to be checked. */
import type { Cause } from '../../types.ts';
import { forGood, ofLogin, ofRecipient, ofSender, oneOfSeveral } from '../of-reply.ts';

const recipientSteps = ['rcpt', 'data'] as const;
const mailSteps = ['mail', 'rcpt', 'data'] as const;

export const refusedRecipientCauses: readonly Cause[] = [
  {
    id: 'phrase.no-such-mailbox',
    actor: 'you',
    // x.1.7 and x.1.8 are about the sender.
    ruledOutBy: (seen) => ofLogin(seen) || ofSender(seen) || oneOfSeveral(seen),
    ways: [
      {
        says: ['no-such-mailbox'],
        steps: recipientSteps,
        when: ofRecipient,
        not: ['sender-verify-failed', 'sender-rejected', 'null-mx', 'sender-address'],
        weight: 14,
      },
      {
        says: ['no-such-mailbox'],
        steps: recipientSteps,
        not: ['sender-verify-failed', 'sender-rejected', 'null-mx'],
        sure: 'likely',
        weight: 14,
      },
      {
        says: ['no-such-mailbox'],
        origin: 'client',
        not: [
          'sender-verify-failed',
          'sender-rejected',
          'mailbox-full',
          'reverse-missing',
          'host-of-address',
          'no-such-name',
          'token',
        ],
        weight: 8,
        sure: 'likely',
      },
      {
        says: ['invalid-recipient'],
        steps: recipientSteps,
        not: ['syntax', 'sender-rejected'],
        sure: 'likely',
        weight: 8,
      },
      {
        says: ['recipient-verify-failed'],
        steps: recipientSteps,
        when: forGood,
        not: ['sender-verify-failed'],
        sure: 'likely',
        weight: 8,
      },
      {
        says: ['mailbox-unavailable', ['recipient', 'recipient-noun', 'mailbox-noun']],
        steps: recipientSteps,
        not: ['sender-rejected', 'temporary', 'sender-verify-failed'],
        sure: 'likely',
        codes: [511, 550, 551, 553, 554],
        weight: 2,
      },
      {
        says: ['mailbox-unavailable'],
        steps: recipientSteps,
        not: ['sender-rejected', 'temporary', 'sender-verify-failed'],
        sure: 'open',
        codes: [511, 550, 551, 553, 554],
        weight: 2,
      },
      {
        enhanced: ['5.1.1'],
        at: ['rcpt'],
        not: ['address-form', 'invalid-address', 'mailbox-full', 'forged', 'blocked-by-recipient'],
        sure: 'likely',
      },
      { enhanced: ['5.1.10'], at: ['rcpt', 'data'], not: ['null-mx', 'address-form'], sure: 'likely' },
    ],
    alternatives: [
      'mailbox.disabled',
      'recipient.refused-by-rule',
      'mailbox.delivery-failed',
      'recipient.address-form',
    ],
  },
  {
    id: 'recipient.unroutable',
    actor: 'you',
    ruledOutBy: ofLogin,
    asks: ['submission'],
    ways: [
      {
        says: ['unroutable'],
        at: ['rcpt'],
        not: ['sender-address', 'sender-verify-failed'],
        sure: 'likely',
        weight: 10,
      },
    ],
    alternatives: ['phrase.no-such-mailbox', 'phrase.domain-not-found', 'phrase.relay-denied'],
  },
  {
    id: 'recipient.moved',
    actor: 'you',
    ruledOutBy: ofLogin,
    ways: [
      { says: ['recipient-moved'], steps: recipientSteps, weight: 18 },
      // "551 User not local; please try <other address>" (RFC 5321 section 3.4).
      { says: ['try-address'], codes: [551], steps: recipientSteps, weight: 26 },
      { enhanced: ['5.1.6'], steps: recipientSteps, sure: 'likely' },
    ],
    alternatives: ['phrase.no-such-mailbox'],
  },
  {
    id: 'recipient.refused-by-rule',
    actor: 'mailbox-admin',
    ruledOutBy: ofLogin,
    ways: [
      {
        says: ['recipient-barred'],
        steps: recipientSteps,
        not: [
          'refused-without-reason',
          'relay',
          'send-as',
          'rate',
          'bad-recipients',
          'null-sender',
          'sender',
          'block-list',
          'lookup-trouble',
          'temporary-error',
          'temporary-lookup',
        ],
        // For now is no rule: what puts off says that it may be taken later.
        when: forGood,
        sure: 'likely',
        weight: 10,
      },
      { says: ['recipient-on-list'], steps: recipientSteps, weight: 16, sure: 'likely' },
    ],
    alternatives: ['recipient.restricted', 'phrase.no-such-mailbox', 'phrase.relay-denied', 'sender.blocked'],
  },
  {
    id: 'recipient.restricted',
    actor: 'mailbox-admin',
    ruledOutBy: ofLogin,
    ways: [
      { says: ['rst-restriction'], not: ['too-large'], weight: 24 },
      { says: ['delivery-barred'], steps: mailSteps, not: ['relay', 'our-host'], sure: 'likely', weight: 10 },
      {
        says: ['closed-to-sender'],
        steps: mailSteps,
        not: ['relay', 'network-address', 'send-as-denied', 'temporary'],
        weight: 16,
        sure: 'likely',
      },
    ],
    alternatives: ['recipient.refused-by-rule', 'recipient.blocks-sender', 'phrase.login-first'],
  },
  {
    id: 'recipient.blocks-sender',
    actor: 'mailbox-admin',
    ruledOutBy: ofLogin,
    ways: [
      { says: ['blocked-by-recipient'], steps: mailSteps, not: ['relay'], sure: 'likely', weight: 14 },
      { also: ['by-the-user', ['blocked', 'refused', 'on-list']], steps: mailSteps, sure: 'likely', weight: 14 },
    ],
    alternatives: ['recipient.restricted', 'recipient.refused-by-rule'],
  },
  {
    id: 'recipient.verify-temporary',
    actor: 'server-admin',
    ruledOutBy: ({ reply, phase }) => phase === 'auth' || (reply.code !== null && reply.code >= 500),
    ways: [
      {
        says: ['verify-temporary', 'recipient-noun'],
        steps: recipientSteps,
        not: ['verify-sender-temporary', 'sender-verify-failed', 'no-such-mailbox'],
        weight: 12,
        sure: 'likely',
      },
      {
        says: ['verify-temporary'],
        at: ['rcpt'],
        not: ['sender-address', 'no-such-mailbox', 'sender-policy', 'our-host', 'login'],
        weight: 12,
      },
      {
        says: ['other-server'],
        at: ['rcpt'],
        sure: 'likely',
        weight: 16,
      },
    ],
    alternatives: ['phrase.greylisting', 'server.backend-unreachable', 'server.lookup-broken'],
    experiments: ['later'],
  },
  {
    id: 'recipient.suppressed',
    actor: 'you',
    ways: [
      {
        origin: 'any',
        says: ['suppressed', ['recipient', 'message', 'no-such-mailbox', 'address-noun']],
        steps: recipientSteps,
        weight: 8,
      },
    ],
    alternatives: ['phrase.no-such-mailbox'],
  },
];
