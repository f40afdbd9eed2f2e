/** Which step was answered, as logs of mail servers and messages of libraries say it. */
import type { Phase } from '../../protocol/values/session/phase.ts';

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
  // A refusal of its own: "NOQUEUE: reject: RCPT from ...", "milter-reject: END-OF-MESSAGE from ...".
  ['reject: connect from', 'greeting'],
  ['reject: helo from', 'ehlo'],
  ['reject: ehlo from', 'ehlo'],
  ['reject: mail from', 'mail'],
  ['reject: rcpt from', 'rcpt'],
  ['reject: data from', 'data'],
  ['reject: end-of-message', 'data'],
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
  ["'eauth'", 'auth'],
  ['mail command failed', 'mail'],
  ['all recipients were rejected', 'rcpt'],
  ['recipient command failed', 'rcpt'],
  ['data command failed', 'data'],
  ['error: message failed', 'data'],
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
  [') rcpt failed', 'rcpt'],
  [') mail failed', 'mail'],
  // What only one step is answered with.
  ['authentication not enabled', 'auth'],
  ['temporary authentication failure', 'auth'],
  ['tls not available', 'starttls'],
  ['ready to start tls', 'starttls'],
  ['command rejected: need fully-qualified hostname', 'ehlo'],
];

/** `whole` in lower case. Null where nothing is said. */
export function phaseHinted(whole: string): Phase | null {
  return hints.find(([words]) => whole.includes(words))?.[1] ?? null;
}

/** Lines that the client sent: swaks, "C:", curl, PHPMailer. */
const commands =
  /^[ \t]{0,4}(?:[0-9: -]{10,24} )?(?:->|~>|=>|C:|>|CLIENT -> SERVER:)[ \t]{0,3}(MAIL|RCPT|DATA|BDAT|AUTH|STARTTLS|EHLO|HELO|LHLO)\b/i;
const steps: Readonly<Record<string, Phase>> = {
  MAIL: 'mail',
  RCPT: 'rcpt',
  DATA: 'data',
  BDAT: 'data',
  AUTH: 'auth',
  STARTTLS: 'starttls',
  EHLO: 'ehlo',
  HELO: 'ehlo',
  LHLO: 'ehlo',
};

/** By the last command of a session before the reply. */
export function phaseInSession(before: string): Phase | null {
  const verb = before.split('\n').findLast((line) => commands.test(line));
  const name = verb === undefined ? undefined : commands.exec(verb)?.[1];
  return name === undefined ? null : (steps[name.toUpperCase()] ?? null);
}
