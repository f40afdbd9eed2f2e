/** Options about envelope, message and delivery, and what can be asked beside them. */
import { TEMPLATE_IDS } from '../../protocol/facts/templates.ts';
import { choice, flag, read, text, texts } from '../../protocol/options/option.ts';
import { bad, good, type Result } from '../../protocol/parse/result.ts';
import type { DsnOptions, Envelope } from '../../protocol/values/target.ts';
import { counted } from './kinds.ts';
import { described, group, type Values } from './types.ts';

export const checkEnvelope = group('Envelope', {
  from: described(text('from', 'ADDRESS'), 'with --to: may this sender write to this recipient? Nothing is sent'),
  to: described(texts('to', 'ADDRESS'), 'recipient to ask about'),
});

export const envelope = group('Envelope', {
  from: described(text('from', 'ADDRESS'), "reverse-path; '<>' for the null sender"),
  to: described(texts('to', 'ADDRESS'), 'recipient; may be repeated'),
  smtputf8: described(flag('smtputf8'), 'ask for SMTPUTF8'),
  body: described(
    choice('body', ['7bit', '8bitmime', 'binarymime'], 'TYPE'),
    'declare BODY=7BIT, 8BITMIME or BINARYMIME; the last is sent with BDAT, its octets as they are',
  ),
  mailOptions: described(texts('mail-option', 'S'), 'extra parameter of MAIL'),
  rcptOptions: described(texts('rcpt-option', 'S'), 'extra parameter of every RCPT'),
});

const events = ['never', 'success', 'failure', 'delay'] as const;
type Notify = NonNullable<DsnOptions['notify']>;

function parseNotify(typed: string): Result<Notify, 'bad-value'> {
  const found = typed.split(',').map((word) => events.find((each) => each === word.trim().toLowerCase()));
  const known = found.filter((each) => each !== undefined);
  return known.length === found.length ? good(known) : bad('bad-value');
}

function parsePriority(typed: string): Result<number, 'bad-value'> {
  return /^[+-]?\d{1,3}$/.test(typed) ? good(Number(typed)) : bad('bad-value');
}

function parseChunking(typed: string): Result<NonNullable<Envelope['chunking']>, 'bad-value'> {
  if (typed === 'auto' || typed === 'off') return good(typed);
  return /^\d{1,9}$/.test(typed) ? good(Number(typed)) : bad('bad-value');
}

/** Asked for by name, and so refused where the server does not offer them. */
export const extensions = group('Extensions (not-supported where the server does not offer them)', {
  dsnNotify: described(
    read('dsn-notify', 'LIST', parseNotify),
    'delivery reports to ask for: never, or success,failure,delay',
    { 'bad-value': 'needs never, or some of success,failure,delay' },
  ),
  dsnRet: described(choice('dsn-ret', ['full', 'hdrs']), 'what a report returns of the message'),
  dsnEnvid: described(text('dsn-envid', 'ID'), 'envelope identifier that a report repeats'),
  dsnOrcpt: described(
    text('dsn-orcpt', 'T'),
    "original recipient: TYPE;ADDRESS, an address, or a type such as rfc822 for each recipient's own address",
  ),
  requiretls: described(flag('requiretls'), 'over verified TLS on every hop, or not at all'),
  deliverBy: described(
    text('deliver-by', 'SECONDS[;N|R[T]]'),
    'deliver within so long, else tell (N) or return it (R)',
  ),
  mtPriority: described(
    read('mt-priority', '-9..9', parsePriority),
    'priority of the message; write --mt-priority=-3',
    { 'bad-value': 'needs a whole number from -9 to 9' },
  ),
  holdFor: counted('hold-for', 'SECONDS', 1, 'hold the message for so long before it is released'),
  holdUntil: described(text('hold-until', 'TIME'), 'hold it until then: 2030-01-31T08:00:00Z'),
  rrvs: described(text('rrvs', 'TIME[;C|R]'), 'refuse if the mailbox changed hands after this time'),
  verp: described(
    text('verp', 'CC|default'),
    'return address of its own for each recipient, made with two characters such as += (XVERP of Postfix)',
  ),
  forceExtensions: described(
    flag('force-extensions'),
    'use what was asked for even where it is not offered, and go beyond the stated SIZE, to see what happens',
  ),
});

export const message = group('Message', {
  subject: described(text('subject', 'TEXT'), 'subject'),
  text: described(text('text', 'TEXT|@FILE'), 'plain text of the message'),
  html: described(text('html', 'TEXT|@FILE'), 'HTML of the message'),
  attach: described(texts('attach', 'FILE'), 'attach a file; may be repeated'),
  header: described(
    texts('header', "'NAME: VALUE'"),
    'header field as it is, in place of ours; may be repeated. Bcc is left out',
  ),
  data: described(
    text('data', 'FILE.eml|-'),
    'send this file, or standard input, as the message; line ends become CR LF',
  ),
  template: described(choice('template', TEMPLATE_IDS, 'NAME'), `a ready-made message: ${TEMPLATE_IDS.join(', ')}`),
  rawData: described(flag('raw-data'), 'with --data: send the octets as they are, bare LF included'),
  size: counted(
    'size',
    'BYTES',
    0,
    'send a generated message of this many octets, its header included (at least 97: an empty body)',
  ),
});

export const delivery = group('Delivery', {
  dryRun: described(flag('dry-run'), 'MAIL and RCPT, then RSET: nothing is sent'),
  count: counted('count', 'N', 1, 'send N times, each in a session of its own'),
  concurrency: counted('concurrency', 'N', 1, 'with --count: sessions at a time; above 1 only to this machine itself'),
  chunking: described(
    read('chunking', 'auto|off|BYTES', parseChunking),
    'BDAT instead of DATA: where offered, never, or in chunks of so many octets (default: only for binarymime)',
    { 'bad-value': 'must be auto, off or a number of octets' },
  ),
  pipelining: described(
    choice('pipelining', ['auto', 'off']),
    'send commands in groups where PIPELINING is offered (default), or one by one',
  ),
});

export const questions = group('Questions (whatever is answered, it ends nothing)', {
  vrfy: described(texts('vrfy', 'ADDRESS'), 'is this a mailbox here? Most servers do not say: 252'),
  expn: described(texts('expn', 'LIST'), 'who is on this list?'),
  etrn: described(texts('etrn', 'NAME'), 'start the queue for this host, @domain or #queue'),
  helpTopic: described(texts('help-topic', 'TOPIC'), "what HELP says of a command; '' for all it says"),
});

export type QuestionValues = Values<typeof questions>;
export type MessageValues = Values<typeof message>;
/** What an envelope is made from; a check asks for less. */
export interface EnvelopeValues {
  readonly envelope?: Values<typeof envelope>;
  readonly extensions?: Values<typeof extensions>;
  readonly delivery?: Pick<Values<typeof delivery>, 'chunking' | 'pipelining'>;
}
