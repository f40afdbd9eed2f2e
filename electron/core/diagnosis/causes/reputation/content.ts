/** What is held against the content: spam, malware, phishing. */
import type { Cause, Way } from '../../types.ts';
import { forGood } from '../of-reply.ts';
import { dnsMatters } from './other-matters.ts';

const spamWays: readonly Way[] = [
  {
    says: ['spam'],
    steps: ['data', 'rcpt', 'mail'],
    not: [
      'sending-address',
      'on-list',
      'list-name',
      'complaints',
      'reputation-word',
      'scan',
      'virus',
      'login',
      ...dnsMatters,
      'outgoing-blocked',
      'unusual-activity',
      'internal',
      'some-error',
      'backend',
      'quarantine',
    ],
    weight: 2,
  },
  {
    says: ['spam', ['content', 'message']],
    not: [
      'on-list',
      'list-name',
      'reputation-word',
      ...dnsMatters,
      'outgoing-blocked',
      'unusual-activity',
      'login',
      'quarantine',
    ],
    at: ['data'],
    weight: 2,
  },
  // In bounces that a list or a program writes of its own.
  {
    says: ['spam', ['refused', 'blocked']],
    origin: 'client',
    not: [
      'scan',
      'on-list',
      'list-name',
      'reputation-word',
      'outgoing-blocked',
      'complaints',
      'sending-address',
      ...dnsMatters,
    ],
  },
  {
    says: ['suspects-spam', 'message'],
    not: ['login', ...dnsMatters, 'reputation-word', 'sending-address'],
    weight: 2,
  },
  {
    says: ['spam', 'message'],
    codes: [550, 552, 553, 554],
    steps: ['data', 'rcpt', 'mail'],
    not: [
      'sending-address',
      'on-list',
      'list-name',
      'reputation-word',
      'login',
      'outgoing-blocked',
      'scan',
      ...dnsMatters,
    ],
  },
  {
    says: ['suspects-spam'],
    at: ['data'],
    not: ['login', ...dnsMatters, 'reputation-word', 'sending-address', 'complaints', 'on-list'],
    weight: 2,
  },
  { says: ['as-spam'], not: ['sending-address', 'on-list', 'complaints'], weight: 16 },
  { says: ['spam-score'], steps: ['data'], weight: 8 },
  { says: ['spam-verdict'], also: [['refused', 'blocked']], not: ['login'], weight: 4 },
  { says: ['suspicious-content'], not: ['login', ...dnsMatters, 'reputation-word'], weight: 2 },
];

export const contentCauses: readonly Cause[] = [
  {
    id: 'phrase.spam',
    actor: 'you',
    ways: spamWays.flatMap((way): Way[] => [
      { ...way, weight: (way.weight ?? 0) - 6, when: forGood },
      // For now it may pass on the next attempt, and then it is rather who sends it.
      { ...way, sure: way.says?.length === 1 && way.says[0] === 'spam' ? 'open' : 'likely' },
    ]),
    alternatives: ['reputation.address-poor', 'content.rule', 'reputation.domain-poor', 'phrase.greylisting'],
    experiments: ['plain-message'],
  },
  {
    id: 'content.virus',
    actor: 'you',
    ways: [
      {
        says: ['virus'],
        codes: [550, 551, 552, 553, 554, 571, 571, 500, 501, 450, 451],
        not: ['unreachable', 'our-host'],
        weight: 6,
      },
      // In the log of a filter, which has the enhanced code alone.
      {
        says: ['virus'],
        when: ({ reply }) => reply.code === null && reply.enhanced !== null,
        not: ['unreachable', 'our-host'],
        weight: 6,
      },
    ],
  },
  {
    id: 'content.phishing',
    actor: 'you',
    ways: [{ says: ['phishing'], weight: 14 }],
    alternatives: ['phrase.spam'],
  },
];
