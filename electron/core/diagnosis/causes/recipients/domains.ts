/** The domain of an address: not there, not served here, taking no mail. */
import type { Cause } from '../../types.ts';
import { forGood, ofLogin, ofSender } from '../of-reply.ts';

const recipientSteps = ['rcpt', 'data'] as const;
const mailSteps = ['mail', 'rcpt', 'data'] as const;

export const domainCauses: readonly Cause[] = [
  {
    id: 'phrase.domain-not-found',
    actor: 'you',
    ruledOutBy: ofLogin,
    ways: [
      {
        says: ['inbound-domain-missing'],
        steps: recipientSteps,
        not: ['temporary-error', 'resolver-trouble'],
        weight: 20,
      },
      // For good it is no trouble of the resolver's, though the words are the same.
      {
        says: ['inbound-domain-missing'],
        steps: recipientSteps,
        when: forGood,
        not: ['temporary-error'],
        sure: 'likely',
        weight: 8,
      },
      {
        says: ['domain-missing'],
        at: ['rcpt'],
        when: forGood,
        not: ['null-mx', 'sender', 'hello', 'sender-policy', 'relay', 'network-address', 'reverse-name'],
        sure: 'likely',
        weight: 4,
      },
      {
        says: ['domain-missing'],
        at: ['mail'],
        when: forGood,
        not: ['null-mx', 'hello', 'sender-policy', 'network-address', 'reverse-name', 'temporary'],
        sure: 'likely',
        weight: 2,
      },
      {
        says: ['no-dns-answer'],
        at: ['mail', 'rcpt'],
        when: forGood,
        not: ['hello', 'sender-policy', 'network-address', 'reverse-name', 'login', 'list-silent', 'block-list'],
        sure: 'likely',
      },
      { says: ['host-unknown'], at: ['rcpt'], weight: 16 },
      { says: ['host-of-address'], when: ({ reply }) => reply.code === null, sure: 'likely', weight: 12 },
      { says: ['host-unknown'], enhanced: ['x.1.2'], weight: 12 },
      {
        says: ['sender-domain-missing'],
        steps: mailSteps,
        not: ['null-mx', 'resolver-trouble', 'sender-policy'],
        when: forGood,
        weight: 20,
      },
      // For now: whether DNS says that there is none, or says nothing, the words leave open.
      {
        says: ['sender-domain-missing'],
        steps: mailSteps,
        not: ['null-mx', 'resolver-trouble', 'sender-policy'],
        sure: 'likely',
        weight: 20,
      },
      {
        says: ['domain-missing'],
        steps: ['mail'],
        not: ['null-mx', 'resolver-trouble', 'sender-policy', 'hello', 'our-host'],
        weight: 10,
      },
    ],
    alternatives: ['recipient.domain-not-hosted', 'sender.domain-lookup-failed', 'server.name-lookup-failed'],
    experiments: ['ask-mx'],
  },
  {
    id: 'recipient.domain-not-hosted',
    actor: 'you',
    ruledOutBy: ofLogin,
    asks: ['submission'],
    ways: [
      {
        says: ['not-hosted'],
        at: ['rcpt'],
        not: [
          'sender-address',
          'null-mx',
          'relay',
          'inbound-domain-missing',
          'our-host',
          'hello',
          'address-form',
          'dns',
        ],
        sure: 'likely',
        weight: 6,
      },
    ],
    alternatives: ['phrase.relay-denied', 'phrase.domain-not-found', 'phrase.no-such-mailbox'],
    experiments: ['ask-mx'],
  },
  {
    id: 'recipient.null-mx',
    actor: 'you',
    ruledOutBy: ofSender,
    asks: ['submission'],
    ways: [
      { says: ['null-mx'], origin: 'any', not: ['sender-address'], weight: 22 },
      { enhanced: ['5.1.10'], codes: [556], sure: 'likely' },
    ],
  },
];
