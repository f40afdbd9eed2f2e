/** Relaying: the server is not responsible for the recipient, and does not pass mail on for this client. */
import type { Concept } from '../lexicon/concepts.ts';
import type { Cause } from '../types.ts';
import { forGood } from './of-reply.ts';

/** What makes it about something else than whom this server relays for. */
const notRelaying: readonly Concept[] = [
  'unreachable',
  'temporary-error',
  'temporary',
  'credentials',
  'block-list',
  'sender',
  'relay-as',
  'other-relay',
  'open-relay',
  'policy-range',
];

export const relayCauses: readonly Cause[] = [
  {
    id: 'phrase.relay-denied',
    actor: 'you',
    asks: ['login', 'submission'],
    // With EHLO nobody has asked for anything to be relayed.
    ruledOutBy: ({ phase }) => phase === 'ehlo',
    ways: [
      {
        says: ['relay', ['refused', 'not-allowed', 'failed', 'required', 'missing', 'disabled']],
        when: forGood,
        not: notRelaying,
      },
      { says: ['not-in-rcpthosts'], steps: ['rcpt', 'data'], not: ['sender'], weight: 20 },
      // For now: whether it relays has not been decided, or not yet.
      {
        says: ['relay', ['refused', 'not-allowed', 'failed', 'required', 'missing']],
        weight: 6,
        sure: 'likely',
        not: notRelaying,
      },
      {
        says: ['relay'],
        codes: [550, 551, 553, 554],
        steps: ['rcpt', 'data'],
        weight: 2,
        not: notRelaying,
        sure: 'open',
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
    alternatives: ['recipient.domain-not-hosted', 'server.misconfigured', 'policy.not-named'],
    experiments: ['with-login', 'port-587', 'ask-mx'],
  },
];
