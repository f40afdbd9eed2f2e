/**
 * What may stand where somebody types a command: verbs and parameters that this server offers, mechanisms of its AUTH, words of the
 * console's own. Made from the table of EHLO keywords; a parameter of a keyword that is not offered is not proposed.
 */
import { keywordFact } from '../../facts/keywords.ts';
import type { Capability } from '../../values/session/reply.ts';

export interface ServerOffer {
  /** Of the last EHLO answer; null where there is none, or it holds no longer. */
  readonly capabilities: readonly Pick<Capability, 'keyword' | 'params'>[] | null;
  readonly encrypted: boolean;
  readonly protocol: 'smtp' | 'lmtp';
}

export interface Completion {
  /** Takes the place of the word that was begun. */
  readonly insert: string;
  /** How far before its end the caret goes: into the angle brackets. */
  readonly back: number;
  /** What belongs after it, or what it comes from. */
  readonly hint: string;
}

export interface Completions {
  /** Where the word begins. */
  readonly from: number;
  readonly choices: readonly Completion[];
}

/** Values that a parameter's definition lists; others are placeholders. */
const listed = /^(?:FULL|HDRS|7BIT|8BITMIME|BINARYMIME|NEVER|SUCCESS,FAILURE,DELAY)$/;

const choice = (insert: string, hint = '', back = 0): Completion => ({ insert, back, hint });

/** Commands that every server knows (RFC 5321 section 4.5.1), and those that ask it something. */
const everywhere: readonly Completion[] = [
  choice('MAIL FROM:<>', 'sender', 1),
  choice('RCPT TO:<>', 'recipient', 1),
  choice('DATA', 'then the message'),
  choice('RSET', 'ends the transaction'),
  choice('NOOP'),
  choice('QUIT'),
  choice('VRFY ', 'address'),
  choice('EXPN ', 'list'),
  choice('HELP'),
];

/** Small letters are the console's. */
const own: readonly Completion[] = [
  choice('auth', 'log in with the profile’s or a typed password'),
  choice('auth ', 'mechanism'),
  choice('expect ', 'code the reply has to have, such as 250 or 2xx'),
  choice('data ', 'file of the message'),
  choice('bdat ', 'file in one chunk'),
  choice('> ', 'send the rest as it is'),
];

export function completeConsoleLine(line: string, offered: ServerOffer): Completions {
  const from = line.lastIndexOf(' ') + 1;
  const begun = line.slice(from);
  const choices = from === 0 ? verbs(begun, offered) : parameters(line.slice(0, from).trimStart(), offered);
  const fitting = choices.filter(({ insert }) => startsWith(insert, begun) && insert !== begun);
  return { from, choices: unique(fitting) };
}

const startsWith = (whole: string, begun: string): boolean => whole.toUpperCase().startsWith(begun.toUpperCase());

function unique(choices: readonly Completion[]): Completion[] {
  return [...new Map(choices.map((one) => [one.insert, one])).values()];
}

function verbs(begun: string, offered: ServerOffer): Completion[] {
  const hello =
    offered.protocol === 'lmtp'
      ? [choice('LHLO ', 'our name')]
      : [choice('EHLO ', 'our name'), choice('HELO ', 'our name')];
  const added = additions(offered).flatMap(({ keyword, added: one }) =>
    / |^AUTH$/.test(one) || (one === 'STARTTLS' && offered.encrypted) ? [] : [verbOf(one, keyword)],
  );
  const login = mechanisms(offered).length > 0 ? [choice('AUTH ', 'mechanism')] : [];
  const server = [...hello, ...everywhere, ...login, ...added];
  // Whoever begins with small letters may mean either; the console's words come first then.
  const words = own.filter(({ insert }) => insert.startsWith(begun));
  return begun !== '' && begun === begun.toLowerCase() ? [...words, ...server] : [...server, ...words];
}

/** Those that take an argument have a blank after them. */
const argumentsOf: Readonly<Record<string, string>> = {
  BDAT: 'octets, then LAST with the last chunk',
  ETRN: 'domain',
  XCLIENT: 'ATTRIBUTE=value',
  XFORWARD: 'ATTRIBUTE=value',
};

function verbOf(verb: string, keyword: string): Completion {
  const argument = argumentsOf[verb];
  return argument === undefined
    ? choice(verb, keyword === verb ? '' : `from ${keyword}`)
    : choice(`${verb} `, argument);
}

/** What the keywords of the last EHLO bring along. */
function additions({ capabilities }: ServerOffer): { readonly keyword: string; readonly added: string }[] {
  return (capabilities ?? []).flatMap(({ keyword }) =>
    (keywordFact(keyword)?.adds ?? []).map((added) => ({ keyword: keyword.toUpperCase(), added })),
  );
}

const paramsOf = ({ capabilities }: ServerOffer, keyword: string): readonly string[] =>
  (capabilities ?? []).filter((one) => one.keyword.toUpperCase() === keyword).flatMap(({ params }) => params);

const mechanisms = (offered: ServerOffer): readonly string[] => paramsOf(offered, 'AUTH');

/** `before`: everything up to the word that was begun. */
function parameters(before: string, offered: ServerOffer): Completion[] {
  const words = before.trim().split(/\s+/);
  const [verb = ''] = words;
  const upper = verb.toUpperCase();
  if (upper === 'AUTH' && words.length === 1) {
    const small = verb === 'auth';
    return mechanisms(offered).map((name) => choice(small ? name.toLowerCase() : name));
  }
  if (verb === 'expect' && words.length === 1)
    return ['2xx', '3xx', '4xx', '5xx', '220', '250', '354'].map((one) => choice(one));
  if (upper === 'MAIL' && words.length === 1) return [choice('FROM:<>', 'sender', 1)];
  if (upper === 'RCPT' && words.length === 1) return [choice('TO:<>', 'recipient', 1)];
  if (upper === 'BDAT' && words.length === 2) return [choice('LAST')];
  if (upper === 'XCLIENT' || upper === 'XFORWARD')
    return paramsOf(offered, upper).map((name) => choice(`${name}=`, 'xtext'));
  const used = new Set(words.slice(1).map((word) => nameOf(word).toUpperCase()));
  return additions(offered)
    .filter(({ added }) => added.startsWith(`${upper} `))
    .flatMap(({ keyword, added }) => valuesOf(added.slice(upper.length + 1), keyword, offered))
    .filter(({ insert }) => !used.has(nameOf(insert).toUpperCase()));
}

const nameOf = (parameter: string): string => parameter.split('=')[0] ?? parameter;

function valuesOf(parameter: string, keyword: string, offered: ServerOffer): Completion[] {
  const optional = parameter.indexOf('[=');
  if (optional > 0) return [choice(parameter.slice(0, optional), `from ${keyword}`)];
  const at = parameter.indexOf('=');
  if (at < 0) return [choice(parameter, parameter === keyword ? '' : `from ${keyword}`)];
  const name = parameter.slice(0, at + 1);
  const values = parameter.slice(at + 1).split('|');
  if (values.every((value) => listed.test(value)))
    return values
      .flatMap((value) => (value.includes(',') ? [...value.split(','), value] : [value]))
      .map((value) => choice(name + value, `from ${keyword}`));
  const [limit] = keyword === 'SIZE' ? paramsOf(offered, keyword) : [];
  const most = limit !== undefined && /^[1-9][0-9]{0,19}$/.test(limit) ? `, at most ${limit}` : '';
  return [choice(name, `${parameter.slice(at + 1)}${most}`)];
}
