/** EHLO keywords in words: what each offers, and what the parameters of some say. Facts of them are in protocol/facts/keywords.ts. */
import type { KeywordName } from '../../protocol/facts/keywords.ts';
import {
  type LimitName,
  longestRelease,
  shortestDeliverBy,
  statedLimits,
  statedSize,
} from '../../protocol/facts/keyword-values.ts';
import { mechanismText } from './mechanisms.ts';
import { list, octets, plural, seconds } from '../units.ts';
import { visible } from '../visible.ts';

const named = (params: readonly string[]): string | null => (params.length === 0 ? null : list(params.map(visible)));

function size(params: readonly string[]): string | null {
  const limit = statedSize(params);
  if (limit === 'unstated') return 'no limit stated';
  if (limit === 'unlimited') return 'no fixed limit';
  return limit === null ? null : `messages up to ${octets(limit)}`;
}

const grades = { good: null, fair: null, clear: 'in clear', weak: 'weak', unknown: null } as const;

function auth(params: readonly string[]): string | null {
  if (params.length === 0) return 'no mechanism named';
  return list(
    params.map((name) => {
      const word = grades[mechanismText(name).grade];
      return word === null ? visible(name) : `${visible(name)} (${word})`;
    }),
  );
}

const limitWords = {
  RCPTMAX: (count) => `at most ${plural(count, 'recipient')} in a transaction`,
  MAILMAX: (count) => `at most ${plural(count, 'transaction')} in a session`,
  RCPTDOMAINMAX: (count) => `at most ${plural(count, 'recipient domain')} in a transaction`,
} satisfies Record<LimitName, (count: number) => string>;

const limits = (params: readonly string[]): string | null =>
  list(statedLimits(params).map(({ name, value }) => limitWords[name](value))) || null;

function deliverBy(params: readonly string[]): string | null {
  const value = shortestDeliverBy(params);
  return value === null ? null : `shortest time accepted: ${seconds(value)}`;
}

function futureRelease(params: readonly string[]): string | null {
  const longest = longestRelease(params);
  if (longest === null) return null;
  const { seconds: interval, until } = longest;
  return `held for at most ${seconds(interval)}${until === null ? '' : `, until ${visible(until)} at the latest`}`;
}

/** The parameters in words; null when they say nothing or cannot be read. Of keywords that stand here not, they say nothing. */
export const parameterTexts: Partial<Record<KeywordName, (params: readonly string[]) => string | null>> = {
  SIZE: size,
  AUTH: auth,
  DELIVERBY: deliverBy,
  FUTURERELEASE: futureRelease,
  'MT-PRIORITY': (p) => (p.length === 0 ? null : `priority assignment policy: ${p.map(visible).join(' ')}`),
  LIMITS: limits,
  BURL: named,
  'NO-SOLICITING': named,
  XCLIENT: named,
  XFORWARD: named,
  'X-EXPS': named,
};

export const keywordMeanings = {
  SIZE: 'The client may state a message’s size beforehand; the server states its limit.',
  '8BITMIME': 'Message bodies with 8-bit text are taken as they are, not only 7-bit ASCII.',
  PIPELINING: 'The client may send several commands at once without waiting for each answer.',
  STARTTLS: 'The connection can be turned into an encrypted one.',
  AUTH: 'Clients can log in, with one of the mechanisms named.',
  ENHANCEDSTATUSCODES: 'Answers carry a second, finer code such as 5.1.1.',
  DSN: 'The sender may ask for or forbid delivery reports per recipient.',
  CHUNKING: 'Messages may be sent in counted chunks with BDAT instead of DATA, which needs no dot-stuffing.',
  BINARYMIME: 'Message bodies may be binary; used together with CHUNKING.',
  SMTPUTF8: 'Addresses and header fields may hold UTF-8, as in internationalised mail addresses.',
  REQUIRETLS: 'The sender may insist that a message travels over verified TLS on every hop, or not at all.',
  DELIVERBY: 'The sender may set a time by which a message is to be delivered or returned.',
  FUTURERELEASE: 'The server can hold a submitted message and release it later.',
  'MT-PRIORITY': 'Messages may carry a priority between -9 and 9.',
  RRVS: 'The sender may have mail refused if a mailbox changed its owner after a given date.',
  LIMITS: 'The server states its limits beforehand.',
  BURL: 'A message can be submitted by reference to an IMAP server instead of being uploaded.',
  ETRN: 'A client can ask the server to start delivering the mail queued for a domain.',
  ATRN: 'An authenticated client can turn the connection round to fetch its queued mail.',
  CHECKPOINT: 'An interrupted transfer of a message can be continued later.',
  MTRK: 'The path of a message can be tracked.',
  'NO-SOLICITING': 'The server states that it does not want certain kinds of solicitations.',
  CONPERM: 'The sender may permit content to be converted on the way.',
  CONNEG: 'Recipients’ abilities can be asked for, so that content can be converted to suit them.',
  HELP: 'The server answers the HELP command.',
  EXPN: 'The server can be asked for the members of a list (EXPN).',
  VRFY: 'The server can be asked about an address (VRFY); many answer 252 to everything, so that nobody can harvest addresses.',
  SEND: 'Deliver to a terminal. Obsolete.',
  SOML: 'Deliver to a terminal or else to the mailbox. Obsolete.',
  SAML: 'Deliver to a terminal and to the mailbox. Obsolete.',
  TURN: 'Turn the connection round without any proof of identity. Obsolete and unsafe.',
  VERB: 'Verbose answers; a debugging aid registered by Sendmail’s author.',
  ONEX: 'The client announces that one transaction only will follow.',
  SUBMITTER: 'The client may name the party responsible for a message (Sender ID). Obsolete.',
  UTF8SMTP: 'The experimental predecessor of SMTPUTF8.',
  XCLIENT: 'Trusted clients may state another client’s name, address and login, to test access rules or from a proxy.',
  XFORWARD: 'Trusted content filters may pass on the original client’s details for the log.',
  XVERP: 'The server can make a return address of its own for each recipient (VERP).',
  XRCPTFORWARD:
    'Trusted proxies may pass on what they know of a recipient; offered by Dovecot’s LMTP to those it trusts.',
  PRDR: 'After the message, the server can answer for each recipient apart; offered by Exim.',
  PIPECONNECT: 'Clients that connected before may pipeline their first commands before the greeting; offered by Exim.',
  X_PIPE_CONNECT: 'The earlier name of PIPECONNECT, offered by Exim.',
  'X-EXPS': 'Login between Exchange servers, similar to AUTH.',
  'X-ANONYMOUSTLS': 'TLS between Exchange servers of one organisation, without certificates from outside.',
  XEXCH50: 'Exchange servers pass on message properties of their own.',
  'X-LINK2STATE': 'Exchange servers pass on routing information.',
} satisfies Record<KeywordName, string>;
