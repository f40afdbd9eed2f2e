/** What DNS has to say of the sender: SPF, DKIM, DMARC, and records that are broken. */
import type { Cause } from '../../types.ts';
import { forGood, inWords } from '../of-reply.ts';

const anySpf = /openspf\.(?:org|net)\/why/i;
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
const notDkimAlone = [
  'spf',
  'dmarc',
  'policy-outage',
  'reputation-word',
  'signing-key',
  'too-fast',
  'signs-itself',
] as const;

export const proofCauses: readonly Cause[] = [
  {
    id: 'phrase.spf-failed',
    actor: 'dns-owner',
    ways: [
      {
        says: [
          'spf',
          ['failed', 'not-allowed', 'refused', 'mismatch', 'invalid', 'unknown', 'blocked', 'not-that-name'],
        ],
        not: [
          'dmarc',
          'dkim',
          'policy-outage',
          'policy-broken',
          'without-proof',
          'spam-verdict',
          'internal',
          'some-error',
          'advice',
        ],
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
        not: ['spf', 'dmarc', 'policy-outage', 'reputation-word', 'signing-key', 'signs-itself'],
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
    id: 'sender-policy.broken-dns-data',
    actor: 'dns-owner',
    ways: [{ says: ['broken-dns-data'], origin: 'any', not: ['sender-verify-failed', 'verification'], weight: 16 }],
  },
];
