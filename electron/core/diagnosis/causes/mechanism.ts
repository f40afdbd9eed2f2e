/** How one logs in: mechanisms that are not there, TLS first, a service behind it that is broken, an exchange that went wrong. */
import type { Cause } from '../types.ts';

const answersToLogin = ['auth'] as const;

export const mechanismCauses: readonly Cause[] = [
  {
    id: 'auth.mechanism-not-available',
    actor: 'you',
    ways: [
      { says: ['mechanism', ['not-supported', 'unknown', 'refused']], not: ['tls', 'not-met', 'smtp-auth'], weight: 4 },
      {
        says: ['mechanism', ['not-supported', 'unknown', 'missing', 'not-allowed']],
        origin: 'client',
        not: ['tls', 'auth-log'],
        weight: 6,
      },
      { says: ['anonymous', 'login', 'refused'], at: answersToLogin, not: ['required'] },
      { says: ['method-word', 'is-not-offered'], origin: 'client', weight: 8 },
      { says: ['no-mechanism'], at: answersToLogin, weight: 20 },
      // What stands behind a general sentence is the reason of it.
      { says: ['login', 'mechanism-refused'], origin: 'any', not: ['tls', 'smtp-auth', 'not-met'], weight: 16 },
      { says: ['mechanism', 'failed'], codes: [504], not: ['tls'] },
      { says: ['mechanism', 'too-weak'], not: ['tls', 'required'], codes: [504, 535], weight: 4 },
      { codes: [504], at: answersToLogin, not: ['exchange'], sure: 'likely' },
    ],
    experiments: ['other-mechanism'],
  },
  {
    id: 'auth.tls-first',
    actor: 'you',
    asks: ['tls'],
    ways: [
      {
        says: [
          ['login', 'mechanism'],
          ['tls', 'insecure'],
          ['required', 'refused', 'not-allowed'],
        ],
        weight: 2,
        not: ['starttls', 'client-certificate'],
        sure: 'likely',
      },
      { says: ['tls', 'required'], at: answersToLogin, not: ['starttls', 'client-certificate'] },
      { says: ['tls', 'required', 'mechanism'], not: ['starttls', 'client-certificate'] },
      { says: ['login', 'insecure', ['refused', 'not-allowed']], origin: 'client', weight: 2 },
      { says: ['login', 'insecure', 'disabled'], origin: 'any', not: ['mechanism'], weight: 6 },
      { says: ['unencrypted-connection'], also: ['login'], origin: 'client', weight: 4 },
      { says: ['unencrypted-connection'], origin: 'client', not: ['about-certificate'], sure: 'likely' },
      { says: ['secure-mechanism', 'failed'], origin: 'client', weight: 4, sure: 'likely' },
      { says: ['login', 'until-tls'], at: answersToLogin, weight: 16 },
      { says: ['needs-encryption'], origin: 'any', weight: 20 },
      { codes: [538], sure: 'likely' },
      { codes: [530], at: answersToLogin, sure: 'likely', not: ['app-password'] },
    ],
    experiments: ['with-starttls', 'implicit-tls'],
  },
  {
    id: 'auth.not-offered',
    actor: 'you',
    // 504 is about the parameter: the mechanism; 535 is the answer to a login that was tried.
    ruledOutBy: ({ reply }) => reply.code === 504 || reply.code === 535,
    ways: [
      {
        says: [['login', 'smtp-auth'], 'not-supported'],
        origin: 'any',
        not: ['mechanism', 'tls', 'send-as', 'out-of-order', 'disabled', 'login-service', 'temporary'],
        steps: [...answersToLogin, 'ehlo'],
      },
      {
        says: ['login', 'not-allowed'],
        codes: [500, 502, 503],
        not: ['transaction', 'tls', 'mechanism', 'out-of-order'],
        at: answersToLogin,
      },
      {
        says: ['login', 'not-supported'],
        codes: [500, 502, 503],
        not: ['transaction', 'tls', 'mechanism', 'out-of-order'],
      },
      {
        codes: [500, 502],
        at: answersToLogin,
        not: ['transaction', 'syntax', 'line-length', 'invalid', 'exchange'],
        sure: 'likely',
      },
    ],
    experiments: ['port-587', 'with-starttls'],
  },
  {
    id: 'auth.backend-broken',
    actor: 'server-admin',
    ways: [
      { says: ['backend-gives-none'], origin: 'any', weight: 30 },
      {
        says: [
          ['login', 'credentials'],
          ['temporary', 'temporary-error'],
        ],
        not: ['too-many'],
        plain: true,
        weight: 4,
        sure: 'likely',
      },
      {
        says: ['login-service', ['unreachable', 'failed', 'broken']],
        origin: 'any',
        steps: answersToLogin,
        not: ['relay', 'backend', 'lmtp', 'own-file'],
        plain: true,
        // 535 is the answer of what did check them.
        when: ({ reply }) => reply.code !== 535,
        weight: 0,
        sure: 'likely',
      },
      {
        says: ['login-service', ['unreachable', 'failed', 'broken']],
        origin: 'any',
        steps: answersToLogin,
        not: ['relay', 'backend', 'lmtp', 'own-file'],
        plain: true,
        sure: 'likely',
        weight: 6,
      },
      {
        says: ['login', 'unreachable'],
        steps: answersToLogin,
        weight: 6,
        not: ['no-reason', 'not-supported', 'own-file'],
        sure: 'likely',
      },
      {
        says: ['login', 'unreachable', 'failed'],
        steps: answersToLogin,
        when: ({ reply }) => reply.code !== 535,
        weight: -4,
        not: ['no-reason'],
      },
      {
        says: ['login', 'failed'],
        codes: [421, 450, 451],
        at: answersToLogin,
        not: ['too-many', 'credentials', 'aborted', 'password', 'mechanism'],
        sure: 'likely',
      },
      { says: ['login', 'temporary'], codes: [421, 432, 435, 450, 451, 454], steps: answersToLogin, sure: 'likely' },
      { says: ['internal'], at: answersToLogin },
      { says: ['temporary-error'], at: answersToLogin, not: ['tls', 'too-many', 'account'], sure: 'likely', weight: 4 },
      {
        says: ['password', 'temporary', 'failed'],
        at: answersToLogin,
        codes: [421, 432, 435, 450, 451, 454],
        sure: 'likely',
      },
      { says: ['auth-log', 'log-temporary'], origin: 'client', weight: 2 },
      { says: ['checker-unreachable'], at: answersToLogin, sure: 'likely', weight: 24 },
      { says: ['broken', 'login'], codes: [454, 451, 421], steps: answersToLogin, weight: 2 },
      {
        says: ['temporary'],
        codes: [454],
        at: answersToLogin,
        not: ['please', 'tls', 'too-many', 'account'],
        sure: 'likely',
      },
      { codes: [454], enhanced: ['4.7.0'], at: answersToLogin, not: ['please'], sure: 'likely' },
      { codes: [454], when: ({ reply }) => reply.words.trim() === '', at: answersToLogin, sure: 'likely' },
    ],
    alternatives: ['auth.bad-credentials', 'server.backend-unreachable', 'server.busy'],
  },
  {
    id: 'auth.exchange-broken',
    actor: 'you',
    ways: [
      { says: ['exchange', 'loop'], origin: 'any', weight: 16 },
      { says: ['login', 'odd-challenge'], origin: 'any', weight: 16, sure: 'likely' },
      { says: ['base64', ['invalid', 'failed', 'syntax']], steps: answersToLogin, weight: 4 },
      {
        says: ['exchange', ['invalid', 'failed', 'syntax', 'broken', 'by-client', 'unknown']],
        steps: answersToLogin,
        plain: true,
        weight: 4,
      },
      { says: ['exchange'], codes: [500, 501, 521, 535, 455], at: answersToLogin, sure: 'likely' },
      { says: ['syntax'], codes: [500, 501], at: answersToLogin, sure: 'likely' },
    ],
    alternatives: ['auth.bad-credentials'],
    experiments: ['other-mechanism'],
  },
  {
    id: 'auth.aborted',
    actor: 'you',
    ways: [{ says: ['login', 'aborted'], codes: [501, 500], steps: answersToLogin, weight: 2 }],
  },
  {
    id: 'auth.identity-not-allowed',
    actor: 'you',
    ways: [{ says: ['act-as', ['not-allowed', 'failed', 'refused', 'not-supported']], at: answersToLogin, weight: 4 }],
  },
  {
    id: 'auth.no-credentials',
    actor: 'you',
    ways: [{ says: ['no-secret'], origin: 'any', weight: 8 }],
  },
  {
    id: 'auth.already-logged-in',
    actor: 'you',
    ways: [
      {
        says: ['login', 'already'],
        codes: [501, 503, 500, 502],
        steps: answersToLogin,
        not: ['transaction', 'tls'],
        weight: 2,
        sure: 'likely',
      },
      {
        says: ['identity-change', ['missing', 'refused', 'not-allowed']],
        at: answersToLogin,
        codes: [500, 501, 502, 503],
        weight: 2,
      },
    ],
  },
];
