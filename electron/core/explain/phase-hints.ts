/** Which step was answered, as logs of mail servers and messages of libraries say it. */
import type { Phase } from '../../ipc/schemas/phase.ts';

/** In lower case; the first that is found counts, the exact ones before the vague ones. */
const hints: readonly (readonly [words: string, phase: Phase])[] = [
  // Postfix: "(in reply to RCPT TO command)".
  ['in reply to mail from', 'mail'],
  ['in reply to rcpt to', 'rcpt'],
  ['in reply to end of data', 'data'],
  ['in reply to data', 'data'],
  ['in reply to bdat', 'data'],
  ['in reply to starttls', 'starttls'],
  ['in reply to auth', 'auth'],
  ['in reply to ehlo', 'ehlo'],
  ['in reply to helo', 'ehlo'],
  ['sasl authentication failed', 'auth'],
  // Exim: "SMTP error from remote mail server after RCPT TO:<...>"; with pipelining "after pipelined MAIL FROM".
  ['after mail from', 'mail'],
  ['after pipelined mail from', 'mail'],
  ['after rcpt to', 'rcpt'],
  ['after pipelined rcpt to', 'rcpt'],
  ['after end of data', 'data'],
  ['after pipelined end of data', 'data'],
  ['after data', 'data'],
  ['after initial connection', 'greeting'],
  ['after ehlo', 'ehlo'],
  ['after helo', 'ehlo'],
  ['after starttls', 'starttls'],
  ['after auth', 'auth'],
  // sendmail: ">>> RCPT To:<...>" before "<<< 550 ...".
  ['>>> mail from', 'mail'],
  ['>>> rcpt to', 'rcpt'],
  ['>>> data', 'data'],
  // Libraries: smtplib, nodemailer, PHPMailer, MailKit, JavaMail, Ruby, Symfony, curl.
  ['smtpauthenticationerror', 'auth'],
  ['smtpsenderrefused', 'mail'],
  ['smtprecipientsrefused', 'rcpt'],
  ['smtpdataerror', 'data'],
  ['smtpconnecterror', 'greeting'],
  ['smtpheloerror', 'ehlo'],
  ['invalid login', 'auth'],
  ['eauth', 'auth'],
  ['mail command failed', 'mail'],
  ['all recipients were rejected', 'rcpt'],
  ['recipient command failed', 'rcpt'],
  ['data command failed', 'data'],
  ['message failed', 'data'],
  ['invalid greeting', 'greeting'],
  ['password command failed', 'auth'],
  ['username command failed', 'auth'],
  ['could not authenticate', 'auth'],
  ['auth command failed', 'auth'],
  ['mail from command failed', 'mail'],
  ['rcpt to command failed', 'rcpt'],
  ['data end command failed', 'data'],
  ['data not accepted', 'data'],
  ['authenticationfailedexception', 'auth'],
  ['authenticationexception', 'auth'],
  ['failed to authenticate', 'auth'],
  ['login denied', 'auth'],
  ['rcpt failed', 'rcpt'],
  ['mail failed', 'mail'],
];

/** `whole` in lower case. Null where nothing is said. */
export function phaseHinted(whole: string): Phase | null {
  return hints.find(([words]) => whole.includes(words))?.[1] ?? null;
}
