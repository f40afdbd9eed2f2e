/** What DNS has to say of the sender and of the client: SPF, DKIM, DMARC, the reverse name, the name in EHLO. */
import type { Evidence } from '../evidence.ts';
import type { Cause } from '../types.ts';

const anySpf = /openspf\.(?:org|net)\/why/i;
/** A code alone is explained as a code. */
const inWords = ({ reply }: Evidence): boolean => /[a-z]/i.test(reply.words);
/** With a code that puts off, a check that could not be made and one that failed have the same words. */
const forGood = ({ reply: { code } }: Evidence): boolean => code === null || code >= 500;
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
] as const;
/** A signature that was not taken, whatever the reason. */
const brokenDkim = [
  'dkim',
  [
    'failed',
    'invalid',
    'missing',
    'refused',
    'required',
    'syntax',
    'mismatch',
    'expired',
    'not-allowed',
    'does-not-verify',
  ],
] as const;
const notDkimAlone = ['spf', 'dmarc', 'policy-outage', 'reputation-word', 'signing-key', 'too-fast'] as const;

export const senderPolicyCauses: readonly Cause[] = [
  {
    id: 'phrase.spf-failed',
    actor: 'dns-owner',
    ways: [
      {
        says: [
          'spf',
          ['failed', 'not-allowed', 'refused', 'mismatch', 'invalid', 'unknown', 'blocked', 'not-that-name'],
        ],
        not: ['dmarc', 'dkim', 'policy-outage', 'policy-broken', 'without-proof', 'spam-verdict', 'internal', 'advice'],
        when: forGood,
        weight: 2,
      },
      {
        says: ['spf'],
        not: ['dmarc', 'dkim', 'policy-outage', 'policy-broken', 'without-proof', 'spam-verdict', 'advice', 'spam'],
        sure: 'likely',
        weight: 8,
      },
      { says: ['ip-may-not-send'], steps: ['mail', 'rcpt', 'data'], not: ['relay'], sure: 'likely', weight: 24 },
      { when: ({ reply }) => anySpf.test(reply.words), not: ['policy-outage', 'policy-broken'], weight: 14 },
      { enhanced: ['5.7.23'], when: inWords, not: ['policy-outage', 'policy-broken', 'without-proof'], sure: 'likely' },
    ],
    alternatives: ['sender-policy.unauthenticated', 'sender-policy.check-not-possible'],
  },
  {
    id: 'sender-policy.spf-broken',
    actor: 'dns-owner',
    ways: [
      { says: ['spf'], also: ['policy-broken'], not: ['policy-outage'], weight: 12 },
      { enhanced: ['5.7.24'], when: inWords, not: ['policy-outage'], sure: 'likely', weight: 8 },
    ],
    alternatives: ['phrase.spf-failed'],
  },
  {
    id: 'sender-policy.check-not-possible',
    actor: 'dns-owner',
    ways: [
      {
        says: [['spf', 'dkim', 'dmarc'], 'policy-outage'],
        codes: [417, 421, 450, 451, 452, 454],
        weight: 8,
        not: ['too-fast'],
      },
      {
        says: ['policy-outage'],
        enhanced: ['4.7.20', '4.7.22', '4.7.23', '4.7.24', '4.7.26'],
        not: ['too-fast'],
        weight: 12,
      },
      {
        says: ['policy-outage'],
        also: [['spf', 'dkim', 'dmarc']],
        codes: [421, 450, 451],
        not: ['too-fast'],
        weight: 7,
        sure: 'likely',
      },
    ],
    alternatives: ['phrase.spf-failed', 'phrase.dmarc-reject'],
  },
  {
    id: 'sender-policy.unauthenticated',
    actor: 'dns-owner',
    ways: [
      { says: ['either-proof'], not: ['dmarc', 'policy-outage', 'spam-verdict'], weight: 10 },
      {
        says: ['without-proof', ['spf', 'required', 'refused', 'blocked', 'too-fast']],
        not: ['dmarc', 'policy-outage', 'login', 'policy-range', 'sending-address'],
        weight: 9,
      },
      { says: ['without-proof', 'spf'], weight: 9 },
      { says: ['unauthenticated-so'], not: ['login', 'dmarc'], weight: 14 },
      { says: ['dmarc-absent'], not: ['policy-outage'], weight: 14 },
    ],
    alternatives: ['phrase.spf-failed', 'sender-policy.dkim-failed'],
  },
  {
    id: 'sender-policy.dkim-failed',
    actor: 'you',
    ways: [
      {
        says: brokenDkim,
        not: notDkimAlone,
        when: forGood,
        weight: 0,
      },
      {
        says: brokenDkim,
        not: notDkimAlone,
        sure: 'likely',
        weight: 6,
      },
      {
        says: ['dkim', 'failed'],
        not: ['spf', 'dmarc', 'policy-outage', 'reputation-word', 'signing-key'],
        sure: 'likely',
      },
      { says: ['arc', ['failed', 'invalid', 'refused']], not: ['dmarc', 'policy-outage'], weight: 6 },
      { enhanced: ['5.7.20', '5.7.21', '5.7.22'], not: ['policy-outage', 'signing-key'], also: ['dkim'], weight: 6 },
    ],
    alternatives: [
      'sender-policy.dkim-key-missing',
      'sender-policy.check-not-possible',
      'server.scan-failed',
      'server.internal-error',
    ],
  },
  {
    id: 'sender-policy.dkim-key-missing',
    actor: 'dns-owner',
    ways: [{ says: ['dkim', 'signing-key'], not: ['policy-outage', 'dmarc'], weight: 8 }],
    alternatives: ['sender-policy.dkim-failed'],
  },
  {
    id: 'phrase.dmarc-reject',
    actor: 'dns-owner',
    ways: [
      { says: ['dmarc'], when: forGood, not: ['policy-outage', 'policy-broken', 'dmarc-absent'], weight: 4 },
      { says: ['dmarc'], not: ['policy-outage', 'policy-broken', 'dmarc-absent'], sure: 'likely', weight: 10 },
    ],
    alternatives: ['sender-policy.check-not-possible', 'sender-policy.unauthenticated'],
  },
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
        not: [
          'hello-first',
          'not-that-name',
          'borrowed-name',
          'unresolvable',
          'full-name',
          'login',
          'on-list',
          'not-supported',
          'command',
          'broken-dns-data',
          'invalid',
          'transaction',
        ],
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
        not: [
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
          'syntax',
        ],
        when: forGood,
        sure: 'likely',
      },
      { says: ['hello-argument', ['own-list', 'on-list']], not: ['list-name', 'sending-address'], sure: 'likely' },
      { says: ['hello-argument', 'bad-helo-list'], weight: 12 },
      {
        says: ['hello-argument', 'command', 'turned-away'],
        not: ['unresolvable', 'full-name', 'not-that-name', 'broken-dns-data', 'invalid', 'on-list'],
        sure: 'likely',
        weight: 4,
      },
      {
        says: ['hello-argument', 'turned-away'],
        not: ['unresolvable', 'full-name', 'not-that-name', 'broken-dns-data', 'on-list'],
        when: forGood,
        sure: 'likely',
        weight: -4,
      },
    ],
    alternatives: ['phrase.hello-name', 'sender-policy.hello-of-another', 'phrase.client-refused'],
    experiments: ['other-hello'],
  },
  {
    id: 'sender-policy.broken-dns-data',
    actor: 'dns-owner',
    ways: [{ says: ['broken-dns-data'], origin: 'any', not: ['sender-verify-failed', 'verification'], weight: 16 }],
  },
];
