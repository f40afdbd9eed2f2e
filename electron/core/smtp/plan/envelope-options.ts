/**
 * Extensions asked for by name, as the parameters of MAIL and RCPT that they become. Values are checked here, before anything is
 * connected; whether the server offers the extension, and allows the value, is judged before MAIL.
 */
import type { KeywordName } from '../../../protocol/facts/keywords.ts';
import { dsnOptions, extensionOptions } from '../../../protocol/options/envelope.ts';
import type { Envelope } from '../../../protocol/values/target.ts';
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

const whole = (text: string | undefined): number | null =>
  text !== undefined && /^[0-9]{1,20}$/.test(text) ? Number(text) : null;

/** A control character is the graver fault, whatever else the value is. */
function refuse(name: string, value: string): { readonly ok: false; readonly error: Outcome } {
  return failed(checkArgument(name, value) ?? invalidArgument(name, value.slice(0, 200), 'bad-value'));
}

/** Parameters of MAIL, in the order of the options. */
export function askedOfMail(envelope: Envelope): StepResult<AskedParameter[]> {
  return gather([
    envelope.dsn?.ret === undefined ? NOT_ASKED : asked(dsnOptions.ret, envelope.dsn.ret.toUpperCase(), 'dsn.ret'),
    envelopeId(envelope.dsn?.envid),
    envelope.requiretls === true ? asked(extensionOptions.requiretls, null, 'requiretls') : NOT_ASKED,
    deliverBy(envelope.deliverBy),
    priority(envelope.mtPriority),
    ...hold(envelope),
    verp(envelope),
  ]);
}

/** Parameters of one recipient's RCPT. */
export function askedOfRcpt(envelope: Envelope, mailbox: Mailbox): StepResult<AskedParameter[]> {
  return gather([
    notify(envelope.dsn?.notify),
    originalRecipient(envelope.dsn?.orcpt, mailbox),
    changed(envelope.rrvs),
  ]);
}

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

/** RFC 2852 section 4: nine digits; with R above zero, and not below the minimum that the server states. */
function deliverBy(text: string | undefined): Asked {
  if (text === undefined) return NOT_ASKED;
  const [, seconds, mode = 'R', trace = ''] = /^(-?[0-9]{1,9})(?:;([NRnr])([Tt]?))?$/.exec(text) ?? [];
  if (seconds === undefined) return refuse('deliverBy', text);
  const by = Number(seconds);
  const returned = mode.toUpperCase() === 'R';
  if (returned && by <= 0) return refuse('deliverBy', text);
  return asked(
    extensionOptions.deliverBy,
    `${by};${mode.toUpperCase()}${trace.toUpperCase()}`,
    'deliverBy',
    ([minimum]) => {
      const least = whole(minimum);
      return !returned || least === null || by >= least;
    },
  );
}

/** RFC 6710 section 4. */
function priority(value: number | undefined): Asked {
  if (value === undefined) return NOT_ASKED;
  if (!within(value, extensionOptions.mtPriority.range)) return refuse('mtPriority', String(value));
  return asked(extensionOptions.mtPriority, String(value), 'mtPriority');
}

/** RFC 4865 sections 4 and 5: one or the other; the keyword's parameters are the longest interval and the latest time. */
function hold({ holdFor, holdUntil }: Envelope): Asked[] {
  if (holdFor !== undefined && holdUntil !== undefined) return [refuse('holdUntil', holdUntil)];
  if (holdFor !== undefined) {
    if (!within(holdFor, extensionOptions.holdFor.range)) return [refuse('holdFor', String(holdFor))];
    const allowed = ([interval]: readonly string[]) => holdFor <= (whole(interval) ?? Infinity);
    return [asked(extensionOptions.holdFor, String(holdFor), 'holdFor', allowed)];
  }
  if (holdUntil === undefined) return [];
  const until = dateTime(holdUntil);
  if (until === null) return [refuse('holdUntil', holdUntil)];
  const allowed = ([, latest]: readonly string[]) => {
    const last = Date.parse(latest ?? '');
    return Number.isNaN(last) || Date.parse(until) <= last;
  };
  return [asked(extensionOptions.holdUntil, until, 'holdUntil', allowed)];
}

/** Postfix's VERP_README: two characters, the first before the recipient, the second for its @. A null sender cannot be made longer. */
function verp({ verp: characters, from }: Envelope): Asked {
  if (characters === undefined) return NOT_ASKED;
  const byServer = characters === 'default';
  if (from === '' || !(byServer || /^[!-~]{2}$/.test(characters))) return refuse('verp', characters);
  return asked(extensionOptions.verp, byServer ? null : characters, 'verp');
}

/** RFC 7293 section 3.1: a time, and what a relay without the extension is to do: C goes on, R refuses. */
function changed(rrvs: string | undefined): Asked {
  if (rrvs === undefined) return NOT_ASKED;
  const [, when = '', action = ''] = /^([^;]*)(;[CRcr])?$/.exec(rrvs) ?? [];
  const since = dateTime(when);
  return since === null
    ? refuse('rrvs', rrvs)
    : asked(extensionOptions.rrvs, `${since}${action.toUpperCase()}`, 'rrvs');
}

/** RFC 3339, zone and all, as UTC to the second; null for anything else, dates without a zone included: whose noon? */
function dateTime(text: string): string | null {
  if (
    !/^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})$/.test(
      text,
    )
  )
    return null;
  const time = Date.parse(text.toUpperCase());
  return Number.isNaN(time) ? null : `${new Date(time).toISOString().slice(0, 19)}Z`;
}
