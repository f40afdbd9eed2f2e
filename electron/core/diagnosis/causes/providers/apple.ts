/** What iCloud Mail's servers say, by Apple's page for postmasters and by replies of theirs that were published. */
import { ofProvider } from './of-provider.ts';

export const appleCauses = ofProvider('apple', [
  {
    id: 'apple.sender-not-yours',
    actor: 'you',
    ways: [
      { codes: [550, 553, 554], words: ['not one of your addresses'] },
      { codes: [550, 553, 554], says: ['not-your-sender'] },
    ],
  },
  {
    id: 'apple.unauthenticated',
    actor: 'dns-owner',
    ways: [{ codes: [550, 554], says: [['either-proof', 'without-proof']] }],
  },
  {
    id: 'apple.dmarc-reject',
    actor: 'dns-owner',
    ways: [{ codes: [550, 554], says: ['dmarc'], not: ['policy-outage'] }],
  },
  {
    id: 'apple.local-policy',
    actor: 'you',
    ways: [{ codes: [550, 554], words: [['[cs01]', 'local policy']], sure: 'likely' }],
    alternatives: ['phrase.spam', 'reputation.address-poor', 'reputation.domain-poor'],
  },
  {
    id: 'apple.recipient-too-fast',
    actor: 'you',
    ways: [
      { codes: [421, 450, 451], says: [['too-fast', 'recipients-own-rate']] },
      { codes: [421], words: ['excessive volume'] },
    ],
  },
]);
