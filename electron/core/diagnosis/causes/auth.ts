/** Who logs in: a login wanted, refused, of an account that may not, and addresses that are another's. What the exchange needs: mechanism.ts. */
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
        not: [
          'tls',
          'mechanism',
          'app-password',
          'send-as',
          'parameter-name',
          'mismatch',
          'proof-of-mail',
          'login-to-receive',
          'who-logged-in',
        ],
        plain: true,
        // 501 is about how a command is written: "must" asks for something in it.
        when: ({ reply }) => reply.code !== 501,
        steps: ['ehlo', ...mailSteps],
      },
      { says: ['login', 'required'], codes: [530], not: ['tls', 'app-password'], weight: 2 },
      { says: ['anonymous-sender', ['refused', 'not-allowed']], steps: mailSteps, plain: true, weight: 6 },
      {
        says: ['anonymous', ['refused', 'failed']],
        steps: mailSteps,
        not: ['mechanism', 'message'],
        plain: true,
        sure: 'likely',
      },
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
    alternatives: ['phrase.relay-denied', 'phrase.starttls-first', 'recipient.restricted'],
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
        says: ['credentials', ['failed', 'refused', 'unknown', 'invalid', 'mismatch']],
        steps: answersToLogin,
        not: [
          'relay',
          'token',
          'tls',
          'own-file',
          'unreachable',
          'client-certificate',
          'mechanism-refused',
          'not-your-sender',
          'send-as',
        ],
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
      {
        says: ['login', 'failed'],
        codes: [550, 551, 553, 554],
        at: answersToLogin,
        not: ['tls', 'mechanism', 'account', 'token', 'aborted'],
        sure: 'likely',
      },
      { codes: [535], enhanced: ['5.7.8'], steps: answersToLogin, not: ['certificate-word'], sure: 'likely' },
    ],
    alternatives: ['auth.backend-broken', 'phrase.app-password', 'auth.account-disabled', 'auth.disabled-for-account'],
    experiments: ['other-mechanism', 'other-login'],
  },
  {
    id: 'auth.token-refused',
    actor: 'you',
    ruledOutBy: ({ session }) => session.secret === 'password',
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
    ways: [
      { says: [['password', 'token', 'credentials'], 'expired'], steps: answersToLogin, weight: 2 },
      // And that alone, not as one of several.
      {
        says: [['password', 'token', 'credentials'], 'expired'],
        steps: answersToLogin,
        not: ['invalid', 'disabled'],
        weight: 14,
      },
      { says: ['login-expired'], origin: 'any', not: ['certificate'], steps: answersToLogin, weight: 10 },
    ],
  },
  {
    id: 'phrase.app-password',
    actor: 'you',
    asks: ['password'],
    ways: [
      { says: ['app-password', ['required', 'please', 'failed', 'refused']], steps: answersToLogin, weight: 4 },
      { says: ['app-password'], codes: [534, 535], at: answersToLogin, not: ['token'], weight: 4 },
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
    id: 'auth.not-from-here',
    actor: 'mailbox-admin',
    ruledOutBy: ({ session }) => session.loggedIn === true,
    ways: [
      {
        says: ['login-from-place', ['not-allowed', 'refused', 'blocked', 'disabled']],
        steps: answersToLogin,
        not: ['relay', 'many-failed-logins', 'tls'],
        weight: 30,
        sure: 'likely',
      },
    ],
    alternatives: ['auth.account-blocked', 'reputation.address-blocked', 'auth.bad-credentials'],
  },
  {
    id: 'auth.account-disabled',
    alternatives: ['mailbox.disabled', 'auth.account-blocked'],
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
        sure: 'likely',
        not: ['smtp-auth', 'mechanism', 'unusual-activity', 'recipient', 'recipient-noun'],
      },
      {
        says: ['account', 'disabled'],
        at: answersToLogin,
        weight: 4,
        not: ['smtp-auth', 'mechanism', 'unusual-activity'],
      },
      {
        says: ['account', 'disabled'],
        codes: [535],
        steps: answersToLogin,
        weight: 4,
        not: ['smtp-auth', 'mechanism'],
      },
      {
        says: ['server', 'disabled'],
        codes: [535],
        weight: 4,
        not: ['smtp-auth', 'mechanism', 'our-host', 'mailbox-noun'],
      },
      { codes: [525], enhanced: ['5.7.13'], at: answersToLogin, not: ['anonymous', 'recipient-noun'] },
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
      { says: ['account-on-list'], steps: mailSteps, sure: 'likely', weight: 14 },
      { says: ['outgoing-blocked'], not: ['our-host', 'reputation', 'greylist'], sure: 'likely', weight: 14 },
      { says: ['unusual-activity', 'outgoing'], weight: 4, not: ['our-host'] },
      {
        says: ['outgoing', 'disabled'],
        weight: 4,
        steps: mailSteps,
        not: ['our-host', 'reputation', 'message', 'domain'],
      },
    ],
    alternatives: ['auth.account-disabled', 'sender.allowance-used-up'],
  },
  {
    id: 'auth.too-many-failures',
    actor: 'you',
    ways: [
      {
        says: ['too-many', ['login', 'credentials'], ['failed', 'a-command']],
        weight: 2,
        not: ['plan', 'sender-policy'],
      },
      { says: ['many-failed-logins'], steps: answersToLogin, not: ['plan', 'sender-policy'], weight: 30 },
      { says: ['too-many', 'attempts'], at: answersToLogin, not: ['plan', 'connections'], weight: 12 },
      { says: ['too-many-logins'], not: ['plan', 'connections'], weight: 14, sure: 'likely' },
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
      {
        says: ['sender', ['owned'], ['mismatch', 'not-allowed', 'refused']],
        steps: mailSteps,
        not: ['ip-may-not-send'],
        plain: true,
        weight: 4,
      },
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
