/** Several recipients: too many at once, too many that were refused, not to be had together, too much for one. */
import type { Cause } from '../../types.ts';

const recipientSteps = ['rcpt', 'data'] as const;

export const severalRecipientsCauses: readonly Cause[] = [
  {
    id: 'phrase.too-many-recipients',
    actor: 'you',
    ways: [
      {
        says: ['recipients-many'],
        steps: recipientSteps,
        not: [
          'bad-recipients',
          'received-too-much',
          'send-allowance',
          'mixed-recipients',
          'too-large',
          'many-messages',
          'mailbox-full',
        ],
        weight: 12,
        sure: 'likely',
      },
      { enhanced: ['4.5.3', '5.5.3'], at: ['rcpt'], not: ['bounce', 'mixed-recipients'], sure: 'likely' },
    ],
    alternatives: ['session.too-many-errors', 'rate.too-fast', 'recipient.too-many-refused'],
  },
  {
    id: 'recipient.too-many-refused',
    actor: 'you',
    ways: [
      { says: ['bad-recipients'], not: ['our-host', 'blocked'], weight: 26 },
      { says: ['bad-recipients'], not: ['our-host'], sure: 'likely', weight: 26 },
      { says: ['bad-recipients', 'too-many'], sure: 'likely', weight: 16 },
    ],
    alternatives: ['reputation.held-off', 'reputation.address-blocked', 'phrase.too-many-recipients'],
  },
  {
    id: 'recipient.not-together',
    actor: 'you',
    ways: [
      {
        says: ['mixed-recipients', ['recipient', 'domain']],
        steps: recipientSteps,
        not: ['bounce', 'mailbox-busy'],
        weight: 10,
      },
    ],
    alternatives: ['phrase.too-many-recipients'],
  },
  {
    id: 'recipient.rate-limited',
    actor: 'mailbox-admin',
    asks: ['later'],
    ways: [{ says: ['received-too-much'], steps: recipientSteps, not: ['sender', 'our-host'], weight: 20 }],
    alternatives: ['phrase.too-many-recipients'],
    experiments: ['later'],
  },
];
