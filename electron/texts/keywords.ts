/** The table of EHLO keywords behind capabilities.ts: a table, hence longer than a module should be otherwise. */
import { mechanismText } from './mechanisms.ts';
import { list, octets, plural, seconds } from './units.ts';
import { visible } from './visible.ts';

/** masked: overwritten on the way, such as XXXXXXXA. */
export type CapabilityKind = 'standard' | 'historic' | 'private' | 'masked';

export interface KeywordEntry {
  readonly kind: CapabilityKind;
  readonly meaning: string;
  readonly reference: string | null;
  readonly url?: string;
  /** What may stand behind the keyword in the EHLO answer, as its definition has it; `none` where nothing may. */
  readonly grammar: string;
  /** Parameters of MAIL and RCPT, and commands, that come with it. */
  readonly adds: readonly string[];
  /** The parameters in words; null when they say nothing or cannot be read. */
  readonly parameters?: (params: readonly string[]) => string | null;
}

interface Details {
  readonly grammar?: string;
  readonly adds?: readonly string[];
  readonly parameters?: KeywordEntry['parameters'];
}

const detailed = ({ grammar = 'none', adds = [], parameters }: Details) => ({
  grammar,
  adds,
  ...(parameters === undefined ? {} : { parameters }),
});
const standard = (reference: string, meaning: string, details: Details = {}): KeywordEntry => ({
  kind: 'standard',
  reference,
  meaning,
  ...detailed(details),
});
const historic = (reference: string | null, meaning: string, details: Details = {}): KeywordEntry => ({
  kind: 'historic',
  reference,
  meaning,
  ...detailed(details),
});
const priv = (meaning: string, reference: string | null = null, url?: string, details: Details = {}): KeywordEntry => ({
  kind: 'private',
  meaning,
  reference,
  ...(url === undefined ? {} : { url }),
  ...detailed(details),
});

/** Digits only: "1e3" and "0x10" are numbers to JavaScript and nonsense here. */
const whole = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,20}$/.test(text) ? Number(text) : null;

const named = (params: readonly string[]): string | null => (params.length === 0 ? null : list(params.map(visible)));

function size([limit]: readonly string[]): string | null {
  if (limit === undefined) return 'no limit stated';
  const value = whole(limit);
  if (value === null) return null;
  return value === 0 ? 'no fixed limit' : `messages up to ${octets(value)}`;
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

function limits(params: readonly string[]): string | null {
  const words = {
    RCPTMAX: (count: number) => `at most ${plural(count, 'recipient')} in a transaction`,
    MAILMAX: (count: number) => `at most ${plural(count, 'transaction')} in a session`,
    RCPTDOMAINMAX: (count: number) => `at most ${plural(count, 'recipient domain')} in a transaction`,
  };
  const known = params.flatMap((param) => {
    const [name = '', value] = param.split('=');
    const count = whole(value);
    const key = name.toUpperCase();
    return count !== null && Object.hasOwn(words, key) ? [words[key as keyof typeof words](count)] : [];
  });
  return known.length === 0 ? null : list(known);
}

function deliverBy([minimum]: readonly string[]): string | null {
  const value = whole(minimum);
  return value === null ? null : `shortest time accepted: ${seconds(value)}`;
}

function futureRelease([interval, until]: readonly string[]): string | null {
  const value = whole(interval);
  if (value === null) return null;
  return `held for at most ${seconds(value)}${until === undefined ? '' : `, until ${visible(until)} at the latest`}`;
}

const postfix = (page: string): string => `https://www.postfix.org/${page}`;
const exchange = 'https://learn.microsoft.com/en-us/previous-versions/office/exchange-server-2007/dd535395(v=exchg.80)';

export const keywords: Readonly<Record<string, KeywordEntry>> = {
  SIZE: standard('RFC 1870', 'The client may state a message’s size beforehand; the server tells its limit.', {
    grammar: '[NUMBER], in octets; 0 or nothing sets no limit',
    adds: ['MAIL SIZE=NUMBER'],
    parameters: size,
  }),
  '8BITMIME': standard('RFC 6152', 'Message bodies with 8-bit text are taken as they are, not only 7-bit ASCII.', {
    adds: ['MAIL BODY=7BIT', 'MAIL BODY=8BITMIME'],
  }),
  PIPELINING: standard('RFC 2920', 'The client may send several commands at once without waiting for each answer.'),
  STARTTLS: standard('RFC 3207', 'The connection can be turned into an encrypted one.', { adds: ['STARTTLS'] }),
  AUTH: standard('RFC 4954', 'Clients can log in, with one of the mechanisms named.', {
    grammar: 'MECHANISM *(SP MECHANISM)',
    adds: ['AUTH', 'MAIL AUTH=XTEXT'],
    parameters: auth,
  }),
  ENHANCEDSTATUSCODES: standard('RFC 2034', 'Answers carry a second, finer code such as 5.1.1.'),
  DSN: standard('RFC 3461', 'The sender may ask for or forbid delivery reports per recipient.', {
    adds: [
      'MAIL RET=FULL|HDRS',
      'MAIL ENVID=XTEXT',
      'RCPT NOTIFY=NEVER|SUCCESS,FAILURE,DELAY',
      'RCPT ORCPT=TYPE;XTEXT',
    ],
  }),
  CHUNKING: standard(
    'RFC 3030',
    'Messages may be sent in counted chunks with BDAT instead of DATA, which needs no dot-stuffing.',
    { adds: ['BDAT'] },
  ),
  BINARYMIME: standard('RFC 3030', 'Message bodies may be binary; used together with CHUNKING.', {
    adds: ['MAIL BODY=BINARYMIME'],
  }),
  SMTPUTF8: standard(
    'RFC 6531',
    'Addresses and header fields may hold UTF-8, as in internationalised mail addresses.',
    {
      adds: ['MAIL SMTPUTF8', 'VRFY SMTPUTF8', 'EXPN SMTPUTF8'],
    },
  ),
  REQUIRETLS: standard(
    'RFC 8689',
    'The sender may insist that a message travels over verified TLS on every hop, or not at all.',
    { adds: ['MAIL REQUIRETLS'] },
  ),
  DELIVERBY: standard('RFC 2852', 'The sender may set a time by which a message is to be delivered or returned.', {
    grammar: '[SECONDS], one to nine digits: the shortest time accepted',
    adds: ['MAIL BY=SECONDS;N|R[T]'],
    parameters: deliverBy,
  }),
  FUTURERELEASE: standard('RFC 4865', 'The server can hold a submitted message and release it later.', {
    grammar: 'SECONDS SP DATE-TIME: the longest interval and the latest time',
    adds: ['MAIL HOLDFOR=SECONDS', 'MAIL HOLDUNTIL=DATE-TIME'],
    parameters: futureRelease,
  }),
  'MT-PRIORITY': standard('RFC 6710', 'Messages may carry a priority between -9 and 9.', {
    grammar: '[POLICY], up to 20 characters: the priority assignment policy',
    adds: ['MAIL MT-PRIORITY=-9..9'],
    parameters: (p) => (p.length === 0 ? null : `priority assignment policy: ${p.map(visible).join(' ')}`),
  }),
  RRVS: standard('RFC 7293', 'The sender may have mail refused if a mailbox changed its owner after a given date.', {
    adds: ['RCPT RRVS=DATE-TIME[;C|R]'],
  }),
  LIMITS: standard('RFC 9422', 'The server tells its limits beforehand.', {
    grammar: 'NAME=VALUE *(SP NAME=VALUE); registered: RCPTMAX, MAILMAX, RCPTDOMAINMAX',
    parameters: limits,
  }),
  BURL: standard('RFC 4468', 'A message can be submitted by reference to an IMAP server instead of being uploaded.', {
    grammar: '["imap" *(SP URL)]',
    adds: ['BURL'],
    parameters: named,
  }),
  ETRN: standard('RFC 1985', 'A client can ask the server to start delivering the mail queued for a domain.', {
    adds: ['ETRN'],
  }),
  ATRN: standard('RFC 2645', 'An authenticated client can turn the connection round to fetch its queued mail.', {
    adds: ['ATRN'],
  }),
  CHECKPOINT: standard('RFC 1845', 'An interrupted transfer of a message can be continued later.', {
    adds: ['MAIL TRANSID=<ID>'],
  }),
  MTRK: standard('RFC 3885', 'The path of a message can be tracked.', { adds: ['MAIL MTRK=CERTIFIER[:TIMEOUT]'] }),
  'NO-SOLICITING': standard('RFC 3865', 'The server states that it does not want certain kinds of solicitations.', {
    grammar: '[KEYWORD *("," KEYWORD)]',
    adds: ['MAIL SOLICIT=KEYWORDS'],
    parameters: named,
  }),
  CONPERM: standard('RFC 4141', 'The sender may permit content to be converted on the way.', {
    adds: ['MAIL CONPERM'],
  }),
  CONNEG: standard('RFC 4141', 'Recipients’ abilities can be told, so that content can be converted to suit them.', {
    adds: ['RCPT CONNEG'],
  }),
  HELP: standard('RFC 5321', 'The server answers the HELP command.', { adds: ['HELP'] }),
  EXPN: standard('RFC 5321', 'The server can be asked for the members of a list (EXPN).', { adds: ['EXPN'] }),
  VRFY: standard(
    'RFC 5321',
    'The server can be asked about an address (VRFY); many answer 252 to everything, so that nobody can harvest addresses.',
    { adds: ['VRFY'] },
  ),

  SEND: historic('RFC 821', 'Deliver to a terminal. Obsolete.', { adds: ['SEND'] }),
  SOML: historic('RFC 821', 'Deliver to a terminal or else to the mailbox. Obsolete.', { adds: ['SOML'] }),
  SAML: historic('RFC 821', 'Deliver to a terminal and to the mailbox. Obsolete.', { adds: ['SAML'] }),
  TURN: historic('RFC 821', 'Turn the connection round without any proof of identity. Obsolete and unsafe.', {
    adds: ['TURN'],
  }),
  VERB: historic(null, 'Verbose answers; a debugging aid registered by Sendmail’s author.', { adds: ['VERB'] }),
  ONEX: historic(null, 'The client announces that one transaction only will follow.', { adds: ['ONEX'] }),
  SUBMITTER: historic('RFC 4405', 'The client may name the party responsible for a message (Sender ID). Obsolete.', {
    adds: ['MAIL SUBMITTER=XTEXT'],
  }),
  UTF8SMTP: historic('RFC 5336', 'The experimental predecessor of SMTPUTF8.', { adds: ['MAIL ALT-ADDRESS=XTEXT'] }),

  XCLIENT: priv(
    'Trusted clients may state another client’s name, address and login, to test access rules or from a proxy.',
    'Postfix XCLIENT_README',
    postfix('XCLIENT_README.html'),
    { grammar: 'ATTRIBUTE *(SP ATTRIBUTE)', adds: ['XCLIENT'], parameters: named },
  ),
  XFORWARD: priv(
    'Trusted content filters may pass on the original client’s details for the log.',
    'Postfix XFORWARD_README',
    postfix('XFORWARD_README.html'),
    { grammar: 'ATTRIBUTE *(SP ATTRIBUTE)', adds: ['XFORWARD'], parameters: named },
  ),
  XVERP: priv(
    'The server can make a return address of its own for each recipient (VERP).',
    'Postfix VERP_README',
    postfix('VERP_README.html'),
    { adds: ['MAIL XVERP[=DELIMITERS]'] },
  ),
  PRDR: priv('After the message, the server can answer for each recipient apart; offered by Exim.', null, undefined, {
    adds: ['MAIL PRDR'],
  }),
  PIPECONNECT: priv(
    'Clients that connected before may pipeline their first commands before the greeting; offered by Exim.',
  ),
  X_PIPE_CONNECT: priv('The earlier name of PIPECONNECT, offered by Exim.'),
  'X-EXPS': priv('Login between Exchange servers, similar to AUTH.', 'Microsoft documentation', exchange, {
    grammar: 'MECHANISM *(SP MECHANISM)',
    adds: ['X-EXPS'],
    parameters: named,
  }),
  'X-ANONYMOUSTLS': priv(
    'TLS between Exchange servers of one organisation, without certificates from outside.',
    null,
    undefined,
    { adds: ['X-ANONYMOUSTLS'] },
  ),
  XEXCH50: priv('Exchange servers pass on message properties of their own.', 'Microsoft documentation', exchange, {
    adds: ['XEXCH50'],
  }),
  'X-LINK2STATE': priv('Exchange servers pass on routing information.', 'Microsoft documentation', exchange, {
    adds: ['X-LINK2STATE'],
  }),
};
