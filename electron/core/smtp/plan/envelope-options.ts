/**
 * Extensions asked for by name, as the parameters of MAIL and RCPT that they become. Values are checked here, before anything is
 * connected; whether the server offers the extension, and allows the value, is judged before MAIL.
 */
import type { KeywordName } from '../../../protocol/facts/keywords.ts';
import { dsnOptions, extensionOptions } from '../../../protocol/options/envelope.ts';
import { rowNames } from '../../../protocol/options/row.ts';
import type { Envelope, RecipientReports } from '../../../protocol/values/target.ts';
import type { Mailbox } from '../../../protocol/parse/addresses/mailbox.ts';
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import { checkArgument, invalidArgument } from '../../wire/command.ts';
import { encodeUtf8Address, encodeXtext } from '../../wire/xtext.ts';
import { type StepResult, done, failed } from '../step.ts';
import { limits } from '../limits.ts';

export interface AskedParameter {
  /** As it goes out, such as RET=HDRS. */
  readonly text: string;
  /** EHLO keyword by which it is offered. */
  readonly keyword: string;
  /** The option's name, for the outcome that refuses its value. */
  readonly argument: string;
  /** Whether the parameters of the server's keyword allow the value; absent: they say nothing of it. */
  readonly allowed?: (params: readonly string[]) => boolean;
}

type Asked = StepResult<AskedParameter | null>;

/** Nearly every answer of nearly every envelope. */
const NOT_ASKED: Asked = done(null);

const within = (value: number, [least, most]: readonly [number, number]): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/** A control character is the graver fault, whatever else the value is. */
function refuse(name: string, value: string): { readonly ok: false; readonly error: Outcome } {
  return failed(checkArgument(name, value) ?? invalidArgument(name, value.slice(0, 200), 'bad-value'));
}

/** Those of the table that become parameters, with its order. */
const extensions = rowNames(extensionOptions).map((name) => ({ name, row: extensionOptions[name] }));
type ExtensionRow = (typeof extensions)[number]['row'];

/** What a value needs of the rest of its envelope. */
const fitting: Partial<Record<keyof typeof extensionOptions, (envelope: Envelope) => boolean>> = {
  // RFC 4865 section 4: one or the other.
  holdUntil: ({ holdFor }) => holdFor === undefined,
  // A null sender cannot be made longer.
  verp: ({ from }) => from !== '',
};

/** Parameters of MAIL, in the order of the options. */
export function askedOfMail(envelope: Envelope): StepResult<AskedParameter[]> {
  return gather([
    envelope.dsn?.ret === undefined ? NOT_ASKED : asked(dsnOptions.ret, envelope.dsn.ret.toUpperCase(), 'dsn.ret'),
    envelopeId(envelope.dsn?.envid),
    ...byTable(envelope, 'mail'),
  ]);
}

/** Parameters of one recipient's RCPT. */
export function askedOfRcpt(
  envelope: Envelope,
  mailbox: Mailbox,
  own: Partial<RecipientReports> = {},
): StepResult<AskedParameter[]> {
  return gather([
    notify(own.notify ?? envelope.dsn?.notify),
    originalRecipient(own.orcpt ?? envelope.dsn?.orcpt, mailbox),
    ...byTable(envelope, 'rcpt'),
  ]);
}

function* byTable(envelope: Envelope, part: 'mail' | 'rcpt'): Generator<Asked> {
  for (const { name, row } of extensions) {
    const value = envelope[name];
    if (row.part !== part || value === undefined || value === false) continue;
    const written = fitting[name]?.(envelope) === false ? null : write(row, value);
    yield written === null
      ? refuse(name, String(value))
      : asked(row, written === '' ? null : written, name, allowedBy(row, written));
  }
}

/** As the parameter's value, '' for none; null where it is not one of the option's values. */
function write(row: ExtensionRow, value: string | number | true): string | null {
  if (value === true) return '';
  if (typeof value === 'number') return 'range' in row && within(value, row.range) ? String(value) : null;
  return 'write' in row ? row.write(value) : value.toUpperCase();
}

const allowedBy = (row: ExtensionRow, written: string): AskedParameter['allowed'] =>
  'allowed' in row ? (params) => row.allowed(written, params) : undefined;

function gather(steps: readonly Asked[]): StepResult<AskedParameter[]> {
  const parameters: AskedParameter[] = [];
  for (const step of steps) {
    if (!step.ok) return step;
    if (step.value !== null) parameters.push(step.value);
  }
  return done(parameters);
}

interface Parameter {
  readonly parameter: string;
  readonly keywords: readonly [KeywordName];
}

/** `value`: null for a parameter without one. */
function asked(
  { parameter, keywords: [keyword] }: Parameter,
  value: string | null,
  argument: string,
  allowed?: AskedParameter['allowed'],
): Asked {
  const text = value === null ? parameter : `${parameter}=${value}`;
  return done({ text, keyword, argument, ...(allowed === undefined ? {} : { allowed }) });
}

/** RFC 3461 section 4.4: printable US-ASCII and blanks before encoding, 100 characters after it. */
function envelopeId(envid: string | undefined): Asked {
  if (envid === undefined) return NOT_ASKED;
  const encoded = encodeXtext(envid);
  if (!/^[ -~]+$/.test(envid)) return refuse('dsn.envid', envid);
  if (encoded.length > limits.parameter.maxEnvid) {
    return failed(invalidArgument('dsn.envid', envid.slice(0, 200), 'too-long'));
  }
  return asked(dsnOptions.envid, encoded, 'dsn.envid');
}

/** RFC 3461 section 4.1: NEVER stands alone. */
function notify(list: NonNullable<Envelope['dsn']>['notify']): Asked {
  if (list === undefined) return NOT_ASKED;
  const words = [...new Set(list)];
  if (words.length === 0 || (words.includes('never') && words.length > 1)) return refuse('dsn.notify', words.join(','));
  return asked(dsnOptions.notify, words.join(',').toUpperCase(), 'dsn.notify');
}

/** RFC 3461 section 4.2; type utf-8 and its form by RFC 6533 section 3. */
function originalRecipient(orcpt: string | undefined, mailbox: Mailbox): Asked {
  if (orcpt === undefined) return NOT_ASKED;
  const semicolon = orcpt.indexOf(';');
  const typeOnly = semicolon === -1 && !orcpt.includes('@');
  const address = typeOnly ? mailbox.text : orcpt.slice(semicolon + 1);
  const fitting = /^[ -~]*$/.test(address) ? 'rfc822' : 'utf-8';
  const type = semicolon !== -1 ? orcpt.slice(0, semicolon) : typeOnly ? orcpt : fitting;
  if (!/^[A-Za-z0-9-]{1,64}$/.test(type) || address === '' || checkArgument('dsn.orcpt', orcpt) !== null) {
    return refuse('dsn.orcpt', orcpt);
  }
  const utf8 = type.toLowerCase() === 'utf-8';
  // Only utf-8 has a form for what is not ASCII; in xtext it would be somebody else's octets.
  if (!utf8 && fitting === 'utf-8') return refuse('dsn.orcpt', orcpt);
  const encoded = utf8 ? encodeUtf8Address(address) : encodeXtext(address);
  if (type.length + 1 + encoded.length > limits.parameter.maxOrcpt) {
    return failed(invalidArgument('dsn.orcpt', orcpt.slice(0, 200), 'too-long'));
  }
  return asked(dsnOptions.orcpt, `${type};${encoded}`, 'dsn.orcpt');
}
