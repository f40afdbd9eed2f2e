/** Diagnoses of the login, in words. */
import { rfc } from '../../rfc.ts';
import type { DiagnosisText } from '../types.ts';

const login = rfc(4954, '6');
const exchange = rfc(4954, '4');

/** The one that was refused is no advice, though it is offered. */
function otherMechanisms(offered: readonly string[], refused: string | undefined): string {
  const list = offered.join(', ');
  if (refused === undefined) return `The server offers ${list}: use one of these.`;
  if (!offered.includes(refused)) return `The server offers ${list}; ${refused} is not among them: use one of these.`;
  const others = offered.filter((name) => name !== refused);
  return others.length === 0
    ? `The server offers ${list} and takes it from nobody here: its administrator has to mend its settings, or logins are for another port (587, 465).`
    : `The server offers ${list}, and refused ${refused}: use ${others.join(' or ')}.`;
}

export const authTexts = {
  'phrase.login-first': {
    title: 'Login wanted first',
    cause: 'The server takes this only from clients that have logged in.',
    remedy: ({ port }) =>
      `The server wants a login first: give user and password.${port === 25 ? '' : ' Mail from other servers is taken on port 25, without a login.'}`,
    source: login,
    sign: 'After a login the same recipient is taken.',
  },
  'auth.bad-credentials': {
    title: 'User name or password not accepted',
    cause: 'The server checked the login and did not accept this user name with this password.',
    remedy: ({ user }) =>
      user !== undefined && !user.includes('@')
        ? 'Check user name and password; many servers want the whole mail address as the user name.'
        : 'Check user name and password, the password by logging in elsewhere (webmail); a password typed anew rules out a stored one that is out of date.',
    source: login,
    sign: 'The same user name and password fail in webmail or another program too.',
  },
  'auth.token-refused': {
    title: 'Access token not accepted',
    cause: 'The server did not accept the access token of this login.',
    remedy:
      'Fetch a new access token for this user, with the scope that the provider asks for SMTP; check that the user name is the account the token was made for.',
    source: rfc(7628, '3.2.2'),
    sign: 'A token fetched anew is taken.',
  },
  'auth.credentials-expired': {
    title: 'Password or token expired',
    cause: 'The password or token was right once and is no longer valid.',
    remedy: 'Set a new password, or fetch a new token, and use that.',
    source: rfc(5248, '2.4'),
  },
  'phrase.app-password': {
    title: 'App password wanted',
    cause:
      'The server wants a password made for programs, or a sign-in in the browser, not the password of the account.',
    remedy: 'Make an app password in the security settings of the account and use it as the password.',
    source: login,
    sign: 'The password works in the browser and not here.',
  },
  'auth.disabled-for-account': {
    title: 'Password login by SMTP is switched off',
    cause:
      'Logging in by SMTP with this method is switched off for this mailbox or organisation; the password was not the matter.',
    remedy:
      'Whoever manages the mailbox has to allow authenticated SMTP for it, or another way to log in (OAuth) is needed.',
    source: login,
    sign: 'Every password gets the same answer.',
  },
  'auth.not-from-here': {
    title: 'Login refused from this network address',
    cause:
      'The server takes this login only from certain networks, and the one that it came from is not among them; nothing is known of the password.',
    remedy:
      'Have the address allowed where the account or the server keeps its list of them, or log in from a network that is on it (such as the company’s VPN).',
    source: login,
    sign: 'From an allowed network the same login is taken.',
  },
  'auth.account-disabled': {
    title: 'Account switched off',
    cause: 'The account that logs in or sends is disabled, locked or not yet activated.',
    remedy:
      'Have the account activated again by whoever manages it, or sign in to its control panel and see what it asks for.',
    source: rfc(5248, '2.4'),
    sign: 'The control panel shows the account as locked.',
  },
  'auth.account-not-activated': {
    title: 'Account not activated yet',
    cause: 'The account that sends has still to be activated.',
    remedy: 'Sign in to the control panel of the service and finish the activation that it asks for.',
    source: rfc(5248, '2.4'),
  },
  'auth.account-blocked': {
    title: 'Sending stopped for this account',
    cause: 'The provider has stopped sending by this account, mostly because of what was sent with it.',
    remedy:
      'Look in the account’s control panel for a notice; change the password, stop whatever sends without being asked to, and have the provider release the account.',
    source: rfc(5248, '2.4'),
    sign: 'The control panel shows a notice about sending.',
  },
  'auth.too-many-failures': {
    title: 'Too many failed logins',
    cause: 'The server takes no more login attempts from here for now, because too many failed.',
    remedy:
      'Stop every program that still logs in with an old password, wait, and then log in once with the right one.',
    source: rfc(4954, '9'),
  },
  'auth.mechanism-not-available': {
    title: 'Login mechanism not available',
    cause: 'The mechanism asked for is not one that the server does here, or none is common to both sides.',
    remedy: ({ mechanism, offered }) =>
      offered === undefined
        ? 'Use a mechanism that the EHLO answer lists after AUTH; on a plain connection servers often hide PLAIN and LOGIN until TLS is on.'
        : otherMechanisms(offered.split(', '), mechanism),
    source: exchange,
    sign: 'Another mechanism from the AUTH line works.',
  },
  'auth.tls-first': {
    title: 'Login only over TLS',
    cause: 'The server takes this login only on an encrypted connection.',
    remedy: 'Choose STARTTLS, or implicit TLS on its own port (usually 465), then log in.',
    source: exchange,
    sign: 'Over TLS the same login is answered otherwise.',
  },
  'auth.not-offered': {
    title: 'No login offered here',
    cause: 'The server takes no login on this port or connection, so nothing is known of the password.',
    remedy:
      'Log in on the submission port (587 with STARTTLS, or 465), or do without a login if this is a port for mail between servers.',
    source: exchange,
    sign: 'The EHLO answer has no AUTH line.',
  },
  'auth.backend-broken': {
    title: 'The server could not check the login',
    cause:
      'What the server checks logins with (its SASL service, directory or database) did not answer or failed, so nothing is known of the password.',
    remedy:
      'The server’s administrator finds the reason in its log: look for the SASL service, LDAP or SQL at the time of this attempt.',
    source: rfc(4954, '4.7.1'),
    sign: 'A password known to be right is refused too, and the server’s log names its login service.',
  },
  'auth.exchange-broken': {
    title: 'Login exchange not understood',
    cause: 'The server could not read what the client sent during the login; the password was not judged.',
    remedy:
      'Look at the exchange: the base64 must be complete and without line breaks, and its parts in the order that the mechanism asks for. Another mechanism may work.',
    source: exchange,
    sign: 'Another mechanism with the same password works.',
  },
  'auth.aborted': {
    title: 'Login broken off by the client',
    cause: 'The client itself ended the login before it was complete.',
    remedy:
      'Look in the client’s log for why it stopped: mostly it had no password, or did not understand the challenge.',
    source: exchange,
  },
  'auth.identity-not-allowed': {
    title: 'Login not allowed for that identity',
    cause: 'The login asks to act as somebody else, and this user may not.',
    remedy: 'Leave the authorization identity empty, or use a user that may act for that one.',
    source: rfc(4616, '2'),
  },
  'auth.no-credentials': {
    title: 'No password given',
    cause: 'The client has no complete user name and password to log in with.',
    remedy:
      'Give user name and password in the client’s settings; a keychain entry or environment variable may be empty.',
    source: exchange,
  },
  'auth.already-logged-in': {
    title: 'Logged in already',
    cause: 'AUTH was sent a second time after a successful login.',
    remedy: 'Nothing is wrong with the login: have the client send AUTH once in a session.',
    source: exchange,
  },
  'phrase.sender-not-owned': {
    title: 'Sender does not belong to the login',
    cause: ({ address }) =>
      address === undefined
        ? 'This login may not send with this address.'
        : `This login may not send with the address in question (the reply names ${address}).`,
    remedy: 'Use the address that belongs to this login as the sender, or have the login allowed to send as this one.',
    source: rfc(6409, '6.1'),
    sign: 'With the login’s own address as sender it is taken.',
  },
} satisfies Readonly<Record<string, DiagnosisText>>;
