/** What lies with the client program: its settings, the message it was given, and what it wanted and the server does not offer. */
import type { Cause } from '../../types.ts';

export const clientSideCauses: readonly Cause[] = [
  {
    id: 'client.misconfigured',
    actor: 'you',
    ways: [
      { says: ['bad-setting'], origin: 'client', weight: 16 },
      { says: ['own-sasl'], origin: 'client', weight: 22 },
    ],
  },
  {
    id: 'client.misused',
    actor: 'you',
    ways: [{ says: ['misuse'], origin: 'client', weight: 14 }],
  },
  {
    id: 'client.no-recipients',
    actor: 'you',
    ways: [{ says: ['no-recipient-given'], origin: 'client', weight: 18 }],
  },
  {
    id: 'client.bad-address',
    actor: 'you',
    ways: [{ says: ['bad-address'], origin: 'client', weight: 8, not: ['bad-setting'] }],
  },
  {
    id: 'client.no-local-mailer',
    actor: 'you',
    ways: [{ says: ['local-mailer'], origin: 'client', weight: 14 }],
  },
  {
    id: 'client.smtputf8-not-offered',
    actor: 'you',
    ways: [
      { says: ['not-ascii-mail', ['is-not-offered', 'required', 'not-allowed']], origin: 'client', weight: 10 },
      { says: ['ascii-local-parts'], origin: 'client', weight: 16 },
    ],
  },
  {
    id: 'client.starttls-not-offered',
    actor: 'you',
    ways: [
      {
        says: ['starttls-not-there'],
        origin: 'client',
        weight: 16,
        not: ['tls-module', 'auth-word', 'dane-words', 'not-ascii-mail', 'method-word', 'temporary'],
      },
      {
        says: ['starttls-word', 'is-not-offered'],
        origin: 'client',
        sure: 'likely',
        weight: 6,
        not: ['tls-module', 'auth-word', 'dane-words', 'not-ascii-mail', 'method-word'],
      },
      { says: ['tls-unsupported'], origin: 'client', weight: 8, not: ['dane-words'] },
    ],
    alternatives: ['client.tls-missing', 'server.tls-not-available'],
    experiments: ['implicit-tls'],
  },
  {
    id: 'client.auth-not-offered',
    actor: 'you',
    ways: [{ says: ['auth-word', 'is-not-offered'], origin: 'client', weight: -5, not: ['method-word', 'no-secret'] }],
    experiments: ['port-587', 'with-starttls'],
  },
  {
    id: 'client.login-refused',
    actor: 'you',
    ways: [
      { says: ['logins-failed'], origin: 'client', weight: 6, sure: 'likely' },
      {
        says: [['login-failed-here', 'no-method-succeeded']],
        origin: 'client',
        weight: 3,
        sure: 'likely',
        not: ['is-not-offered', 'was-closed', 'connect-timeout'],
      },
    ],
    alternatives: ['auth.bad-credentials', 'auth.backend-broken'],
  },
  {
    id: 'client.queue-expired',
    actor: 'server-admin',
    ways: [{ says: ['too-old'], origin: 'any', not: ['still-trying', 'no-address'], weight: 14 }],
    alternatives: ['client.timed-out', 'client.refused'],
  },
];
