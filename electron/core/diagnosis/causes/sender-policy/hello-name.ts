/** The name in EHLO: its form, whether DNS knows it, whether it is somebody else’s. */
import type { Cause } from '../../types.ts';
import { forGood } from '../of-reply.ts';

const helloSteps = ['ehlo', 'mail', 'rcpt', 'data'] as const;
/** What makes it another objection than one to the form of the name in EHLO. */
const notTheForm = [
  'hello-first',
  'not-that-name',
  'borrowed-name',
  'unresolvable',
  'unknown',
  'out-of-order',
  'on-list',
  'transaction',
  'relay',
  'lhlo',
  'hello-alone',
  'reverse-name',
] as const;

/** Words that name a reason of their own for which the name is not taken. */
const saysWhy = [
  'hello-first',
  'not-that-name',
  'borrowed-name',
  'unresolvable',
  'full-name',
  'login',
  'on-list',
  'not-supported',
  'broken-dns-data',
  'invalid',
  'policy-range',
] as const;

export const helloNameCauses: readonly Cause[] = [
  {
    id: 'phrase.hello-name',
    actor: 'you',
    ways: [
      {
        says: ['hello-argument', ['invalid', 'full-name', 'syntax']],
        steps: helloSteps,
        codes: [500, 501, 504],
        not: notTheForm,
        weight: 6,
        sure: 'likely',
      },
      {
        says: ['hello-argument', 'full-name'],
        steps: helloSteps,
        codes: [450, 451],
        not: notTheForm,
        sure: 'likely',
        weight: 6,
      },
      {
        says: ['hello-argument', 'full-name'],
        steps: helloSteps,
        codes: [550, 553, 554],
        not: notTheForm,
        weight: 6,
      },
      {
        says: ['hello-argument', ['invalid', 'syntax']],
        steps: helloSteps,
        codes: [550, 553, 554],
        not: notTheForm,
        sure: 'likely',
        weight: 6,
      },
      {
        says: ['domain', 'invalid'],
        codes: [501],
        at: ['ehlo'],
        not: ['sender', 'recipient'],
        sure: 'likely',
        weight: 8,
      },
      { says: ['domain', 'invalid'], codes: [501], enhanced: ['5.5.4'], steps: helloSteps, sure: 'likely' },
      {
        says: ['full-name'],
        codes: [501, 504, 550],
        at: ['ehlo'],
        not: ['sender', 'recipient', 'login', 'tls'],
        sure: 'likely',
      },
    ],
    alternatives: ['sender-policy.hello-refused', 'sender-policy.hello-of-another', 'session.hello-missing'],
    experiments: ['other-hello'],
  },
  {
    id: 'sender-policy.hello-unresolvable',
    actor: 'you',
    ways: [
      {
        says: ['hello-argument', 'unresolvable'],
        steps: helloSteps,
        not: ['hello-first', 'not-that-name', 'on-list', 'broken-dns-data', 'full-name', 'not-supported'],
        weight: 7,
      },
    ],
    alternatives: ['phrase.hello-name'],
    experiments: ['other-hello'],
  },
  {
    id: 'sender-policy.hello-of-another',
    actor: 'you',
    ways: [
      {
        says: ['hello-argument', ['not-that-name', 'borrowed-name']],
        steps: helloSteps,
        not: ['hello-first', 'on-list', 'reverse-name'],
        weight: 8,
      },
      { says: ['borrowed-name'], also: ['hello-argument'], not: ['hello-first', 'on-list', 'reverse-name'], weight: 4 },
      { says: ['borrowed-name'], at: ['ehlo'], not: ['sender', 'login', 'recipient'], sure: 'likely', weight: 4 },
    ],
    alternatives: ['phrase.hello-name'],
    experiments: ['other-hello'],
  },
  {
    id: 'sender-policy.hello-refused',
    actor: 'you',
    ways: [
      {
        says: ['hello-argument', ['refused', 'not-allowed', 'blocked', 'turned-away', 'generic-name']],
        steps: helloSteps,
        not: [...saysWhy, 'command', 'transaction'],
        when: forGood,
        weight: -4,
        sure: 'likely',
      },
      // Of EHLO nothing can be refused but the name, or the client.
      {
        at: ['ehlo'],
        says: [['refused', 'blocked', 'invalid']],
        codes: [550, 553, 554],
        not: ['login', 'tls', 'sender', 'recipient', 'relay', 'our-host', 'hello', 'command', 'full-name', 'welcome'],
        plain: true,
        sure: 'likely',
        weight: -6,
      },
      { says: ['hello-argument', 'open-relay'], sure: 'likely', weight: 8 },
      {
        says: ['hello-rejected'],
        not: [...saysWhy, 'syntax'],
        when: forGood,
        sure: 'likely',
      },
      { says: ['hello-argument', ['own-list', 'on-list']], not: ['list-name', 'sending-address'], sure: 'likely' },
      { says: ['hello-argument', 'bad-helo-list'], weight: 12 },
      {
        says: ['hello-argument', 'command', 'turned-away'],
        not: ['unresolvable', 'full-name', 'not-that-name', 'broken-dns-data', 'invalid', 'on-list', 'policy-range'],
        sure: 'likely',
        weight: 4,
      },
      {
        says: ['hello-argument', 'turned-away'],
        not: ['unresolvable', 'full-name', 'not-that-name', 'broken-dns-data', 'on-list', 'policy-range'],
        when: forGood,
        sure: 'likely',
        weight: -4,
      },
    ],
    alternatives: [
      'phrase.hello-name',
      'sender-policy.hello-of-another',
      'phrase.client-refused',
      'sender-policy.reverse-generic',
    ],
    experiments: ['other-hello'],
  },
];
