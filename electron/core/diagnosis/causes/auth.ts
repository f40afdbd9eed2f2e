/** The login: wanted, refused, not possible this way, broken on the server's side. */
import type { Cause } from '../types.ts';

const answersToLogin = ['auth'] as const;
const mailSteps = ['mail', 'rcpt', 'data'] as const;

export const authCauses: readonly Cause[] = [
  {
    id: 'phrase.login-first',
    actor: 'you',
    asks: ['login'],
    ways: [
      {
        says: ['login', 'required'],
        not: ['tls', 'mechanism', 'app-password', 'send-as', 'parameter-name', 'mismatch', 'proof-of-mail'],
        plain: true,
        steps: ['ehlo', ...mailSteps],
      },
      { says: ['login', 'required'], codes: [530], not: ['tls', 'app-password'], weight: 2 },
      { says: ['anonymous-sender', ['refused', 'not-allowed']], steps: mailSteps, plain: true, weight: 6 },
      { says: ['anonymous', ['refused', 'failed']], steps: mailSteps, not: ['mechanism', 'message'], plain: true },
      {
        says: ['anonymous'],
        steps: mailSteps,
        enhanced: ['5.7.57', '5.7.0', '5.7.1'],
        not: ['mechanism', 'tls', 'network-address'],
      },
      {
        says: ['login-demanded'],
        steps: ['ehlo', ...mailSteps],
        not: ['tls', 'mechanism', 'app-password', 'parameter-name', 'sender-policy', 'send-as'],
        weight: 12,
      },
      { says: ['login-demanded'], also: ['tls'], codes: [530], steps: mailSteps, sure: 'likely', weight: 4 },
      {
        says: ['login-missing'],
        at: mailSteps,
        not: ['mechanism', 'message', 'domain', 'network-address', 'tls', 'our-host'],
        plain: true,
        sure: 'likely',
      },
      { says: ['pop-first'], steps: ['ehlo', ...mailSteps], weight: 10 },
      { codes: [530], at: mailSteps, when: ({ reply }) => reply.words.trim() === '' },
    ],
    alternatives: ['phrase.relay-denied', 'phrase.starttls-first'],
    experiments: ['with-login'],
  },
  {
    id: 'auth.bad-credentials',
    actor: 'you',
    asks: ['password'],
    // 454 says that the server could not check it.
    ruledOutBy: ({ reply }) => reply.code === 454 || reply.code === 432,
    ways: [
      {
        says: ['credentials', ['failed', 'refused', 'unknown', 'invalid']],
        steps: answersToLogin,
        not: ['relay', 'token', 'tls', 'own-file', 'unreachable', 'client-certificate'],
        origin: 'any',
        plain: true,
        sure: 'likely',
      },
      {
        says: [
          ['username', 'password', 'account'],
          ['refused', 'unknown', 'invalid', 'failed'],
        ],
        at: answersToLogin,
        not: ['temporary', 'smtp-for-account', 'account'],
      },
      {
        says: ['account', ['refused', 'unknown', 'invalid', 'failed']],
        at: answersToLogin,
        not: ['temporary', 'smtp-for-account'],
        sure: 'likely',
      },
      {
        says: ['password', ['refused', 'unknown', 'invalid', 'failed']],
        steps: answersToLogin,
        not: ['app-password', 'temporary'],
      },
      { says: ['auth-log', 'log-refused'], origin: 'client', weight: 20 },
      {
        // Another mechanism was tried before, and the password judged then: that this one is not to be had says less.
        at: answersToLogin,
        codes: [500, 502, 503, 504],
        when: ({ session }) => session.earlier.some(({ phase, code }) => phase === 'auth' && code === 535),
        weight: 30,
        sure: 'likely',
      },
      { says: ['login', 'failed'], codes: [535], steps: answersToLogin, sure: 'likely' },
      { codes: [535], enhanced: ['5.7.8'], steps: answersToLogin, not: ['certificate-word'], sure: 'likely' },
    ],
    alternatives: ['auth.backend-broken', 'phrase.app-password', 'auth.account-disabled'],
    experiments: ['other-mechanism', 'other-login'],
  },
  {
    id: 'auth.token-refused',
    actor: 'you',
    ways: [
      { says: ['token', ['refused', 'unknown', 'invalid', 'failed', 'expired']], steps: answersToLogin },
      {
        says: ['credentials', ['failed', 'refused', 'unknown', 'invalid']],
        steps: answersToLogin,
        when: ({ session }) => session.secret === 'token',
        sure: 'likely',
      },
      { codes: [535], steps: answersToLogin, when: ({ session }) => session.secret === 'token', sure: 'likely' },
    ],
  },
  {
    id: 'auth.credentials-expired',
    actor: 'you',
    ways: [{ says: [['password', 'token', 'credentials'], 'expired'], steps: answersToLogin, weight: 2 }],
  },
  {
    id: 'phrase.app-password',
    actor: 'you',
    asks: ['password'],
    ways: [
      { says: ['app-password', ['required', 'please', 'failed', 'refused']], steps: answersToLogin, weight: 4 },
      { says: ['browser-login'], steps: answersToLogin, weight: 8 },
    ],
  },
  {
    id: 'auth.disabled-for-account',
    actor: 'mailbox-admin',
    ways: [
      { says: ['smtp-auth', 'disabled'], also: ['login'], not: ['mechanism'], steps: answersToLogin, weight: 4 },
      { says: ['smtp-for-account'], at: answersToLogin, weight: 20 },
      { says: ['not-met'], also: ['login'], steps: answersToLogin, sure: 'likely', weight: 6 },
    ],
  },
  {
    id: 'auth.account-disabled',
    // Subject 2 is the recipient's mailbox, and so is what a message to somebody ran into.
    ruledOutBy: ({ phase, reply }) =>
      reply.enhanced?.subject === 2 || (phase !== 'auth' && /\bmessage to <?[^\s@]{1,64}@/i.test(reply.words)),
    actor: ({ phase, reply }) =>
      phase !== 'auth' ? 'provider' : reply.code === 525 ? 'mailbox-admin' : 'server-admin',
    ways: [
      {
        says: ['account', 'disabled'],
        steps: answersToLogin,
        weight: 4,
        not: ['smtp-auth', 'mechanism', 'unusual-activity', 'recipient'],
      },
      {
        says: ['account', 'disabled'],
        at: answersToLogin,
        weight: 4,
        not: ['smtp-auth', 'mechanism', 'unusual-activity'],
      },
      { says: [['account', 'server'], 'disabled'], codes: [535], weight: 4, not: ['smtp-auth', 'mechanism'] },
      { codes: [525], enhanced: ['5.7.13'], at: answersToLogin, not: ['anonymous'] },
    ],
  },
  {
    id: 'auth.account-not-activated',
    actor: 'you',
    ways: [{ says: ['activate'], weight: 10 }],
  },
  {
    id: 'auth.account-blocked',
    actor: 'provider',
    ways: [
      { says: ['unusual-activity'], also: ['account'], weight: 4, not: ['our-host'] },
      { says: ['unusual-activity', 'outgoing'], weight: 4, not: ['our-host'] },
      {
        says: ['outgoing', 'disabled'],
        weight: 4,
        steps: mailSteps,
        not: ['our-host', 'reputation', 'message', 'domain'],
      },
    ],
    alternatives: ['auth.account-disabled'],
  },
  {
    id: 'auth.too-many-failures',
    actor: 'you',
    ways: [
      { says: ['too-many', ['login', 'credentials'], ['failed', 'a-command']], weight: 2, not: ['plan'] },
      { says: ['too-many', 'attempts'], at: answersToLogin, not: ['plan', 'connections'], weight: 12 },
      { says: ['too-many-logins'], not: ['plan', 'connections'], weight: 14 },
    ],
  },
  {
    id: 'auth.mechanism-not-available',
    actor: 'you',
    ways: [
      { says: ['mechanism', ['not-supported', 'unknown', 'refused']], not: ['tls', 'not-met', 'smtp-auth'], weight: 4 },
      {
        says: ['mechanism', ['not-supported', 'unknown', 'missing', 'not-allowed']],
        origin: 'client',
        not: ['tls'],
        weight: 6,
      },
      { says: ['anonymous', 'login', 'refused'], at: answersToLogin, not: ['required'] },
      { says: ['method-word', 'is-not-offered'], origin: 'client', weight: 8 },
      { says: ['mechanism', 'failed'], codes: [504], not: ['tls'] },
      { says: ['mechanism', 'too-weak'], not: ['tls', 'required'], codes: [504, 535], weight: 4 },
      { codes: [504], at: answersToLogin, sure: 'likely' },
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
      },
      { says: ['tls', 'required'], at: answersToLogin, not: ['starttls', 'client-certificate'] },
      { says: ['tls', 'required', 'mechanism'], not: ['starttls', 'client-certificate'] },
      { says: ['login', 'insecure', ['refused', 'not-allowed']], origin: 'client', weight: 2 },
      { says: ['login', 'insecure', 'disabled'], origin: 'any', not: ['mechanism'], weight: 6 },
      { says: ['unencrypted-connection'], also: ['login'], origin: 'client', weight: 4 },
      { says: ['unencrypted-connection'], origin: 'client', not: ['about-certificate'], sure: 'likely' },
      { says: ['secure-mechanism', 'failed'], origin: 'client', weight: 4, sure: 'likely' },
      { says: ['login', 'until-tls'], at: answersToLogin, weight: 16 },
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
      {
        says: [
          ['login', 'credentials'],
          ['temporary', 'temporary-error'],
        ],
        not: ['too-many'],
        plain: true,
        weight: 4,
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
      { says: ['login', 'temporary'], codes: [421, 432, 435, 450, 451, 454], steps: answersToLogin },
      { says: ['internal'], at: answersToLogin },
      { says: ['temporary-error'], at: answersToLogin, not: ['tls', 'too-many', 'account'], sure: 'likely', weight: 4 },
      {
        says: ['password', 'temporary', 'failed'],
        at: answersToLogin,
        codes: [421, 432, 435, 450, 451, 454],
        sure: 'likely',
      },
      { says: ['auth-log', 'log-temporary'], origin: 'client', weight: 2 },
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
      },
      {
        says: ['identity-change', ['missing', 'refused', 'not-allowed']],
        at: answersToLogin,
        codes: [500, 501, 502, 503],
        weight: 2,
      },
    ],
  },
  {
    id: 'phrase.sender-not-owned',
    actor: 'you',
    ways: [
      { says: ['send-as-denied'], weight: 20 },
      { says: ['relay-as'], weight: 14 },
      { says: ['not-your-sender'], steps: mailSteps, not: ['sender-policy', 'our-host', 'content'], weight: 18 },
      {
        says: ['send-as', ['not-allowed', 'refused', 'mismatch', 'invalid']],
        plain: true,
        not: ['network-address', 'other-relay'],
        weight: 4,
      },
      {
        says: ['send-as'],
        enhanced: ['5.2.252', '5.7.60', '5.7.1'],
        weight: 2,
        steps: mailSteps,
        not: ['other-relay'],
      },
      { says: ['sender', ['owned'], ['mismatch', 'not-allowed', 'refused']], steps: mailSteps, plain: true, weight: 4 },
      { says: ['sender', 'mismatch', 'login'], steps: mailSteps, plain: true, weight: 4 },
      {
        says: ['sender', 'not-allowed', 'anonymous'],
        steps: mailSteps,
        plain: true,
        not: ['anonymous-sender'],
        weight: 4,
      },
    ],
  },
];
