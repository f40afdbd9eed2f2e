/** Outcomes of AUTH in words. */
import type { OutcomeOf } from '../../protocol/values/session/outcome.ts';
import { type OutcomeText, type Where, type Who, answer, later } from './parts.ts';
import { tokenRemedy } from '../session/tokens.ts';
import { list } from '../units.ts';
import { visible } from '../visible.ts';

export const passwordTitles = {
  refused: 'Login refused',
  'mechanism-refused': 'Login mechanism refused',
  temporary: 'Login not possible now',
  'server-not-authenticated': 'The server did not prove itself',
  'bad-challenge': 'Login exchange not understood',
} as const;

export function authUnavailable(o: OutcomeOf<'auth-unavailable'>, where: Where): OutcomeText {
  const offered = list(o.params.offered.map(visible));
  const wanted = list((o.params.wanted ?? []).map(visible));
  const title = 'Login not possible';
  switch (o.params.reason) {
    case 'needs-tls':
      if (o.params.offered.length === 0) {
        return {
          title,
          message: `${where.subject} does not offer AUTH on this connection, which is not encrypted; it does offer STARTTLS.`,
          actor: 'you',
          remedy: 'Use STARTTLS: many servers offer login only inside TLS (RFC 4954).',
        };
      }
      return {
        title,
        message: `The password was not sent to ${where.peer}: ${unsafe(o.params.encrypted)}${offered === '' ? '' : `. Offered: ${offered}`}.`,
        actor: 'you',
        remedy:
          'Use STARTTLS or implicit TLS with a valid certificate; or allow a login in clear, if you accept that others can read it.',
      };
    case 'none-offered':
      return {
        title,
        message: `${where.subject} does not offer AUTH on this connection.`,
        actor: 'you',
        remedy:
          o.params.encrypted === true
            ? 'Many servers offer login only on the submission ports 587 and 465, not where other servers bring mail (25).'
            : 'Many servers offer login only after TLS, or only on the submission ports 587 and 465.',
      };
    case 'none-usable':
      if (o.params.secretKind !== undefined) return otherKind(o.params.secretKind, title, offered, where);
      return {
        title,
        message: `${where.subject} offers ${wanted === '' ? 'no login mechanism that could be used' : `none of the mechanisms asked for (${wanted})`}${offered === '' ? '' : `; it offers ${offered}`}.`,
        actor: 'you',
        remedy: wanted === '' ? null : 'Choose one that it offers, or let the strongest be chosen.',
      };
  }
}

/** A password is never tried as a token, nor a token as a password. */
function otherKind(given: 'password' | 'token', title: string, offered: string, where: Where): OutcomeText {
  const token = given === 'token';
  return {
    title,
    message: `${where.subject} takes only ${token ? 'passwords' : 'access tokens'} of what can be used here (it offers ${offered}), and what was given is ${token ? 'an access token' : 'not evidently a token'}; it was not sent.`,
    actor: 'you',
    remedy: token
      ? 'Give the password; or, if this token is to stand in its place, name the mechanism.'
      : 'Get an access token for this account and give it as the secret, with the name of its mechanism (XOAUTH2 or OAUTHBEARER).',
  };
}

function unsafe(encrypted: boolean | undefined): string {
  if (encrypted === undefined) return 'the connection is not encrypted, or its certificate did not pass';
  return encrypted
    ? 'the version of TLS is one that is not to be used any more (RFC 8996)'
    : 'the connection is not encrypted';
}

export function authFailedMessage(o: OutcomeOf<'auth-failed'>, where: Where): string {
  const mechanism = visible(o.params.mechanism);
  switch (o.params.reason) {
    case 'refused':
      return `${where.subject} refused the login by ${mechanism}${answer(o.reply)}.`;
    case 'mechanism-refused':
      return `${where.subject} refused the mechanism ${mechanism}${answer(o.reply)}; the password itself was not judged.`;
    case 'temporary':
      return `${where.subject} could not check the login by ${mechanism} now${answer(o.reply)}.`;
    case 'server-not-authenticated':
      return `${where.subject} did not prove that it knows the password (${mechanism}); the login was stopped.`;
    case 'bad-challenge':
      return `${where.subject} sent something in the ${mechanism} exchange that could not be understood${answer(o.reply)}.`;
  }
}

export function loginHelp(o: OutcomeOf<'auth-failed'>): Who {
  const token = tokenRemedy(o.params);
  switch (o.params.reason) {
    case 'temporary':
      return { actor: 'server-admin', remedy: later(true) };
    case 'server-not-authenticated':
      return { actor: 'server-admin', remedy: token };
    case 'bad-challenge':
      return {
        actor: 'server-admin',
        remedy: token ?? 'Try another mechanism, to see whether this one alone is broken in the server; its log tells.',
      };
    case 'mechanism-refused':
    case 'refused':
      return { actor: 'you', remedy: token };
  }
}
