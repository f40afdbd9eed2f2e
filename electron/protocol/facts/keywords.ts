/**
 * EHLO keywords: what kind each is, where it is defined, what may follow it and what comes with it. Standard and historic ones are
 * those of IANA's registry of SMTP service extensions. The one table of them; a table, hence long. Sentences are in texts/keywords.ts.
 */

export interface KeywordFact {
  readonly kind: 'standard' | 'historic' | 'private';
  /** "RFC 1870", or the name of the product's documentation. */
  readonly reference: string | null;
  readonly url?: string;
  /** What may follow the keyword in the EHLO answer, as its definition has it; absent: nothing. */
  readonly grammar?: string;
  /** Its own RFC gives it no parameter, so that one is odd. */
  readonly bare?: true;
  /** Parameters of MAIL and RCPT, and commands, that come with it. */
  readonly adds?: readonly string[];
}

const postfix = (page: string): string => `https://www.postfix.org/${page}`;
const exchange = 'https://learn.microsoft.com/en-us/previous-versions/office/exchange-server-2007/dd535395(v=exchg.80)';

const keywords = {
  SIZE: {
    kind: 'standard',
    reference: 'RFC 1870',
    grammar: '[NUMBER], in octets; 0 or nothing sets no limit',
    adds: ['MAIL SIZE=NUMBER'],
  },
  '8BITMIME': { kind: 'standard', reference: 'RFC 6152', bare: true, adds: ['MAIL BODY=7BIT', 'MAIL BODY=8BITMIME'] },
  PIPELINING: { kind: 'standard', reference: 'RFC 2920', bare: true },
  STARTTLS: { kind: 'standard', reference: 'RFC 3207', bare: true, adds: ['STARTTLS'] },
  AUTH: {
    kind: 'standard',
    reference: 'RFC 4954',
    grammar: 'MECHANISM *(SP MECHANISM)',
    adds: ['AUTH', 'MAIL AUTH=XTEXT'],
  },
  ENHANCEDSTATUSCODES: { kind: 'standard', reference: 'RFC 2034', bare: true },
  DSN: {
    kind: 'standard',
    reference: 'RFC 3461',
    bare: true,
    adds: [
      'MAIL RET=FULL|HDRS',
      'MAIL ENVID=XTEXT',
      'RCPT NOTIFY=NEVER|SUCCESS,FAILURE,DELAY',
      'RCPT ORCPT=TYPE;XTEXT',
    ],
  },
  CHUNKING: { kind: 'standard', reference: 'RFC 3030', bare: true, adds: ['BDAT'] },
  BINARYMIME: { kind: 'standard', reference: 'RFC 3030', bare: true, adds: ['MAIL BODY=BINARYMIME'] },
  SMTPUTF8: {
    kind: 'standard',
    reference: 'RFC 6531',
    bare: true,
    adds: ['MAIL SMTPUTF8', 'VRFY SMTPUTF8', 'EXPN SMTPUTF8'],
  },
  REQUIRETLS: { kind: 'standard', reference: 'RFC 8689', bare: true, adds: ['MAIL REQUIRETLS'] },
  DELIVERBY: {
    kind: 'standard',
    reference: 'RFC 2852',
    grammar: '[SECONDS], one to nine digits: the shortest time accepted',
    adds: ['MAIL BY=SECONDS;N|R[T]'],
  },
  FUTURERELEASE: {
    kind: 'standard',
    reference: 'RFC 4865',
    grammar: 'SECONDS SP DATE-TIME: the longest interval and the latest time',
    adds: ['MAIL HOLDFOR=SECONDS', 'MAIL HOLDUNTIL=DATE-TIME'],
  },
  'MT-PRIORITY': {
    kind: 'standard',
    reference: 'RFC 6710',
    grammar: '[POLICY], up to 20 characters: the priority assignment policy',
    adds: ['MAIL MT-PRIORITY=-9..9'],
  },
  RRVS: { kind: 'standard', reference: 'RFC 7293', bare: true, adds: ['RCPT RRVS=DATE-TIME[;C|R]'] },
  LIMITS: {
    kind: 'standard',
    reference: 'RFC 9422',
    grammar: 'NAME=VALUE *(SP NAME=VALUE); registered: RCPTMAX, MAILMAX, RCPTDOMAINMAX',
  },
  BURL: { kind: 'standard', reference: 'RFC 4468', grammar: '["imap" *(SP URL)]', adds: ['BURL'] },
  ETRN: { kind: 'standard', reference: 'RFC 1985', bare: true, adds: ['ETRN'] },
  ATRN: { kind: 'standard', reference: 'RFC 2645', bare: true, adds: ['ATRN'] },
  CHECKPOINT: { kind: 'standard', reference: 'RFC 1845', bare: true, adds: ['MAIL TRANSID=<ID>'] },
  MTRK: { kind: 'standard', reference: 'RFC 3885', bare: true, adds: ['MAIL MTRK=CERTIFIER[:TIMEOUT]'] },
  'NO-SOLICITING': {
    kind: 'standard',
    reference: 'RFC 3865',
    grammar: '[KEYWORD *("," KEYWORD)]',
    adds: ['MAIL SOLICIT=KEYWORDS'],
  },
  CONPERM: { kind: 'standard', reference: 'RFC 4141', bare: true, adds: ['MAIL CONPERM'] },
  CONNEG: { kind: 'standard', reference: 'RFC 4141', bare: true, adds: ['RCPT CONNEG'] },
  HELP: { kind: 'standard', reference: 'RFC 5321', adds: ['HELP'] },
  EXPN: { kind: 'standard', reference: 'RFC 5321', adds: ['EXPN'] },
  VRFY: { kind: 'standard', reference: 'RFC 5321', adds: ['VRFY'] },
  SEND: { kind: 'historic', reference: 'RFC 821', adds: ['SEND'] },
  SOML: { kind: 'historic', reference: 'RFC 821', adds: ['SOML'] },
  SAML: { kind: 'historic', reference: 'RFC 821', adds: ['SAML'] },
  TURN: { kind: 'historic', reference: 'RFC 821', adds: ['TURN'] },
  VERB: { kind: 'historic', reference: null, adds: ['VERB'] },
  ONEX: { kind: 'historic', reference: null, adds: ['ONEX'] },
  SUBMITTER: { kind: 'historic', reference: 'RFC 4405', adds: ['MAIL SUBMITTER=XTEXT'] },
  UTF8SMTP: { kind: 'historic', reference: 'RFC 5336', adds: ['MAIL ALT-ADDRESS=XTEXT'] },
  XCLIENT: {
    kind: 'private',
    reference: 'Postfix XCLIENT_README',
    url: postfix('XCLIENT_README.html'),
    grammar: 'ATTRIBUTE *(SP ATTRIBUTE)',
    adds: ['XCLIENT'],
  },
  XFORWARD: {
    kind: 'private',
    reference: 'Postfix XFORWARD_README',
    url: postfix('XFORWARD_README.html'),
    grammar: 'ATTRIBUTE *(SP ATTRIBUTE)',
    adds: ['XFORWARD'],
  },
  XVERP: {
    kind: 'private',
    reference: 'Postfix VERP_README',
    url: postfix('VERP_README.html'),
    adds: ['MAIL XVERP[=DELIMITERS]'],
  },
  XRCPTFORWARD: {
    kind: 'private',
    reference: 'Dovecot documentation',
    url: 'https://doc.dovecot.org/2.4.0/core/config/forwarding.html',
    adds: ['RCPT XRCPTFORWARD=BASE64'],
  },
  PRDR: { kind: 'private', reference: null, bare: true, adds: ['MAIL PRDR'] },
  PIPECONNECT: { kind: 'private', reference: null },
  X_PIPE_CONNECT: { kind: 'private', reference: null },
  'X-EXPS': {
    kind: 'private',
    reference: 'Microsoft documentation',
    url: exchange,
    grammar: 'MECHANISM *(SP MECHANISM)',
    adds: ['X-EXPS'],
  },
  'X-ANONYMOUSTLS': { kind: 'private', reference: null, adds: ['X-ANONYMOUSTLS'] },
  XEXCH50: { kind: 'private', reference: 'Microsoft documentation', url: exchange, adds: ['XEXCH50'] },
  'X-LINK2STATE': { kind: 'private', reference: 'Microsoft documentation', url: exchange, adds: ['X-LINK2STATE'] },
} as const satisfies Readonly<Record<string, KeywordFact>>;

export type KeywordName = keyof typeof keywords;

const isKnown = (name: string): name is KeywordName => Object.hasOwn(keywords, name);

/** In any case; null for one that is not known here. */
export function keywordFact(keyword: string): (KeywordFact & { readonly name: KeywordName }) | null {
  const name = keyword.toUpperCase();
  return isKnown(name) ? { name, ...keywords[name] } : null;
}

/** Overwritten on the way, such as XXXXXXXA: some firewalls switch extensions off so. */
export const isMasked = (keyword: string): boolean => /^X{4,}[A-Z0-9]?$/i.test(keyword);
