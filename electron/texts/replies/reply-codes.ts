/**
 * What RFCs say of the three digits of a reply, by the step that they answer: RFC 5321 section 4.2 and the extensions that define
 * codes of their own. What a server meant beyond that is not in here. A table, hence longer than a module should be otherwise.
 */
import type { Phase } from '../../protocol/values/session/phase.ts';
import type { Actor } from '../actors.ts';
import { type ReplyCode, isReplyCode } from './known-codes.ts';
import { rfc } from '../rfc.ts';

export interface CodeReading {
  /** Part of the finding's id, where a code has several readings. */
  readonly name: string;
  /** The steps that this reading belongs to; null: any. */
  readonly phases: readonly Phase[] | null;
  readonly title: string;
  /** One sentence. */
  readonly meaning: string;
  readonly actor: Actor;
  readonly remedy: string;
  readonly source: string;
  /** Not told where the step is unknown: another reading says it too. */
  readonly narrow: boolean;
}

const basic = rfc(5321, '4.2.2');
const auth = rfc(4954, '6');
const hellos: readonly Phase[] = ['ehlo', 'ehlo-tls', 'ehlo-auth'];
const start: readonly Phase[] = ['greeting', ...hellos];
const envelope: readonly Phase[] = ['mail', 'rcpt'];

const AGAIN = 'Try the same again later: 4yz means that it may work then.';
const WORDS = 'The code says no more than that; the words behind it, or the server’s log, say why.';
const COMMAND = 'Compare the command that was sent with what the server offers in its answer to EHLO.';
const DONE = 'Nothing to do.';

type Short = readonly [
  phases: readonly Phase[] | null,
  title: string,
  meaning: string,
  actor: Actor,
  remedy: string,
  source?: string,
  name?: string,
  narrow?: boolean,
];

const readings = (...list: readonly Short[]): readonly CodeReading[] =>
  list.map(([phases, title, meaning, actor, remedy, source = basic, name = '', narrow = false]) => ({
    name,
    phases,
    title,
    meaning,
    actor,
    remedy,
    source,
    narrow,
  }));

const table: Readonly<Record<ReplyCode, readonly CodeReading[]>> = {
  211: readings([null, 'System status', 'The reply tells the system’s status, or is help.', 'you', DONE]),
  214: readings([null, 'Help', 'The reply is help for people.', 'you', DONE]),
  220: readings(
    [['greeting'], 'Service ready', 'The server greets and is ready for EHLO.', 'you', DONE, basic, 'greeting'],
    [
      ['starttls'],
      'Ready to start TLS',
      'The server agrees to STARTTLS: the handshake comes next.',
      'you',
      DONE,
      rfc(3207, '4'),
      'starttls',
    ],
  ),
  221: readings([null, 'Goodbye', 'The server closes the connection, as it was asked to.', 'you', DONE]),
  235: readings([null, 'Login succeeded', 'The server accepted the credentials.', 'you', DONE, auth]),
  250: readings([null, 'Done', 'The server did what was asked.', 'you', DONE]),
  251: readings([
    null,
    'Will be forwarded',
    'The recipient is not local; the server passes the message on to the address it names.',
    'you',
    'Nothing to do now; use the new address next time.',
    rfc(5321, '3.4'),
  ]),
  252: readings([
    null,
    'Not verified',
    'The server will not say whether the mailbox exists, but would take a message for it.',
    'you',
    'Ask with RCPT instead: VRFY is switched off on most servers on purpose.',
    rfc(5321, '7.3'),
  ]),
  334: readings([null, 'Login goes on', 'The server waits for the next response of the login.', 'you', DONE, auth]),
  354: readings([
    null,
    'Send the message',
    'The server waits for the message, ended by a line with a dot alone.',
    'you',
    DONE,
  ]),
  421: readings(
    [
      start,
      'Service not available',
      'The server takes nobody in at the moment and closes the connection.',
      'server-admin',
      `${AGAIN} If it stays so, the words behind the code, or the server’s log, say why.`,
      rfc(5321, '4.2.2'),
      'greeting',
    ],
    [
      null,
      'Server ends the session',
      'The server closes the connection; what was not finished is not done.',
      'server-admin',
      `${AGAIN} If it stays so, the words behind the code, or the server’s log, say why.`,
      rfc(5321, '3.8'),
    ],
  ),
  432: readings([
    null,
    'Password transition needed',
    'The account has no verifier for this mechanism yet.',
    'you',
    'Log in once with PLAIN over TLS, so that the server can store what this mechanism needs.',
    auth,
  ]),
  450: readings([
    null,
    'Mailbox not available now',
    'The server did not do it: the mailbox is busy or blocked for the moment, or a policy puts the mail off.',
    'server-admin',
    AGAIN,
  ]),
  451: readings([
    null,
    'Error in processing',
    'The server gave up because of an error of its own, for the moment.',
    'server-admin',
    AGAIN,
  ]),
  452: readings(
    [
      ['rcpt'],
      'No more now',
      'The server is short of room, or takes no more recipients in this transaction.',
      'you',
      'Send to the recipients accepted so far, and to the others in a transaction of their own.',
      rfc(5321, '4.5.3.1.10'),
      'rcpt',
    ],
    [
      null,
      'Not enough storage',
      'The server is short of room for mail.',
      'server-admin',
      'The server’s administrator has to free space; a sender can only try later.',
    ],
  ),
  454: readings(
    [
      ['auth'],
      'Login not possible now',
      'The server could not check the login, for a reason of its own that should pass.',
      'server-admin',
      `${AGAIN} Nothing was said of the password.`,
      auth,
      'auth',
    ],
    [
      ['starttls'],
      'TLS not available now',
      'The server offers STARTTLS but cannot start TLS at the moment.',
      'server-admin',
      'The server’s log tells why: its certificate or key is the usual place to look.',
      rfc(3207, '4'),
      'starttls',
    ],
  ),
  455: readings([
    null,
    'Parameters cannot be met now',
    'The server cannot do what a parameter of MAIL or RCPT asks for, at the moment.',
    'server-admin',
    AGAIN,
  ]),
  500: readings([
    null,
    'Command not recognised',
    'The server does not know the command, or the line was too long.',
    'you',
    COMMAND,
  ]),
  501: readings(
    [
      ['auth'],
      'Login exchange not understood',
      'The server could not read the response (its base64, or its form), or the login was cancelled.',
      'you',
      'Look at what the client sends after AUTH: base64 without line ends, in the form of the mechanism.',
      rfc(4954, '4'),
      'auth',
    ],
    [
      hellos,
      'Name in EHLO refused',
      'The server does not accept the argument of EHLO or HELO.',
      'you',
      'Introduce the client with a full host name, or its address in brackets.',
      rfc(5321, '4.1.1.1'),
      'ehlo',
      true,
    ],
    [
      null,
      'Parameters not understood',
      'The server does not accept the parameters of the command: usually the form of an address or name.',
      'you',
      'Check the command’s argument: no blanks or control characters, an address in angle brackets.',
    ],
  ),
  502: readings(
    [
      ['auth'],
      'AUTH not available',
      'The server knows no AUTH here, so nothing is known of the password.',
      'server-admin',
      'Look whether AUTH stands in the answer to EHLO, before and after TLS: many servers offer it only inside TLS and only on 587 and 465.',
      basic,
      'auth',
    ],
    [null, 'Command not implemented', 'The server has no such command.', 'you', COMMAND],
  ),
  503: readings(
    [
      ['auth'],
      'AUTH not at this point',
      'The server takes no AUTH here: it is not switched on, or there was one already.',
      'server-admin',
      'Look whether AUTH stands in the answer to EHLO, before and after TLS: many servers offer it only inside TLS and only on 587 and 465.',
      rfc(4954, '4'),
      'auth',
    ],
    [
      ['data'],
      'No recipients',
      'The command came out of order: before DATA a recipient must have been accepted.',
      'you',
      'Look at the answers to RCPT: when all of them were refused, this one only follows from it.',
      rfc(5321, '3.3'),
      'data',
      true,
    ],
    [
      null,
      'Commands out of order',
      'The server expected another command first.',
      'you',
      'Look at the answer to the command before: this one often only follows from its refusal.',
      rfc(5321, '4.1.4'),
    ],
  ),
  504: readings(
    [
      ['auth'],
      'Mechanism not offered',
      'The server does not know this login mechanism; nothing is known of the password.',
      'you',
      'Choose a mechanism that stands behind AUTH in the answer to EHLO (after TLS, where TLS is used).',
      rfc(4954, '4'),
      'auth',
    ],
    [null, 'Parameter not implemented', 'The server does not have what the parameter asks for.', 'you', COMMAND],
  ),
  521: readings([
    null,
    'Host takes no mail',
    'This host says that it never takes mail.',
    'you',
    'Use another host: for a domain, the ones that its MX records name.',
    rfc(7504, '3'),
  ]),
  523: readings([
    null,
    'Encryption needed for this login',
    'The server wants strong encryption around this login.',
    'you',
    'Use TLS before AUTH.',
    rfc(5248, '2.4'),
  ]),
  524: readings([
    null,
    'Encryption needed for this login',
    'This mechanism is taken only on an encrypted connection.',
    'you',
    'Choose STARTTLS, or implicit TLS on its own port (usually 465), before AUTH.',
    rfc(5248, '2.4'),
  ]),
  525: readings([
    null,
    'Account disabled',
    'The password may be right: the account is switched off.',
    'mailbox-admin',
    'Ask whoever manages the account to switch it on again.',
    rfc(5248, '2.4'),
  ]),
  530: readings(
    [
      ['auth', 'ehlo', 'starttls'],
      'TLS wanted first',
      'The server wants STARTTLS before this command.',
      'you',
      'Choose STARTTLS, or implicit TLS on its own port (usually 465).',
      rfc(3207, '4'),
      'starttls',
    ],
    [
      null,
      'Login wanted first',
      'The server takes this command only after a login.',
      'you',
      'Give user and password; look in the answer to EHLO after TLS for what AUTH offers. Mail from other servers is taken on port 25, without a login.',
      auth,
    ],
  ),
  534: readings([
    null,
    'Mechanism too weak',
    'The server takes no login by this mechanism for this account; the password itself was not judged.',
    'you',
    'Choose a stronger mechanism that the server offers.',
    auth,
  ]),
  535: readings([
    null,
    'Login refused',
    'The server does not accept the user name and password, or token.',
    'you',
    'Check the user name (often the whole mail address) and the password; where the provider has app passwords or SMTP keys, it is one of those.',
    auth,
  ]),
  538: readings([
    null,
    'Encryption needed for this login',
    'This mechanism is taken only on an encrypted connection.',
    'you',
    'Choose STARTTLS, or implicit TLS on its own port (usually 465), before AUTH.',
    auth,
  ]),
  550: readings(
    [
      ['rcpt'],
      'Recipient refused',
      'The server does not take mail for this recipient: there is no such mailbox, no access to it, or a policy forbids it.',
      'you',
      `Check the spelling of the address. ${WORDS}`,
      basic,
      'rcpt',
      true,
    ],
    [
      ['mail'],
      'Sender refused',
      'The server does not take mail from this sender: the code leaves open whether for the address or for a policy.',
      'you',
      `Check the sender’s address and whether this login may use it. ${WORDS}`,
      basic,
      'mail',
      true,
    ],
    [
      ['data'],
      'Message refused',
      'The server does not take this message, for a policy of its own.',
      'you',
      WORDS,
      basic,
      'data',
      true,
    ],
    [
      start,
      'Not let in',
      'The server refuses this client before any mail was named.',
      'server-admin',
      WORDS,
      basic,
      'greeting',
      true,
    ],
    [
      null,
      'Refused for good',
      'The server did not do it: there is no such mailbox, no access to it, or a policy forbids it.',
      'you',
      `Behind RCPT it is about the recipient, behind MAIL about the sender, after the message about the message. ${WORDS}`,
    ],
  ),
  551: readings([
    null,
    'Recipient not here',
    'The recipient is not local, and the server does not pass mail on.',
    'you',
    'Use the address that the reply names, if it names one.',
    rfc(5321, '3.4'),
  ]),
  552: readings(
    [
      ['mail'],
      'Message too large',
      'The message is larger than this server takes.',
      'you',
      'Compare its size with SIZE in the answer to EHLO; send a smaller one, or have the limit raised on the server.',
      rfc(1870, '6.1'),
      'mail',
    ],
    [
      ['data'],
      'Too much',
      'The message is larger than this server, or the recipient’s mailbox, has room for.',
      'you',
      'Compare its size with SIZE in the answer to EHLO; send a smaller one. If other mail to this recipient is refused so too, the mailbox is full.',
      rfc(1870, '6.3'),
      'data',
    ],
    [
      ['rcpt'],
      'No room in the mailbox',
      'The mailbox has used up the room it is allowed, or there were too many recipients.',
      'mailbox-admin',
      'The mailbox’s owner has to make room, or be given a larger quota.',
      rfc(5321, '4.5.3.1.10'),
      'rcpt',
    ],
  ),
  553: readings([
    null,
    'Mailbox name not allowed',
    'The server does not allow this address: for its form, or for this sender or login.',
    'you',
    'Check the form of the address. Behind MAIL, use the address that belongs to the login.',
  ]),
  554: readings(
    [
      start,
      'No SMTP service for this client',
      'The server refuses the session before anything was asked: it knows only the client’s address and name yet.',
      'server-admin',
      'A block list or an allow list decides at this point. The words behind the code, or the server’s log, say which.',
      rfc(5321, '3.1'),
      'greeting',
    ],
    [
      ['data'],
      'Message refused',
      'The transaction failed: the server does not take this message, or no recipient was accepted before.',
      'you',
      WORDS,
      basic,
      'data',
      true,
    ],
    [null, 'Transaction failed', 'The transaction failed for good; the code gives no reason.', 'server-admin', WORDS],
  ),
  555: readings([
    null,
    'Parameter not recognised',
    'The server does not know a parameter of MAIL or RCPT.',
    'you',
    'Leave it out, or use it only where the answer to EHLO offers its extension.',
    rfc(5321, '4.1.1.11'),
  ]),
  556: readings([
    envelope,
    'Domain takes no mail',
    'The domain says in DNS that it takes no mail (null MX).',
    'you',
    'Check the domain; no address in it takes mail.',
    rfc(7504, '4'),
  ]),
};

/** By the step, if that is known: its own readings, else those for any. Where it is not known, all that differ. Empty for a code that has none. */
export function replyCodeReadings(code: number, phase: Phase | null): readonly CodeReading[] {
  const all = isReplyCode(code) ? table[code] : [];
  if (phase === null) {
    const told = all.filter(({ narrow }) => !narrow);
    // What holds for any step goes first.
    return [...told.filter(({ phases }) => phases === null), ...told.filter(({ phases }) => phases !== null)];
  }
  const own = all.filter(({ phases }) => phases?.includes(phase) === true);
  if (own.length > 0) return own;
  const any = all.filter(({ phases }) => phases === null);
  return any.length > 0 ? any : all;
}

const classes: Readonly<Record<number, readonly [title: string, meaning: string, remedy: string]>> = {
  2: ['Done', 'The server did what was asked: codes from 200 say so.', DONE],
  3: ['Goes on', 'The server waits for more of the command: codes from 300 say so.', DONE],
  4: ['Not now', 'The server did not do it, and it may work later: codes from 400 say so.', AGAIN],
  5: ['Refused for good', 'The server did not do it, and the same will not work later: codes from 500 say so.', WORDS],
};

/** By the first digit alone (RFC 5321 section 4.2.1), for a code that no RFC defines. */
export function replyClassReading(code: number): CodeReading | null {
  const found = classes[Math.floor(code / 100)];
  if (found === undefined) return null;
  const [title, meaning, remedy] = found;
  const actor = code < 400 ? 'you' : 'server-admin';
  return { name: '', phases: null, title, meaning, actor, remedy, source: rfc(5321, '4.2.1'), narrow: false };
}
