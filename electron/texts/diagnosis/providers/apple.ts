/** Diagnoses of replies of iCloud Mail, in words. */
import type { DiagnosisText } from '../types.ts';

const postmaster = { source: 'https://support.apple.com/en-us/102322', verifiedOn: '2025-02-25' };
const ownAddresses = { source: 'https://github.com/TryGhost/Ghost/issues/17012', verifiedOn: '2023-06-14' };
const quotedReplies = { source: 'https://smtp.codes/icloud', verifiedOn: '2026-11-30' };

export const appleTexts = {
  'apple.sender-not-yours': {
    title: 'Sender does not belong to the login',
    cause:
      'Apple’s servers send for the account’s own addresses and aliases alone, in MAIL FROM too, and this sender is none of them.',
    remedy:
      'Use the account’s iCloud address, one of its aliases, or an address of a custom domain that is set up for iCloud Mail, written as it was made there, as the sender in MAIL FROM and From.',
    ...ownAddresses,
  },
  'apple.unauthenticated': {
    title: 'Neither SPF nor DKIM passed',
    cause: 'Apple checks SPF and DKIM of mail to iCloud, and this mail passed neither.',
    remedy: 'Set up SPF for the MAIL FROM domain and DKIM signing.',
    ...postmaster,
  },
  'apple.dmarc-reject': {
    title: 'Refused by the DMARC policy of the sender’s domain',
    cause:
      'The domain in From asks by DMARC to refuse mail that passes neither SPF nor DKIM for it; iCloud Mail honours that.',
    remedy:
      'Sign with DKIM for the domain in From, or send through a server in its SPF record with the same domain in MAIL FROM.',
    ...postmaster,
  },
  'apple.local-policy': {
    title: 'Refused by iCloud’s policy',
    cause:
      'Apple refused the message by a policy of its own, and does not say which: reputation, content and authentication are among its reasons.',
    remedy:
      'Check SPF, DKIM, DMARC and the reverse name of the sending address, then send a plain message to compare; Apple’s postmasters (icloudadmin@apple.com) answer with the reply and the address of the server.',
    ...postmaster,
  },
  'apple.recipient-too-fast': {
    title: 'Recipient gets too much mail',
    cause: 'So much mail comes for this recipient that iCloud puts it off.',
    remedy: 'Send less to this recipient and let the queue try again later.',
    ...quotedReplies,
  },
} satisfies Readonly<Record<string, DiagnosisText>>;
