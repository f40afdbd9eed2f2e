/** What an experiment would show, and what a press costs: connections, login attempts, messages. */
import type { ExperimentId } from './experiments.ts';

/** What follows from success; failure settles less, and is judged by itself. */
const shows = {
  'with-login': 'If it works: the server takes this only from who is logged in.',
  'with-starttls': 'If it works: the server wants STARTTLS first.',
  'implicit-tls': 'If it works: the server is there, and speaks TLS on port 465.',
  'tls-here': 'If it works: this port speaks TLS from the first byte.',
  'port-587': 'If it works: the server is there, and the port was the trouble.',
  'other-mechanism': 'If one works: the password is right, and the mechanism was the trouble.',
  'without-pipelining': 'If it works: commands sent without waiting were the trouble.',
  'plain-message': 'If it is taken: something in the message was refused, not the sender.',
  'other-family': 'If it works: the way over IPv6 was the trouble.',
  'other-hello': 'If it works: the name in EHLO was the trouble.',
  'ask-mx': 'If it is taken there: this server was the wrong one to ask.',
  'other-login': 'If it works: the server takes logins, and this account was the trouble.',
  'as-smtp': 'If it works: an SMTP server listens there.',
  'as-lmtp': 'If it works: an LMTP server listens there.',
  later: 'If it works: it was for a time only.',
} satisfies Readonly<Record<ExperimentId, string>>;

export const experimentShows = (id: ExperimentId): string => shows[id];

export interface ExperimentCost {
  /** How often a password is tried. */
  readonly logins: 'none' | 'one' | 'each-mechanism';
  /** asked: with MAIL and RCPT. again: the same message. plain: a short test message. */
  readonly message: 'none' | 'asked' | 'again' | 'plain';
  /** What only the user knows, and types first. */
  readonly needs: 'login' | 'password' | 'ehlo-name' | null;
}

const logins = {
  none: 'one connection',
  one: 'one connection and one login attempt',
  'each-mechanism': 'a login attempt for each mechanism; some servers lock the account after a few',
} satisfies Record<ExperimentCost['logins'], string>;

const messages = {
  none: '',
  asked: '; it only asks, with MAIL and RCPT, and sends nothing',
  again: '; the message is sent once more',
  plain: '; a short test message is sent',
} satisfies Record<ExperimentCost['message'], string>;

const needs = {
  login: 'Asks for user name and password first. ',
  password: 'Asks for the password first. ',
  'ehlo-name': 'Asks for the name first. ',
} satisfies Record<NonNullable<ExperimentCost['needs']>, string>;

export const experimentCost = (cost: ExperimentCost): string =>
  `${cost.needs === null ? '' : needs[cost.needs]}Costs ${logins[cost.logins]}${messages[cost.message]}.`;

const waits = {
  login: 'Type user name and password',
  password: 'Type the password again: passwords are not kept',
  'ehlo-name': 'Type the name for EHLO',
} satisfies Record<NonNullable<ExperimentCost['needs']>, string>;

/** While it waits for that; `button`: the one to press then. */
export const experimentWaits = ({ needs: what, message }: ExperimentCost, button: string): string =>
  what === null ? '' : `${waits[what]}, then press ${button}${message === 'asked' ? messages.asked : ''}.`;
