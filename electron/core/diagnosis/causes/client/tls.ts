/** TLS as the client's library judges it: the certificate, the versions, the terms, and what was no TLS at all. */
import type { Cause } from '../../types.ts';

const cert = 'about-certificate' as const;
/** A reason that is named beats the bare "verify failed", which has the same words and more of them. */
const named = 12;

export const clientTlsCauses: readonly Cause[] = [
  {
    id: 'tls.certificate-expired',
    actor: 'server-admin',
    ways: [
      {
        also: [cert, 'has-expired'],
        origin: 'client',
        weight: named,
        not: ['is-before', 'revocation-open', 'credentials'],
      },
    ],
  },
  {
    id: 'tls.certificate-not-yet-valid',
    // A clock that shows a year long past is this machine's own fault.
    actor: ({ reply }) => (/current time (?:19|200|201)/.test(reply.words) ? 'you' : 'server-admin'),
    ways: [{ also: [cert, 'not-valid-yet'], origin: 'client', weight: named + 1, not: ['is-after'] }],
  },
  {
    id: 'tls.name-mismatch',
    // Of a certificate that is good for other names, the typed name is what is easiest to change.
    actor: ({ certificate, reply }) =>
      reply.words.includes('legacy common name') ||
      (certificate !== null && (certificate.chainError !== null || certificate.altNames.length === 0))
        ? 'server-admin'
        : 'you',
    ways: [
      {
        also: [cert, 'other-name'],
        origin: 'client',
        weight: named,
        not: ['has-expired', 'not-valid-yet', 'fingerprint', 'bare-wrong-host'],
      },
      {
        says: ['other-name'],
        origin: 'client',
        weight: named + 8,
        sure: 'likely',
        not: ['has-expired', 'not-valid-yet', 'fingerprint', 'not-your-sender', 'bare-wrong-host'],
      },
    ],
    alternatives: ['client.misconfigured'],
  },
  {
    id: 'tls.certificate-self-signed',
    actor: 'server-admin',
    ways: [{ also: ['self-signed'], origin: 'client', weight: named + 12, not: ['in-chain'] }],
  },
  {
    id: 'tls.certificate-untrusted-root',
    actor: 'server-admin',
    ways: [{ also: ['self-signed', 'in-chain'], origin: 'client', weight: named + 4 }],
  },
  {
    id: 'tls.certificate-chain-incomplete',
    actor: 'server-admin',
    ways: [
      {
        also: [cert, 'unknown-issuer'],
        origin: 'client',
        weight: named - 2,
        not: ['has-expired', 'other-name', 'self-signed', 'revocation-open', 'ca-file'],
      },
    ],
  },
  {
    id: 'tls.certificate-revoked',
    actor: 'server-admin',
    ways: [{ also: [cert, 'revoked'], origin: 'client', weight: named + 2 }],
  },
  {
    id: 'tls.revocation-unknown',
    actor: 'you',
    ways: [
      {
        says: ['revocation-open', 'handshake-trouble'],
        origin: 'client',
        weight: named,
        not: ['revoked', 'self-signed', 'could-not-read'],
      },
      {
        says: ['revocation-unanswered'],
        origin: 'client',
        weight: named + 10,
        not: ['revoked', 'could-not-read', 'ca-file'],
      },
      {
        also: ['revocation-open'],
        origin: 'client',
        sure: 'open',
        weight: named + 10,
        not: ['revoked', 'could-not-read'],
      },
    ],
  },
  {
    id: 'tls.certificate-weak',
    actor: 'server-admin',
    ways: [
      { also: [cert, 'weak-key'], origin: 'client', weight: named + 1 },
      { says: ['weak-key'], origin: 'client', weight: named },
    ],
  },
  {
    id: 'tls.certificate-not-trusted',
    // A check that the program has written itself.
    actor: ({ reply }) => (reply.words.includes('callback') ? 'you' : 'server-admin'),
    ways: [
      { also: [cert, 'not-verified'], origin: 'client', weight: 6, not: ['ca-file'], sure: 'likely' },
      { also: ['about-certificate', 'fingerprint', ['mismatch', 'failed']], origin: 'client' },
      { says: ['fingerprint', 'mismatch'], origin: 'client' },
    ],
    alternatives: ['tls.certificate-chain-incomplete', 'tls.certificate-expired', 'tls.name-mismatch'],
  },
  {
    id: 'client.plain-text-for-tls',
    actor: 'you',
    ways: [
      { says: ['not-tls'], origin: 'client', weight: 16, sure: 'likely' },
      {
        says: ['not-tls'],
        origin: 'client',
        weight: 16,
        when: ({ target }) => target.port === 587 || target.port === 25,
      },
    ],
    alternatives: ['client.other-service', 'client.tls-broken-off'],
    experiments: ['with-starttls', 'implicit-tls'],
  },
  {
    id: 'client.tls-version',
    // What this client's own settings switch off.
    actor: ({ reply }) => (reply.words.includes('protocol is disabled') ? 'you' : 'server-admin'),
    ways: [
      {
        also: ['about-tls', 'version-mismatch'],
        origin: 'client',
        weight: 10,
        not: ['not-tls', 'bad-setting', 'starttls-not-there'],
      },
    ],
    alternatives: ['client.tls-handshake'],
  },
  {
    id: 'client.tls-legacy-signature',
    actor: 'server-admin',
    ways: [{ says: ['old-signature'], origin: 'client', weight: 20 }],
  },
  {
    id: 'client.tls-legacy-renegotiation',
    actor: 'server-admin',
    ways: [{ says: ['old-renegotiation'], origin: 'client', weight: 20 }],
  },
  {
    id: 'client.tls-short-group',
    actor: 'server-admin',
    ways: [{ says: ['short-group'], origin: 'client', weight: 20 }],
  },
  {
    id: 'client.tls-handshake',
    // A client that cannot even make a key of that length.
    actor: ({ reply }) => (reply.words.includes('could not generate') ? 'you' : 'server-admin'),
    ways: [
      {
        says: ['no-common-terms'],
        origin: 'client',
        weight: 14,
        not: ['not-tls', 'version-mismatch', 'not-verified', 'weak-key'],
      },
    ],
    alternatives: ['client.tls-version', 'client.tls-broken-off'],
  },
  {
    id: 'client.tls-broken-off',
    actor: 'server-admin',
    ways: [
      {
        also: ['handshake', 'handshake-ended'],
        origin: 'client',
        weight: 2,
        not: ['not-tls', 'not-verified', 'starttls-word', 'dane-words', 'gives-no-reason', 'was-refused'],
      },
      {
        also: ['handshake', 'handshake-trouble'],
        origin: 'client',
        weight: 0,
        sure: 'likely',
        not: ['not-tls', 'not-verified', 'starttls-word', 'dane-words', 'gives-no-reason', 'was-refused'],
      },
    ],
    alternatives: [
      'tls.certificate-not-trusted',
      'client.tls-version',
      'client.tls-handshake',
      'client.plain-text-for-tls',
    ],
  },
  {
    id: 'client.tls-missing',
    actor: 'you',
    ways: [{ says: ['tls-module'], origin: 'client', weight: 18 }],
  },
  {
    id: 'client.ca-store',
    actor: 'you',
    ways: [{ also: ['ca-file', 'could-not-read'], origin: 'client', weight: 10 }],
  },
  {
    id: 'client.tls-intercepted',
    actor: 'network',
    ways: [
      { says: ['interception'], origin: 'client', weight: 10, sure: 'likely' },
      { also: ['interception', cert], origin: 'client', weight: 20, sure: 'likely' },
    ],
    alternatives: ['tls.certificate-self-signed', 'tls.certificate-chain-incomplete', 'client.tls-broken-off'],
  },
  {
    id: 'client.dane-failed',
    actor: 'dns-owner',
    ways: [
      {
        says: ['dane-words', ['failed', 'invalid', 'missing', 'not-supported', 'not-allowed']],
        origin: 'any',
        sure: 'likely',
        weight: 8,
      },
      { says: ['non-dnssec'], origin: 'client', weight: 8 },
    ],
  },
];
