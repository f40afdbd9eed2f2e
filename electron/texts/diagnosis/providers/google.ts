/** Diagnoses of logins to Google and of its relay, in words. */
import type { DiagnosisText } from '../types.ts';

const appPasswords = { source: 'https://support.google.com/accounts/answer/185833', verifiedOn: '2026-11-22' };
const tokens = {
  source: 'https://developers.google.com/workspace/gmail/imap/xoauth2-protocol',
  verifiedOn: '2026-11-22',
};
const errors = { source: 'https://support.google.com/a/answer/3726730', verifiedOn: '2026-02-12' };
const relayHello = { source: 'https://github.com/go-mail/mail/issues/63', verifiedOn: '2019-11-29' };

export const googleTexts = {
  'google.app-password-required': {
    title: 'App password required',
    cause: 'Google does not take the password of the account for this login: it wants an app password, or OAuth.',
    remedy:
      'Turn 2-Step Verification on, make an app password at https://myaccount.google.com/apppasswords and use it as the password; or log in with OAuth (XOAUTH2).',
    ...appPasswords,
  },
  'google.token-refused': {
    title: 'Access token refused',
    cause: 'Google did not accept the access token for this user.',
    remedy:
      'Get a fresh access token of this very account with the scope https://mail.google.com/, and give the account’s address as the user.',
    ...tokens,
  },
  'google.bad-credentials': {
    title: 'User name or password refused',
    cause:
      'Google did not accept user name and password; over SMTP the password has to be an app password, that of the account itself is refused.',
    remedy:
      'The user name is the whole address. Turn 2-Step Verification on, make an app password at https://myaccount.google.com/apppasswords and use it as the password; or log in with OAuth (XOAUTH2).',
    ...appPasswords,
  },
  'google.log-in-by-browser': {
    title: 'Google wants a login in the browser first',
    cause: 'Google holds this login back until the account’s owner has logged in with a browser.',
    remedy: 'Log in to the account with a browser, answer what Google asks, then try again; or use OAuth (XOAUTH2).',
    ...errors,
  },
  'google.too-many-logins': {
    title: 'Too many logins',
    cause: 'There were too many logins to this account in a short time.',
    remedy: 'Wait, log in less often, and keep one connection for several messages.',
    ...errors,
  },
  'google.login-temporary': {
    title: 'Login not possible now',
    cause: 'Google could not check the login, for a reason of its own that should pass.',
    remedy: 'Try again later. Nothing was said of the password.',
    ...errors,
  },
  'google.login-wanted': {
    title: 'Login wanted first',
    cause: 'Google takes mail here only after a login.',
    remedy: 'Log in before MAIL: user name is the whole address, the password an app password, or XOAUTH2.',
    ...errors,
  },
  'google.starttls-first': {
    title: 'TLS wanted first',
    cause: 'Google wants STARTTLS before this command.',
    remedy: 'Use STARTTLS on port 587, or implicit TLS on port 465.',
    ...errors,
  },
  'google.mechanism-unknown': {
    title: 'Login mechanism not supported',
    cause: 'Google does not know this login mechanism; nothing is known of the password.',
    remedy:
      'Use one that the answer to EHLO offers: PLAIN or LOGIN with an app password, XOAUTH2 or OAUTHBEARER with a token.',
    ...errors,
  },
  'google.response-not-decoded': {
    title: 'Login response not readable',
    cause: 'Google could not decode what the client sent in the login.',
    remedy: 'Look at what the client sends after AUTH: base64 on one line, in the form of the mechanism.',
    ...errors,
  },
  'google.relay-suspended': {
    title: 'Relay account suspended',
    cause: 'Google suspended this account for sending through the relay, for abuse.',
    remedy: 'Find what sent it and stop it; then see the SMTP relay’s spam policy in the Admin console.',
    ...errors,
  },
  'google.relay-denied': {
    title: 'Relay: sender not registered',
    cause:
      'Google’s relay knows neither this network address nor the domain of EHLO or MAIL FROM as one of the organisation’s.',
    remedy:
      'In the Admin console, Gmail, Routing, SMTP relay service: add this network address, and use a domain of the organisation in EHLO and MAIL FROM.',
    ...errors,
  },
  'google.relay-credentials': {
    title: 'Relay: address and domain do not match',
    cause: 'The network address registered for the relay does not belong to the domain that this mail comes from.',
    remedy:
      'Log in with SMTP AUTH, or present one of the organisation’s domains in EHLO; check the addresses of the SMTP relay service in the Admin console.',
    ...errors,
  },
  'google.relay-hello-name': {
    title: 'Name in EHLO not taken',
    cause:
      'Google broke off after EHLO and gave no reason; the usual one is the name that the client introduces itself with, such as localhost, which the SMTP relay does not take.',
    remedy:
      'Introduce the client with one of the organisation’s domain names or its own full host name (Posthorn: --ehlo NAME; nodemailer: name; Postfix: smtp_helo_name), then try again; if it is answered alike, wait and try later.',
    sign: 'With a full domain name in EHLO the relay answers 250.',
    ...relayHello,
  },
  'google.relay-daily-limit': {
    title: 'Daily limit of the relay',
    cause: 'The user or organisation has sent as much through the relay as one day allows.',
    remedy: 'Wait a day; send less, or through a service for bulk mail.',
    ...errors,
  },
  'google.relay-peak': {
    title: 'Relay used too fast',
    cause: 'The organisation sends through the relay faster than its limit.',
    remedy: 'Send more slowly and try again later.',
    ...errors,
  },
  'google.daily-limit': {
    title: 'Daily sending limit',
    cause: 'The account has sent as much as one day allows.',
    remedy: 'Wait a day; send less, or through a service for bulk mail.',
    ...errors,
  },
  'google.ehlo-invalid': {
    title: 'Name in EHLO refused',
    cause: 'Google does not accept what the client introduces itself with.',
    remedy:
      'Introduce the client with a full host name that exists in DNS (with the SMTP relay: a domain of the organisation).',
    ...errors,
  },
} satisfies Readonly<Record<string, DiagnosisText>>;
