/** TLS of a session: wanted first, already on, with a certificate of the client. */
import type { Cause } from '../../types.ts';

export const sessionTlsCauses: readonly Cause[] = [
  {
    id: 'phrase.starttls-first',
    actor: 'you',
    asks: ['tls'],
    // Subject 4 is about the way to the next server: then it is that one which has no TLS.
    ruledOutBy: ({ reply }) => reply.enhanced?.subject === 4,
    ways: [
      {
        says: ['starttls', 'required'],
        not: ['not-supported', 'syntax', 'client-certificate', 'tls-active', 'login-demanded'],
        steps: ['ehlo', 'auth', 'mail', 'rcpt', 'data'],
        weight: 4,
      },
      {
        says: ['tls', 'required'],
        not: [
          'not-supported',
          'syntax',
          'client-certificate',
          'mechanism',
          'already',
          'parameter-name',
          'login-demanded',
          'the-next-server',
          'extension-name',
        ],
        steps: ['ehlo', 'mail', 'rcpt', 'data'],
        weight: 4,
      },
      {
        says: ['not-over-tls', ['blocked', 'refused', 'too-fast']],
        not: ['login', 'not-supported', 'client-certificate'],
        steps: ['ehlo', 'mail', 'rcpt', 'data'],
        weight: 4,
      },
      { says: ['encryption-weak'], steps: ['mail', 'rcpt', 'data'], sure: 'likely', weight: 16 },
      {
        says: ['insecure', 'refused'],
        not: ['login', 'mechanism', 'password', 'credentials', 'not-supported', 'client-certificate'],
        steps: ['ehlo', 'mail', 'rcpt', 'data'],
        weight: 4,
      },
    ],
    experiments: ['with-starttls', 'implicit-tls'],
  },
  {
    id: 'session.tls-already-active',
    actor: 'you',
    ways: [{ says: ['tls', 'tls-active'], codes: [454, 500, 501, 502, 503, 504, 554], steps: ['starttls'], weight: 4 }],
  },
  {
    id: 'phrase.client-certificate',
    actor: 'you',
    // 538 is about the encryption that a login needs.
    ruledOutBy: ({ reply }) => reply.code === 538,
    ways: [
      { says: ['client-certificate', ['required', 'missing']], weight: 6 },
      { says: ['peer-showed-none'], origin: 'any', weight: 22 },
    ],
  },
  {
    id: 'session.client-certificate-refused',
    actor: 'you',
    ways: [
      {
        says: ['client-certificate', ['refused', 'invalid', 'failed', 'mismatch', 'unknown']],
        weight: 4,
        not: ['required'],
      },
      { says: ['tls-fingerprint', ['invalid', 'mismatch', 'unknown']], sure: 'likely', weight: 8 },
      { says: ['peer-alert', 'client-certificate'], origin: 'client', weight: 8, sure: 'likely' },
    ],
  },
];
