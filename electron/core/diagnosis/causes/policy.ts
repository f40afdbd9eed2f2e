/** A rule of the receiver's that refuses without being named: the words say policy, and nothing of what it is about. */
import type { Cause } from '../types.ts';
import { forNow } from './of-reply.ts';

/** What is said of something else than a rule that has no name. */
const named = [
  'spf',
  'dkim',
  'dmarc',
  'arc',
  'login',
  'tls',
  'null-sender',
  'forged',
  'virus',
  'bad-recipients',
] as const;

export const policyCauses: readonly Cause[] = [
  {
    id: 'policy.not-named',
    givesNoReason: true,
    actor: 'server-admin',
    ways: [
      {
        says: ['by-policy'],
        codes: [550, 551, 552, 553, 554, 571],
        not: [...named, 'recipient-barred', 'attachment-forbidden', 'too-many', 'recipients'],
        plain: true,
        sure: 'likely',
      },
    ],
    alternatives: ['phrase.spam', 'sender-policy.unauthenticated', 'reputation.address-poor', 'sender.blocked'],
    experiments: ['plain-message'],
  },
  {
    id: 'policy.put-off',
    givesNoReason: true,
    actor: 'server-admin',
    asks: ['later'],
    ruledOutBy: ({ phase }) => phase === 'auth' || phase === 'starttls',
    ways: [
      {
        says: ['by-policy'],
        codes: forNow,
        not: [...named, 'too-many', 'greylist'],
        plain: true,
        sure: 'likely',
        weight: 2,
      },
      {
        says: [['refused', 'turned-away']],
        codes: [450, 451],
        when: ({ reply }) => reply.enhanced === null || reply.enhanced.subject === 7,
        not: [
          ...named,
          'too-many',
          'greylist',
          'relay',
          'again-later',
          'temporary-error',
          'internal',
          'some-error',
          'lookup',
          'unknown',
          'backend',
        ],
        plain: true,
        sure: 'likely',
        weight: -10,
      },
      {
        says: ['service', 'not-supported'],
        codes: [450, 451],
        enhanced: ['4.7.1', '4.7.0'],
        not: [...named, 'backend'],
        plain: true,
        sure: 'likely',
      },
      {
        says: ['put-off'],
        codes: [450, 451],
        enhanced: ['4.7.1'],
        not: [...named, 'again-later'],
        plain: true,
        sure: 'likely',
        weight: -2,
      },
    ],
    alternatives: ['phrase.greylisting', 'reputation.held-off', 'server.scan-failed', 'server.internal-error'],
    experiments: ['later'],
  },
  {
    id: 'content.rule',
    actor: 'you',
    ways: [
      {
        says: ['content-rule'],
        steps: ['data', 'rcpt'],
        not: ['attachment-forbidden', 'virus', 'spam', 'relay', 'login', 'malformed', 'eight-bit'],
        weight: 10,
        sure: 'likely',
      },
      {
        says: ['content-refused'],
        steps: ['data'],
        not: [
          'attachment-forbidden',
          'virus',
          'spam',
          'relay',
          'login',
          'reputation-word',
          'on-list',
          'malformed',
          'eight-bit',
          'scan',
          'a-link',
        ],
        sure: 'likely',
        weight: 2,
      },
    ],
    alternatives: ['phrase.spam', 'message.attachment-forbidden', 'policy.not-named', 'content.virus'],
    experiments: ['plain-message'],
  },
];
