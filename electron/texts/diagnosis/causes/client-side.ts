/** What lies with the client program, in words. */
import { rfc } from '../../rfc.ts';
import type { DiagnosisText } from '../types.ts';

export const clientSideTexts = {
  'client.misconfigured': {
    title: 'The program’s settings are wrong',
    cause: 'The client program cannot use its own settings, and has not spoken with the server about the mail.',
    remedy: 'Correct the setting that the message names: host, port, file or protocol.',
    source: rfc(6409, '3.1'),
  },
  'client.misused': {
    title: 'The program uses its library wrongly',
    cause: 'The program asked its mail library for a step that does not fit the state of the connection.',
    remedy: 'Correct the program: connect first, begin TLS once, and do not use a connection that was closed.',
    source: rfc(5321, '4.1.4'),
  },
  'client.no-recipients': {
    title: 'No recipient given',
    cause: 'The program was given a message without a recipient, and sent nothing.',
    remedy: 'Give at least one address in To, Cc or Bcc.',
    source: rfc(5321, '3.3'),
  },
  'client.bad-address': {
    title: 'Not an address',
    cause: 'The program refuses an address that it was given, before any server saw it.',
    remedy: 'Correct the address: one @, no blanks, no two points in a row.',
    source: rfc(5321, '4.1.2'),
  },
  'client.no-local-mailer': {
    title: 'No local mail program',
    cause: 'The program wanted to hand the mail to sendmail on this machine, and there is none that works.',
    remedy: 'Install a mail server or a small sendmail (msmtp), or have the program send by SMTP.',
    source: rfc(5598, '4.3.1'),
  },
  'client.smtputf8-not-offered': {
    title: 'Letters beyond ASCII not possible',
    cause: 'The message needs SMTPUTF8 or 8BITMIME, and the server does not offer it.',
    remedy: 'Use addresses and headers in ASCII, or a server that offers the extension.',
    source: rfc(6531, '3.1'),
  },
  'client.starttls-not-offered': {
    title: 'STARTTLS not offered',
    cause: 'The client wanted STARTTLS, and the server’s answer to EHLO does not offer it.',
    remedy:
      'Check the port: on 465 TLS begins at once, without STARTTLS. If it is missing on 587 or 25, it is switched off on the server, or something on the way hides it.',
    source: rfc(3207, '4'),
  },
  'client.auth-not-offered': {
    title: 'No login offered that the client could use',
    cause: 'The server’s answer to EHLO offers no AUTH, or none of the mechanisms that the client knows.',
    remedy:
      'Start TLS before the login, and use a submission port (587 or 465): many servers offer AUTH only there and only inside TLS.',
    source: rfc(4954, '3'),
  },
  'client.login-refused': {
    title: 'Login refused',
    cause: 'The server refused the login; the message does not say with which reply.',
    remedy:
      'Switch the program’s debug output on and look at the server’s answer to AUTH: its code and words tell the reason.',
    source: 'https://curl.se/libcurl/c/libcurl-errors.html',
    verifiedOn: '2026-11-22',
    sign: 'The debug output shows a refusal of AUTH.',
  },
  'client.queue-expired': {
    title: 'Given up after many attempts',
    cause:
      'The sending server tried for its whole time and gave the message back; the last temporary refusal is the reason.',
    remedy: 'Look at the deferrals of this message in the sending server’s log: their reason has to be removed.',
    source: rfc(5321, '4.5.4.1'),
  },
} satisfies Readonly<Record<string, DiagnosisText>>;
