/** What only the session shows: that a login was taken before, that another host answers under this name, what the password is made of. */
import { deniesLmtp, speaksLmtp } from '../reading/lmtp.ts';
import { type Stranger, certificateOfAnother, strangerIn } from '../stranger.ts';
import type { Evidence } from '../evidence.ts';
import type { Cause } from '../types.ts';

const mailSteps = ['mail', 'rcpt', 'data'] as const;

export const anotherHost = {
  id: 'reach.another-host-answers',
  actor: 'network',
  // What a stranger says of passwords, senders and recipients is not about the account at the provider.
  ways: [
    { when: (seen) => isStranger(seen, 'proven'), weight: 60 },
    { when: (seen) => isStranger(seen, 'likely'), weight: 60, sure: 'likely' },
    { says: ['other-name'], when: certificateOfAnother, origin: 'client', weight: 60, sure: 'likely' },
  ],
  alternatives: ['client.tls-intercepted', 'tls.name-mismatch'],
  experiments: ['implicit-tls', 'port-587', 'with-starttls'],
} as const satisfies Cause;

/** FTP greets with 220 as SMTP does (RFC 959 section 5.4), and most of its servers say so. */
const greetsAsFtp = (greeting: string | null): boolean =>
  greeting !== null &&
  /\b(?:[a-z]{0,12}ftpd?|filezilla server|serv-u)\b/i.test(greeting) &&
  !/smtp|\bmail\b/i.test(greeting);

function isStranger(seen: Evidence, sure: Stranger['sure']): boolean {
  const stranger = strangerIn(seen);
  return stranger?.as === 'host' && stranger.sure === sure;
}

export const liveCauses: readonly Cause[] = [
  {
    id: 'session.login-forgotten',
    actor: 'server-admin',
    ways: [
      {
        says: ['login', 'required'],
        steps: mailSteps,
        not: ['tls'],
        when: ({ session }) => session.loggedIn === true,
        weight: 4,
      },
      {
        says: ['anonymous'],
        steps: mailSteps,
        not: ['tls'],
        when: ({ session }) => session.loggedIn === true,
        weight: 4,
      },
      {
        codes: [530],
        at: mailSteps,
        not: ['tls', 'starttls'],
        when: ({ session }) => session.loggedIn === true,
        sure: 'likely',
      },
    ],
  },
  {
    id: 'relay.not-for-this-login',
    actor: 'server-admin',
    asks: ['submission'],
    ways: [
      {
        says: ['relay', ['refused', 'not-allowed', 'failed', 'required', 'missing']],
        not: ['unreachable', 'temporary-error', 'temporary', 'credentials', 'block-list', 'sender'],
        when: ({ session }) => session.loggedIn === true,
        weight: 6,
      },
      {
        says: ['relay'],
        codes: [550, 551, 553, 554],
        steps: ['rcpt', 'data'],
        not: ['unreachable', 'temporary-error', 'temporary', 'credentials', 'block-list', 'sender'],
        when: ({ session }) => session.loggedIn === true,
        weight: 2,
      },
    ],
  },
  anotherHost,
  {
    id: 'auth.password-beyond-ascii',
    actor: 'you',
    ways: [
      {
        codes: [535],
        at: ['auth'],
        when: ({ session, own }) => own.secretBeyondAscii === true && session.secret !== 'token',
        not: ['smtp-auth', 'disabled', 'app-password', 'tls'],
        weight: 40,
        sure: 'likely',
      },
    ],
    alternatives: ['auth.bad-credentials'],
  },
  {
    id: 'lmtp.is-smtp',
    actor: 'you',
    ways: [
      {
        at: ['ehlo'],
        codes: [500, 502, 503],
        when: ({ target, session, reply }) =>
          target.protocol === 'lmtp' && !speaksLmtp(session.greeting ?? '') && !speaksLmtp(reply.words),
        weight: 40,
      },
      {
        at: ['greeting', 'ehlo'],
        // Nobody says so to a client that speaks SMTP; of what was pasted it is not known.
        when: ({ target, reply }) => target.protocol !== 'smtp' && deniesLmtp(reply.words),
        weight: 40,
      },
    ],
    experiments: ['as-smtp'],
  },
  {
    id: 'lmtp.is-lmtp',
    actor: 'you',
    ways: [
      {
        at: ['ehlo'],
        codes: [500, 501, 502, 503, 504, 521, 550, 552, 554],
        when: ({ target, session, reply }) =>
          target.protocol !== 'lmtp' &&
          !deniesLmtp(reply.words) &&
          (speaksLmtp(session.greeting ?? '') || speaksLmtp(reply.words)),
        weight: 40,
      },
    ],
    experiments: ['as-lmtp'],
  },
  {
    id: 'reach.ftp-answers',
    actor: 'you',
    ways: [
      { says: ['ftp-login'], codes: [530, 331, 332], weight: 60 },
      { at: ['ehlo'], when: ({ session }) => greetsAsFtp(session.greeting), weight: 60, sure: 'proven' },
    ],
  },
  {
    id: 'lmtp.not-delivered-here',
    actor: 'server-admin',
    ways: [
      {
        says: ['relay'],
        when: ({ target }) => target.protocol === 'lmtp',
        steps: mailSteps,
        weight: 20,
      },
    ],
    alternatives: ['phrase.no-such-mailbox'],
  },
];
