/** A rule of the receiver's that refuses without being named: the words say policy, and nothing of what it is about. */
import type { Cause } from '../types.ts';

export const policyCauses: readonly Cause[] = [
  {
    id: 'policy.not-named',
    actor: 'server-admin',
    ways: [
      {
        says: ['by-policy'],
        codes: [550, 551, 552, 553, 554, 571],
        not: [
          'spf',
          'dkim',
          'dmarc',
          'arc',
          'login',
          'tls',
          'recipient-barred',
          'null-sender',
          'forged',
          'attachment-forbidden',
          'virus',
          'too-many',
          'recipients',
          'bad-recipients',
        ],
        plain: true,
        sure: 'likely',
      },
    ],
    alternatives: ['phrase.spam', 'sender-policy.unauthenticated', 'reputation.address-poor'],
    experiments: ['plain-message'],
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
