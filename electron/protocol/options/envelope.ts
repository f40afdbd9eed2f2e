/**
 * Every option of an envelope and of how it is handed over, once: command line, forms of the window and the schema of Envelope are made
 * from this table, and so is the parameter of MAIL or RCPT that it becomes. A new one is added here and in texts/options/envelope.ts.
 */
import * as v from 'valibot';
import type { KeywordName } from '../facts/keywords.ts';
import { bad, good, type Result } from '../parse/result.ts';
import { CountSchema } from '../values/common.ts';
import { choice, count, flag, read, text, texts, type Option } from './option.ts';
import { row } from './row.ts';

/** What it says something of. `session`: how the conversation is held, whatever is sent. */
type Part = 'mail' | 'rcpt' | 'body' | 'session';

/** Its field: `several` are any of its choices together, `time` is a date and time with its zone. */
type Form = 'flag' | 'choice' | 'several' | 'number' | 'time' | 'text';

interface EnvelopeOption extends Option {
  readonly wrapped: v.GenericSchema;
  readonly part: Part;
  readonly form: Form;
  /** Of MAIL or RCPT, that it becomes; null: none of its own. */
  readonly parameter: string | null;
  /** EHLO keywords without which it is not to be had: always the same ones, or by its value. */
  readonly keywords: readonly KeywordName[] | ((value: unknown) => readonly KeywordName[]);
  /** Words that may stand in its value, where they are not all of it. */
  readonly words?: readonly string[];
  /** Of a number. */
  readonly unit?: 'seconds' | 'bytes';
  /** Of a number: both are possible. */
  readonly range?: readonly [least: number, most: number];
}

type Allowed = (written: string, params: readonly string[]) => boolean;

/**
 * An extension asked for by name. A flag is a parameter without a value, a choice goes out in upper case and a number within its
 * range as it is; a text needs `write`.
 */
type ExtensionOption = EnvelopeOption & {
  /** The value of the parameter, '' where it then has none; null: the value is refused before anything is connected. */
  readonly write?: (typed: string) => string | null;
  /** Whether what the server says after its keyword allows the value, as it was written; absent: it says nothing of it. */
  readonly allowed?: Allowed;
} & (
    | { readonly form: 'flag' | 'choice' }
    | { readonly form: 'number'; readonly range: readonly [least: number, most: number] }
    | { readonly form: 'text' | 'time'; readonly write: (typed: string) => string | null }
  );

/** The EHLO keywords without which an option cannot have this value. */
export const keywordsFor = ({ keywords }: Pick<EnvelopeOption, 'keywords'>, value: unknown): readonly KeywordName[] =>
  typeof keywords === 'function' ? keywords(value) : keywords;

const RETURNED = ['full', 'hdrs'] as const;
const BODIES = ['7bit', '8bitmime', 'binarymime'] as const;
const WAYS = ['auto', 'off'] as const;
const NOTIFY = ['never', 'success', 'failure', 'delay'] as const;
const NotifySchema = v.array(v.picklist(NOTIFY));
type Notify = v.InferOutput<typeof NotifySchema>;

function parseNotify(typed: string): Result<Notify, 'bad-value'> {
  const found = typed.split(',').map((word) => NOTIFY.find((each) => each === word.trim().toLowerCase()));
  const known = found.filter((each) => each !== undefined);
  return known.length === found.length ? good(known) : bad('bad-value');
}

/** What lies outside the range is refused by name before anything is connected. */
const parsePriority = (typed: string): Result<number, 'bad-value'> =>
  /^[+-]?\d{1,3}$/.test(typed) ? good(Number(typed)) : bad('bad-value');

const ChunkingSchema = v.union([v.picklist(['auto', 'off']), CountSchema]);
function parseChunking(typed: string): Result<v.InferOutput<typeof ChunkingSchema>, 'bad-value'> {
  if (typed === 'auto' || typed === 'off') return good(typed);
  return /^\d{1,9}$/.test(typed) ? good(Number(typed)) : bad('bad-value');
}

const dsn = (part: 'mail' | 'rcpt', parameter: string) => ({ part, parameter, keywords: ['DSN'] }) as const;
const ofMail = <const K extends KeywordName, const P extends string>(keywords: K, parameter: P) =>
  ({ part: 'mail', parameter, keywords: [keywords] }) as const;

/** RFC 3461: which reports the sender wants of the delivery. They stand together under `dsn`. */
export const dsnOptions = {
  /** `never` stands alone. */
  notify: row(NotifySchema, read('dsn-notify', 'LIST', parseNotify), {
    ...dsn('rcpt', 'NOTIFY'),
    form: 'several',
    words: NOTIFY,
  }),
  ret: row(v.picklist(RETURNED), choice('dsn-ret', RETURNED), { ...dsn('mail', 'RET'), form: 'choice' }),
  /** As the sender knows it; xtext is our business. */
  envid: row(v.string(), text('dsn-envid', 'ID'), { ...dsn('mail', 'ENVID'), form: 'text' }),
  /** `type;address`, an address alone (rfc822, or utf-8 where it is not ASCII), or a type alone: each recipient's own address. */
  orcpt: row(v.string(), text('dsn-orcpt', 'T'), { ...dsn('rcpt', 'ORCPT'), form: 'text' }),
} as const satisfies Record<string, EnvelopeOption>;

const whole = (text: string | undefined): number | null =>
  text !== undefined && /^[0-9]{1,20}$/.test(text) ? Number(text) : null;

/** RFC 3339, zone and all, as UTC to the second; null for anything else, dates without a zone included: whose noon? */
function dateTime(text: string): string | null {
  const form =
    /^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})$/;
  const time = form.test(text) ? Date.parse(text.toUpperCase()) : NaN;
  return Number.isNaN(time) ? null : `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** RFC 2852 section 4: nine digits, and above zero where it is to be returned. */
function writeDeliverBy(typed: string): string | null {
  const [, seconds, mode = 'R', trace = ''] = /^(-?[0-9]{1,9})(?:;([NRnr])([Tt]?))?$/.exec(typed) ?? [];
  if (seconds === undefined) return null;
  const by = Number(seconds);
  const returned = mode.toUpperCase() === 'R';
  return returned && by <= 0 ? null : `${by};${mode.toUpperCase()}${trace.toUpperCase()}`;
}

/** What is to be returned cannot be due before the minimum that the server states. */
const notBefore: Allowed = (written, [minimum]) => {
  const [seconds, mode = ''] = written.split(';');
  return !mode.startsWith('R') || Number(seconds) >= (whole(minimum) ?? 0);
};

/** RFC 4865 section 5: the parameters of its keyword are the longest interval and the latest time. */
const notLonger: Allowed = (written, [longest]) => Number(written) <= (whole(longest) ?? Infinity);
const notLater: Allowed = (written, [, latest]) => !(Date.parse(latest ?? '') < Date.parse(written));

/** RFC 7293 section 3.1: a time, and what a relay without the extension is to do: C goes on, R refuses. */
function writeRrvs(typed: string): string | null {
  const [, when = '', action = ''] = /^([^;]*)(;[CRcr])?$/.exec(typed) ?? [];
  const since = dateTime(when);
  return since === null ? null : `${since}${action.toUpperCase()}`;
}

/** Postfix's VERP_README: two characters, the first before the recipient, the second for its @. */
const writeVerp = (typed: string): string | null =>
  typed === 'default' ? '' : /^[!-~]{2}$/.test(typed) ? typed : null;

/** Asked for by name, and so refused where the server does not offer them. */
export const extensionOptions = {
  requiretls: row(v.boolean(), flag('requiretls'), { ...ofMail('REQUIRETLS', 'REQUIRETLS'), form: 'flag' }),
  /** RFC 2852: `SECONDS;N` (report it) or `SECONDS;R` (return it), and a `T` after that for a trace; `R` when only seconds are given. */
  deliverBy: row(v.string(), text('deliver-by', 'SECONDS[;N|R[T]]'), {
    ...ofMail('DELIVERBY', 'BY'),
    form: 'text',
    write: writeDeliverBy,
    allowed: notBefore,
  }),
  /** RFC 6710 section 4. */
  mtPriority: row(v.number(), read('mt-priority', '-9..9', parsePriority), {
    ...ofMail('MT-PRIORITY', 'MT-PRIORITY'),
    form: 'number',
    range: [-9, 9],
  }),
  /** RFC 4865 section 4: at most nine digits; excludes holdUntil. */
  holdFor: row(CountSchema, count('hold-for', 'SECONDS', 1), {
    ...ofMail('FUTURERELEASE', 'HOLDFOR'),
    form: 'number',
    unit: 'seconds',
    range: [1, 999_999_999],
    allowed: notLonger,
  }),
  /** RFC 4865: a date and time with its zone, ISO 8601. */
  holdUntil: row(v.string(), text('hold-until', 'TIME'), {
    ...ofMail('FUTURERELEASE', 'HOLDUNTIL'),
    form: 'time',
    write: dateTime,
    allowed: notLater,
  }),
  /** RFC 7293: refuse when the mailbox changed hands after this date and time; `;C` or `;R` may follow. */
  rrvs: row(v.string(), text('rrvs', 'TIME[;C|R]'), {
    part: 'rcpt',
    parameter: 'RRVS',
    keywords: ['RRVS'],
    form: 'text',
    write: writeRrvs,
  }),
  /** Postfix: a return address of its own for each recipient, made with two characters (`+=`); `default`: with the server's. */
  verp: row(v.string(), text('verp', 'CC|default'), { ...ofMail('XVERP', 'XVERP'), form: 'text', write: writeVerp }),
  /** Say what was asked for although it is not offered, to see what the server does. */
  forceExtensions: row(v.boolean(), flag('force-extensions'), {
    part: 'session',
    parameter: null,
    keywords: [],
    form: 'flag',
  }),
} as const satisfies Record<string, ExtensionOption>;

/** RFC 3030 section 3: BINARYMIME and BDAT are of no use without each other. 7BIT says what holds anyway, and is left out where it cannot be said. */
function ofBody(body: unknown): readonly KeywordName[] {
  if (body === 'binarymime') return ['BINARYMIME', 'CHUNKING'];
  return body === '8bitmime' ? ['8BITMIME'] : [];
}

/** `auto` goes on without. */
const ofChunking = (chunking: unknown): readonly KeywordName[] => (typeof chunking === 'number' ? ['CHUNKING'] : []);

const MaxRecipientsSchema = v.union([v.picklist(WAYS), v.pipe(CountSchema, v.minValue(1))]);
function parseMaxRecipients(typed: string): Result<v.InferOutput<typeof MaxRecipientsSchema>, 'bad-value'> {
  if (typed === 'auto' || typed === 'off') return good(typed);
  return /^\d{1,6}$/.test(typed) && Number(typed) > 0 ? good(Number(typed)) : bad('bad-value');
}

/** RFC 1870 section 3: at most twenty digits; as many as can be counted exactly. */
const MOST_OCTETS = Number.MAX_SAFE_INTEGER;

/** What is declared of the message beside its addresses. */
export const declaredOptions = {
  smtputf8: row(v.boolean(), flag('smtputf8'), { ...ofMail('SMTPUTF8', 'SMTPUTF8'), form: 'flag' }),
  /** `binarymime` goes out with BDAT alone, its octets as they are. */
  body: row(v.picklist(BODIES), choice('body', BODIES, 'TYPE'), {
    part: 'mail',
    parameter: 'BODY',
    keywords: ofBody,
    form: 'choice',
  }),
  /** SIZE of MAIL (RFC 1870) stated otherwise; absent: the octets really to be sent. What is sent stays as it is. */
  statedSize: row(CountSchema, count('stated-size', 'BYTES', 0), {
    ...ofMail('SIZE', 'SIZE'),
    form: 'number',
    unit: 'bytes',
    range: [0, MOST_OCTETS],
  }),
  mailOptions: row(v.array(v.string()), texts('mail-option', 'S'), {
    part: 'mail',
    parameter: null,
    keywords: [],
    form: 'text',
  }),
  rcptOptions: row(v.array(v.string()), texts('rcpt-option', 'S'), {
    part: 'rcpt',
    parameter: null,
    keywords: [],
    form: 'text',
  }),
} as const satisfies Record<string, EnvelopeOption>;

/** How it is handed over. */
export const transferOptions = {
  /** BDAT instead of DATA: `auto` where offered, in chunks of our size; a number: chunks of so many octets. Absent: DATA, but for BINARYMIME. */
  chunking: row(ChunkingSchema, read('chunking', 'auto|off|BYTES', parseChunking), {
    part: 'body',
    parameter: null,
    keywords: ofChunking,
    form: 'text',
    words: ['auto', 'off'],
    unit: 'bytes',
  }),
  /** Commands in groups (RFC 2920): `auto`, the default, where offered. */
  pipelining: row(v.picklist(WAYS), choice('pipelining', WAYS), {
    part: 'session',
    parameter: null,
    keywords: [],
    form: 'choice',
  }),
  /**
   * Recipients of one transaction: `auto`, the default, as many as the server states (LIMITS, RFC 9422), and those it puts off for being too
   * many in a further one (RFC 5321 section 4.5.3.1.10); `off` all at once, whatever it says.
   */
  maxRecipients: row(MaxRecipientsSchema, read('max-recipients', 'auto|off|N', parseMaxRecipients), {
    part: 'session',
    parameter: null,
    keywords: [],
    form: 'text',
    words: ['auto', 'off'],
  }),
} as const satisfies Record<string, EnvelopeOption>;

/** Those that stand in an envelope by their own names; those of `dsn` stand in it together. */
export const envelopeOptions = { ...declaredOptions, ...extensionOptions, ...transferOptions } as const;
