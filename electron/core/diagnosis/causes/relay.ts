/** Relaying: the server is not responsible for the recipient, and does not pass mail on for this client. */
import type { Cause } from '../types.ts';

export const relayCauses: readonly Cause[] = [
  {
    id: 'phrase.relay-denied',
    actor: 'you',
    asks: ['login', 'submission'],
    ways: [
      {
        says: ['relay', ['refused', 'not-allowed', 'failed', 'required', 'missing']],
        weight: 6,
        not: [
          'unreachable',
          'temporary-error',
          'temporary',
          'credentials',
          'block-list',
          'sender',
          'relay-as',
          'other-relay',
        ],
      },
      {
        says: ['relay'],
        codes: [550, 551, 553, 554],
        steps: ['rcpt', 'data'],
        weight: 2,
        not: [
          'unreachable',
          'temporary-error',
          'temporary',
          'credentials',
          'sender',
          'block-list',
          'relay-as',
          'other-relay',
        ],
      },
      // A relay for customers, whose login or address it does not find among them.
      {
        says: ['relay', 'credentials', ['invalid', 'refused', 'failed', 'missing', 'unknown']],
        steps: ['mail', 'rcpt', 'data'],
        not: ['temporary', 'temporary-error', 'other-relay'],
      },
      {
        says: ['not-relayed'],
        steps: ['rcpt', 'data'],
        not: ['sender', 'temporary', 'null-mx'],
        sure: 'likely',
        weight: 18,
      },
    ],
    alternatives: ['recipient.domain-not-hosted'],
    experiments: ['with-login', 'port-587', 'ask-mx'],
  },
];
