/** How much and how fast: greylisting, messages per time and per connection, the quota of a sending account. */
import type { Cause } from '../types.ts';

/** What makes it another limit than one of the sender's speed. */
const notTheSpeed = [
  'recipients-own-rate',
  'per-connection',
  'login',
  'sending-limit',
  'storage',
  'spf',
  'dkim',
  'dmarc',
  'without-proof',
  'recipients',
  'query-refused',
  'reputation-word',
  'reverse-name',
  'complaints',
  'either-proof',
  'unauthenticated-so',
] as const;

export const rateCauses: readonly Cause[] = [
  {
    id: 'phrase.greylisting',
    actor: 'you',
    asks: ['later'],
    ways: [
      { says: ['greylist'], codes: [421, 450, 451, 452, 454], not: ['on-list'], weight: 10 },
      { says: ['greylist'], when: ({ reply }) => reply.code === null, origin: 'any', weight: 4 },
      // What Postfix's postscreen says to every stranger once, after its tests.
      { says: ['stranger-first'], codes: [450], enhanced: ['4.3.2'], sure: 'likely', weight: 4 },
      {
        says: ['again-later'],
        codes: [450, 451],
        at: ['rcpt'],
        when: ({ reply }) => reply.enhanced?.subject !== 5,
        not: ['mixed-recipients', 'too-many', 'transaction', 'temporary-error', 'internal', 'some-error'],
        sure: 'likely',
        plain: true,
        weight: -8,
      },
      {
        says: ['again-later'],
        codes: [450, 451],
        enhanced: ['4.7.1'],
        at: ['data'],
        sure: 'likely',
        plain: true,
        weight: -2,
      },
    ],
    alternatives: ['server.busy', 'server.internal-error'],
    experiments: ['later'],
  },
  {
    id: 'rate.too-fast',
    actor: 'you',
    ways: [
      {
        says: ['too-fast'],
        not: notTheSpeed,
        weight: 9,
      },
      { says: ['recipients-in-time'], sure: 'likely', weight: 16 },
      {
        says: ['too-fast', 'too-many'],
        not: notTheSpeed,
        weight: 9,
      },
      {
        says: ['too-fast', ['sending-address', 'connections']],
        not: [
          'recipients-own-rate',
          'per-connection',
          'query-refused',
          'spf',
          'reputation-word',
          'reverse-name',
          'complaints',
        ],
        weight: 4,
      },
      {
        says: ['too-fast', 'domains'],
        not: ['recipients-own-rate', 'failed', 'without-proof', 'spf', 'required', 'reputation-word'],
        weight: 4,
      },
      {
        says: ['too-fast', 'complaints'],
        codes: [421, 450, 451, 452],
        not: ['recipients-own-rate', 'sending-address'],
        sure: 'likely',
      },
      { says: ['too-fast', 'spam'], not: ['recipients-own-rate', 'per-connection', 'complaints'], sure: 'likely' },
    ],
    alternatives: [
      'sender.allowance-used-up',
      'phrase.too-many-connections',
      'recipient.rate-limited',
      'reputation.held-off',
    ],
    experiments: ['later'],
  },
  {
    id: 'rate.per-connection',
    actor: 'you',
    ways: [{ says: ['per-connection'], weight: 16 }],
  },
];
