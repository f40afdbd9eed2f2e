/** The mailbox behind a recipient: full, switched off, locked, broken; and what a sender may send in a time, which uses the same words. */
import type { Cause } from '../types.ts';
import { ofLogin, oneOfSeveral } from './of-reply.ts';

const deliverySteps = ['rcpt', 'data'] as const;

export const mailboxCauses: readonly Cause[] = [
  {
    id: 'phrase.mailbox-full',
    actor: 'mailbox-admin',
    ruledOutBy: (seen) => ofLogin(seen) || oneOfSeveral(seen),
    ways: [
      { says: ['inbox-out-of-room'], steps: deliverySteps, not: ['send-allowance', 'plan'], weight: 26 },
      {
        says: ['mailbox-full'],
        also: ['mailbox-noun'],
        steps: deliverySteps,
        not: ['send-allowance', 'plan', 'disk-full', 'busy'],
        weight: 16,
      },
      {
        says: ['mailbox-full'],
        steps: deliverySteps,
        not: ['send-allowance', 'plan', 'disk-full', 'busy', 'size-word'],
        enhanced: ['x.2.2'],
        weight: 16,
      },
      {
        says: ['mailbox-full'],
        steps: deliverySteps,
        not: ['send-allowance', 'plan', 'disk-full', 'busy', 'size-word', 'connections'],
        sure: 'likely',
        weight: 12,
      },
      { enhanced: ['x.2.2'], at: deliverySteps, not: ['send-allowance', 'message'], sure: 'likely' },
    ],
    alternatives: ['message.too-large', 'sender.allowance-used-up', 'server.disk-full'],
  },
  {
    id: 'mailbox.disabled',
    actor: 'mailbox-admin',
    ruledOutBy: ofLogin,
    ways: [
      {
        says: ['mailbox-disabled'],
        steps: deliverySteps,
        not: ['smtp-auth', 'sender-rejected', 'mailbox-busy', 'outgoing'],
        weight: 18,
        sure: 'likely',
      },
      { says: ['login-to-receive'], steps: deliverySteps, sure: 'likely', weight: 24 },
      {
        says: ['user-disabled'],
        at: ['rcpt'],
        not: ['smtp-auth', 'sender', 'your-account'],
        sure: 'likely',
        weight: 20,
      },
      {
        says: ['user-disabled'],
        when: ({ reply }) => /\bmessage to <?[^\s@]{1,64}@/i.test(reply.words),
        steps: deliverySteps,
        weight: 14,
      },
      { says: ['user-disabled'], enhanced: ['x.2.1'], not: ['smtp-auth', 'sender', 'your-account'], weight: 20 },
      { enhanced: ['5.2.1'], at: ['rcpt'], sure: 'likely' },
    ],
    alternatives: [
      'phrase.no-such-mailbox',
      'auth.account-disabled',
      'auth.account-blocked',
      'recipient.refused-by-rule',
    ],
  },
  {
    id: 'mailbox.busy',
    actor: ({ reply }) => (/\bedit/i.test(reply.words) ? 'mailbox-admin' : 'server-admin'),
    ruledOutBy: ofLogin,
    ways: [
      { says: ['mailbox-busy'], steps: deliverySteps, weight: 18 },
      {
        says: ['mailbox-locked'],
        when: ({ reply }) => reply.code !== null && reply.code < 500,
        steps: deliverySteps,
        sure: 'likely',
        weight: 18,
      },
    ],
    alternatives: ['mailbox.disabled'],
    experiments: ['later'],
  },
  {
    id: 'mailbox.delivery-failed',
    actor: 'server-admin',
    ways: [
      {
        says: ['of-a-command'],
        origin: 'any',
        not: [
          'mailbox-busy',
          'mailbox-full',
          'disk-full',
          'no-such-mailbox',
          'loop',
          'complaints',
          'suspects-spam',
          'lookup-trouble',
          'filter-log',
        ],
        sure: 'likely',
        weight: 40,
      },
      {
        says: ['local-delivery'],
        origin: 'any',
        steps: deliverySteps,
        not: ['mailbox-busy', 'policy-word', 'mailbox-full', 'loop', 'complaints', 'suspects-spam'],
        sure: 'likely',
        weight: 10,
      },
      {
        says: ['into-mailbox', ['failed', 'temporary-error']],
        steps: deliverySteps,
        not: ['mailbox-busy', 'mailbox-full', 'disk-full'],
        sure: 'likely',
        weight: 6,
      },
    ],
    alternatives: ['server.misconfigured', 'server.internal-error', 'phrase.mailbox-full', 'server.disk-full'],
  },
  {
    id: 'recipient.alias-broken',
    actor: 'server-admin',
    ruledOutBy: ({ reply }) => reply.code === 252,
    ways: [{ says: ['alias-broken'], steps: deliverySteps, weight: 14 }],
    alternatives: ['server.misconfigured', 'server.mail-loop'],
  },
  {
    id: 'sender.allowance-used-up',
    actor: 'you',
    ways: [
      {
        says: ['send-allowance', ['too-many', 'mailbox-full']],
        not: [
          'our-host',
          'connections',
          'received-too-much',
          'inbox-out-of-room',
          'errors',
          'per-session',
          'spf',
          'dkim',
          'dmarc',
          'without-proof',
          'complaints',
        ],
        sure: 'likely',
        weight: 8,
      },
      {
        says: ['sending-limit', 'used-up'],
        not: [
          'recipients-own-rate',
          'per-connection',
          'storage',
          'login',
          'connections',
          'plan',
          'inbox-out-of-room',
          'returned-mail',
        ],
        weight: 9,
      },
    ],
    alternatives: ['recipient.rate-limited', 'rate.too-fast', 'phrase.mailbox-full', 'auth.account-blocked'],
    experiments: ['later'],
  },
];
