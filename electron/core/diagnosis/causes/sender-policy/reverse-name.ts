/** The reverse name of the client’s address: missing, generic, not to be looked up. */
import type { Cause } from '../../types.ts';
import { inWords } from '../of-reply.ts';

export const reverseNameCauses: readonly Cause[] = [
  {
    id: 'phrase.reverse-dns',
    actor: 'dns-owner',
    ways: [
      {
        says: ['reverse-name', ['no-name', 'not-that-name']],
        not: ['policy-outage', 'generic-name', 'on-list'],
        weight: 6,
      },
      { says: ['reverse-name', ['no-name', 'not-that-name']], enhanced: ['x.7.25'], weight: 6 },
      { says: ['reverse-name'], codes: [421, 450, 550, 554], enhanced: ['x.7.25'], weight: 6, sure: 'likely' },
      {
        says: ['reverse-name', ['no-name', 'not-that-name']],
        codes: [521, 550, 553, 554, 571],
        not: ['generic-name', 'on-list'],
        weight: 5,
      },
      { says: ['reverse-missing'], origin: 'any', not: ['generic-name', 'on-list'], weight: 16 },
      // Postfix puts off for it with the same words with which it refuses.
      { says: ['reverse-name', 'turned-away', 'no-name'], weight: 6 },
      { says: ['client-name-missing'], sure: 'likely', weight: 4, not: ['hello-argument'] },
      { enhanced: ['5.7.25'], when: inWords, sure: 'likely' },
    ],
    alternatives: ['sender-policy.reverse-lookup-failed'],
  },
  {
    id: 'sender-policy.reverse-generic',
    actor: 'dns-owner',
    ways: [
      { says: ['reverse-name', 'generic-name'], weight: 10 },
      { says: ['our-host', 'not-an-exchanger'], sure: 'likely', weight: 16 },
      { says: ['name-of-address'], not: ['hello-argument'], weight: 16 },
    ],
    alternatives: ['phrase.reverse-dns'],
  },
  {
    id: 'sender-policy.reverse-lookup-failed',
    actor: 'dns-owner',
    ways: [
      { says: ['reverse-name', 'policy-outage'], codes: [421, 450, 451, 454], weight: 8, not: ['turned-away'] },
      // A refusal for now, for a lookup that failed: the name may be missing, or DNS silent.
      {
        says: ['reverse-name', 'policy-outage'],
        codes: [421, 450, 451, 454],
        sure: 'likely',
        weight: 7,
      },
      { says: ['policy-outage'], enhanced: ['4.7.25'], not: ['reverse-name'], sure: 'likely', weight: 6 },
    ],
    alternatives: ['phrase.reverse-dns'],
  },
];
