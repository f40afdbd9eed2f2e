/**
 * What RFCs say of the three digits of a reply, by the step that they answer: RFC 5321 section 4.2 and the extensions that define
 * codes of their own. What a server meant beyond that is not in here. A table, hence longer than a module should be otherwise.
 */
import type { Phase } from '../../protocol/values/session/phase.ts';
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
  /** What the client does next, where it was no refusal; null where it was one. */
  readonly next: string | null;
  readonly source: string;
  /** Left out where the step is unknown: another reading says it too. */
  readonly narrow: boolean;
}

const basic = rfc(5321, '4.2.2');
const auth = rfc(4954, '6');
const hellos: readonly Phase[] = ['ehlo', 'ehlo-tls', 'ehlo-auth'];
const start: readonly Phase[] = ['greeting', ...hellos];
const envelope: readonly Phase[] = ['mail', 'rcpt'];

const DONE = 'Nothing to do.';

type Refusal = readonly [
  phases: readonly Phase[] | null,
  title: string,
  meaning: string,
  source?: string,
  name?: string,
  narrow?: boolean,
];
type Success = readonly [
  phases: readonly Phase[] | null,
  title: string,
  meaning: string,
  next: string,
  source?: string,
  name?: string,
];

/** A code says that something was refused, never what to do about it. */
const refusals = (...list: readonly Refusal[]): readonly CodeReading[] =>
  list.map(([phases, title, meaning, source = basic, name = '', narrow = false]) => ({
    name,
    phases,
    title,
    meaning,
    next: null,
    source,
    narrow,
  }));

const readings = (...list: readonly Success[]): readonly CodeReading[] =>
  list.map(([phases, title, meaning, next, source = basic, name = '']) => ({
    name,
    phases,
    title,
    meaning,
    next,
    source,
    narrow: false,
  }));

const table: Readonly<Record<ReplyCode, readonly CodeReading[]>> = {
  211: readings([null, 'System status', 'The reply tells the system’s status, or is help.', DONE]),
  214: readings([null, 'Help', 'The reply is help for people.', DONE]),
  220: readings(
    [['greeting'], 'Service ready', 'The server greets and is ready for EHLO.', DONE, basic, 'greeting'],
    [
      ['starttls'],
      'Ready to start TLS',
      'The server agrees to STARTTLS: the handshake comes next.',
      DONE,
      rfc(3207, '4'),
      'starttls',
    ],
  ),
  221: readings([null, 'Goodbye', 'The server closes the connection, as it was asked to.', DONE]),
  235: readings([null, 'Login succeeded', 'The server accepted the credentials.', DONE, auth]),
  250: readings([null, 'Done', 'The server did what was asked.', DONE]),
  251: readings([
    null,
    'Will be forwarded',
    'The recipient is not local; the server passes the message on to the address it names.',
    'Nothing to do now; use the new address next time.',
    rfc(5321, '3.4'),
  ]),
  252: readings([
    null,
    'Not verified',
    'The server will not say whether the mailbox exists, but would take a message for it.',
    'Ask with RCPT instead: VRFY is switched off on most servers on purpose.',
    rfc(5321, '7.3'),
  ]),
  334: readings([null, 'Login goes on', 'The server waits for the next response of the login.', DONE, auth]),
  354: readings([
    null,
    'Send the message',
    'The server waits for the message, ended by a line with a dot alone.',
    DONE,
  ]),
  421: refusals(
    [
      start,
      'Service not available',
      'The server takes nobody in at the moment and closes the connection.',
      rfc(5321, '4.2.2'),
      'greeting',
    ],
    [
      null,
      'Server ends the session',
      'The server closes the connection; what was not finished is not done.',
      rfc(5321, '3.8'),
    ],
  ),
  432: refusals([null, 'Password transition needed', 'The account has no verifier for this mechanism yet.', auth]),
  450: refusals([
    null,
    'Mailbox not available now',
    'The server did not do it: the mailbox is busy or blocked for the moment, or a policy puts the mail off.',
  ]),
  451: refusals([null, 'Error in processing', 'The server gave up because of an error of its own, for the moment.']),
  452: refusals(
    [
      ['rcpt'],
      'No more now',
      'The server is short of room, or takes no more recipients in this transaction.',
      rfc(5321, '4.5.3.1.10'),
      'rcpt',
    ],
    [null, 'Not enough storage', 'The server is short of room for mail.'],
  ),
  454: refusals(
    [
      ['auth'],
      'Login not possible now',
      'The server could not check the login, for a reason of its own that should pass.',
      auth,
      'auth',
    ],
    [
      ['starttls'],
      'TLS not available now',
      'The server offers STARTTLS but cannot start TLS at the moment.',
      rfc(3207, '4'),
      'starttls',
    ],
  ),
  455: refusals([
    null,
    'Parameters cannot be met now',
    'The server cannot do what a parameter of MAIL or RCPT asks for, at the moment.',
  ]),
  500: refusals([null, 'Command not recognised', 'The server does not know the command, or the line was too long.']),
  501: refusals(
    [
      ['auth'],
      'Login exchange not understood',
      'The server could not read the response (its base64, or its form), or the login was cancelled.',
      rfc(4954, '4'),
      'auth',
    ],
    [
      hellos,
      'Name in EHLO refused',
      'The server does not accept the argument of EHLO or HELO.',
      rfc(5321, '4.1.1.1'),
      'ehlo',
      true,
    ],
    [
      null,
      'Parameters not understood',
      'The server does not accept the parameters of the command: usually the form of an address or name.',
    ],
  ),
  502: refusals(
    [
      ['auth'],
      'AUTH not available',
      'The server knows no AUTH here, so nothing is known of the password.',
      basic,
      'auth',
    ],
    [null, 'Command not implemented', 'The server has no such command.'],
  ),
  503: refusals(
    [
      ['auth'],
      'AUTH not at this point',
      'The server takes no AUTH here: it is not switched on, or there was one already.',
      rfc(4954, '4'),
      'auth',
    ],
    [
      ['data'],
      'No recipients',
      'The command came out of order: before DATA a recipient must have been accepted.',
      rfc(5321, '3.3'),
      'data',
      true,
    ],
    [null, 'Commands out of order', 'The server expected another command first.', rfc(5321, '4.1.4')],
  ),
  504: refusals(
    [
      ['auth'],
      'Mechanism not offered',
      'The server does not know this login mechanism; nothing is known of the password.',
      rfc(4954, '4'),
      'auth',
    ],
    [null, 'Parameter not implemented', 'The server does not have what the parameter asks for.'],
  ),
  521: refusals([null, 'Host takes no mail', 'This host says that it never takes mail.', rfc(7504, '3')]),
  523: refusals([
    null,
    'Encryption needed for this login',
    'The server wants strong encryption around this login.',
    rfc(5248, '2.4'),
  ]),
  524: refusals([
    null,
    'Encryption needed for this login',
    'This mechanism is taken only on an encrypted connection.',
    rfc(5248, '2.4'),
  ]),
  525: refusals([
    null,
    'Account disabled',
    'The password may be right: the account is switched off.',
    rfc(5248, '2.4'),
  ]),
  530: refusals(
    [
      ['auth', 'ehlo', 'starttls'],
      'TLS wanted first',
      'The server wants STARTTLS before this command.',
      rfc(3207, '4'),
      'starttls',
    ],
    [null, 'Login wanted first', 'The server takes this command only after a login.', auth],
  ),
  534: refusals([
    null,
    'Mechanism too weak',
    'The server takes no login by this mechanism for this account; the password itself was not judged.',
    auth,
  ]),
  535: refusals([null, 'Login refused', 'The server does not accept the user name and password, or token.', auth]),
  538: refusals([
    null,
    'Encryption needed for this login',
    'This mechanism is taken only on an encrypted connection.',
    auth,
  ]),
  550: refusals(
    [
      ['rcpt'],
      'Recipient refused',
      'The server does not take mail for this recipient: there is no such mailbox, no access to it, or a policy forbids it.',
      basic,
      'rcpt',
      true,
    ],
    [
      ['mail'],
      'Sender refused',
      'The server does not take mail from this sender: the code leaves open whether for the address or for a policy.',
      basic,
      'mail',
      true,
    ],
    [
      ['data'],
      'Message refused',
      'The server does not take this message, for a policy of its own.',
      basic,
      'data',
      true,
    ],
    [start, 'Not let in', 'The server refuses this client before any mail was named.', basic, 'greeting', true],
    [
      null,
      'Refused for good',
      'The server did not do it: there is no such mailbox, no access to it, or a policy forbids it.',
    ],
  ),
  551: refusals([
    null,
    'Recipient not here',
    'The recipient is not local, and the server does not pass mail on.',
    rfc(5321, '3.4'),
  ]),
  552: refusals(
    [['mail'], 'Message too large', 'The message is larger than this server takes.', rfc(1870, '6.1'), 'mail'],
    [
      ['data'],
      'Too much',
      'The message is larger than this server, or the recipient’s mailbox, has room for.',
      rfc(1870, '6.3'),
      'data',
    ],
    [
      ['rcpt'],
      'No room in the mailbox',
      'The mailbox has used up the room it is allowed, or there were too many recipients.',
      rfc(5321, '4.5.3.1.10'),
      'rcpt',
    ],
  ),
  553: refusals([
    null,
    'Mailbox name not allowed',
    'The server does not allow this address: for its form, or for this sender or login.',
  ]),
  554: refusals(
    [
      start,
      'No SMTP service for this client',
      'The server refuses the session before anything was asked: it knows only the client’s address and name yet.',
      rfc(5321, '3.1'),
      'greeting',
    ],
    [
      ['data'],
      'Message refused',
      'The transaction failed: the server does not take this message, or no recipient was accepted before.',
      basic,
      'data',
      true,
    ],
    [null, 'Transaction failed', 'The transaction failed for good; the code gives no reason.'],
  ),
  555: refusals([
    null,
    'Parameter not recognised',
    'The server does not know a parameter of MAIL or RCPT.',
    rfc(5321, '4.1.1.11'),
  ]),
  556: refusals([
    envelope,
    'Domain takes no mail',
    'The domain says in DNS that it takes no mail (null MX).',
    rfc(7504, '4'),
  ]),
};

/** By the step, if that is known: its own readings, else those for any. Where it is not known, all that differ. Empty for a code that has none. */
export function replyCodeReadings(code: number, phase: Phase | null): readonly CodeReading[] {
  const all = isReplyCode(code) ? table[code] : [];
  if (phase === null) {
    const general = all.filter(({ narrow }) => !narrow);
    // What holds for any step goes first.
    return [...general.filter(({ phases }) => phases === null), ...general.filter(({ phases }) => phases !== null)];
  }
  const own = all.filter(({ phases }) => phases?.includes(phase) === true);
  if (own.length > 0) return own;
  const any = all.filter(({ phases }) => phases === null);
  return any.length > 0 ? any : all;
}

const classes: Readonly<Record<number, readonly [title: string, meaning: string, next: string | null]>> = {
  2: ['Done', 'The server did what was asked: codes from 200 say so.', DONE],
  3: ['Goes on', 'The server waits for more of the command: codes from 300 say so.', DONE],
  4: ['Not now', 'The server did not do it, and it may work later: codes from 400 say so.', null],
  5: ['Refused for good', 'The server did not do it, and the same will not work later: codes from 500 say so.', null],
};

/** By the first digit alone (RFC 5321 section 4.2.1), for a code that no RFC defines. */
export function replyClassReading(code: number): CodeReading | null {
  const found = classes[Math.floor(code / 100)];
  if (found === undefined) return null;
  const [title, meaning, next] = found;
  return { name: '', phases: null, title, meaning, next, source: rfc(5321, '4.2.1'), narrow: false };
}
