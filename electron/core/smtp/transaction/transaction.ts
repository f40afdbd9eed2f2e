/**
 * MAIL and RCPT: what of the envelope and its parameters this server can take, and what became of each recipient. Parameters
 * go out only where their extension is offered (RFC 5321 section 4.1.1.11).
 */
import type { Outcome, RecipientResult } from '../../../protocol/values/session/outcome.ts';
import type { Ehlo, Reply } from '../../../protocol/values/session/reply.ts';
import {
  declaredOptions,
  dsnOptions,
  extensionOptions,
  keywordsFor,
  transferOptions,
} from '../../../protocol/options/envelope.ts';
import type { ClientSession } from '../session.ts';
import type { EnvelopePlan, PlannedRecipient } from '../plan/arguments.ts';
import type { LongLines } from '../../wire/body/long-lines.ts';
import type { Mailbox } from '../../../protocol/parse/addresses/mailbox.ts';
import { type StepResult, done, failed, outcome } from '../step.ts';
import { findCapability, has, sizeLimit, offeredLimits } from '../../wire/ehlo.ts';
import { invalidArgument } from '../../wire/command.ts';
import { limits } from '../limits.ts';
import { sendXforward } from '../commands/xclient.ts';
import { isPositive, isTemporary } from '../../wire/reply.ts';
import { exchange } from '../commands/operations.ts';

/** What is known of the message before it is sent; nulls where it was not counted. */
export interface MessageFacts {
  /** Octets with line ends normalised, before dot-stuffing: what SIZE= means (RFC 1870 section 5). */
  readonly octets: number | null;
  readonly eightBit: boolean;
  /** Nothing has to be changed but for dot-stuffing. */
  readonly clean: boolean;
  /** No dot either, and the octets cannot change between this look and the sending: they go out as they are, unread. */
  readonly asIs?: boolean;
  /** Lines longer than a message may have; they go out as they are. null or absent: none. */
  readonly longLines?: LongLines | null;
  /** Line ends that are not CR LF and go out as they are; absent: none. */
  readonly bareLineEnds?: { readonly bareCr: number; readonly bareLf: number };
}

/** EHLO keyword by which each MAIL or RCPT parameter is offered. */
const offeredAs = new Map<string, string>([
  ...Object.values({ ...extensionOptions, ...dsnOptions }).flatMap(
    ({ parameter, keywords: [keyword] }): [string, string][] =>
      parameter === null || keyword === undefined ? [] : [[parameter, keyword]],
  ),
  // Whatever its value: one that needs more is refused by the server.
  ['BODY', '8BITMIME'],
]);

/** Everything that can be known to fail before MAIL is said; null when the server can take the envelope, or is to show what it does. */
export function judgeEnvelope(
  session: ClientSession,
  envelope: EnvelopePlan,
  facts: MessageFacts | null,
): Outcome | null {
  const { ehlo } = session;
  if (envelope.force) return null;
  const tooLarge = judgeSize(session, envelope, facts?.octets ?? null);
  if (tooLarge !== null) return tooLarge;
  for (const keyword of neededKeywords(envelope)) {
    if (ehlo === null || !has(ehlo, keyword))
      return outcome('not-supported', 'mail', { keyword }, { temporary: false });
  }
  const refused = judgeAsked(ehlo, envelope);
  if (refused !== null) return refused;
  if (!envelope.asked.some(({ keyword }) => keyword === 'REQUIRETLS')) return null;
  // RFC 8689 section 2: over TLS alone, and with a certificate that passed.
  const encrypted = session.connection.encrypted;
  if (!encrypted) return outcome('not-supported', 'mail', { keyword: 'REQUIRETLS' }, { temporary: false });
  return session.certificateFailure('mail');
}

/** `octets`: at least so many; null where nothing is known of it. */
export function judgeSize(
  { ehlo }: Pick<ClientSession, 'ehlo'>,
  { force, statedSize }: Pick<EnvelopePlan, 'force' | 'statedSize'>,
  octets: number | null,
): Outcome | null {
  const limit = ehlo === null ? null : sizeLimit(ehlo);
  const size = statedSize ?? octets;
  if (force || size === null || typeof limit !== 'number' || size <= limit) return null;
  return outcome('message-too-large', 'mail', { size, limit }, { temporary: false });
}

/** The first parameter asked for by name that is not offered, or not with this value. */
function judgeAsked(ehlo: Ehlo | null, envelope: EnvelopePlan): Outcome | null {
  for (const { asked } of [envelope, ...envelope.to]) {
    for (const one of asked) {
      const offered = ehlo === null ? null : findCapability(ehlo, one.keyword);
      if (offered === null) return outcome('not-supported', 'mail', { keyword: one.keyword }, { temporary: false });
      if (one.allowed?.(offered.params) !== false) continue;
      return { ...invalidArgument(one.argument, one.text, 'out-of-range'), phase: 'mail' };
    }
  }
  return null;
}

function neededKeywords(envelope: EnvelopePlan): string[] {
  const { smtputf8, body } = declaredOptions;
  return [
    ...(envelope.smtputf8 ? smtputf8.keywords : []),
    ...keywordsFor(body, envelope.body),
    ...keywordsFor(transferOptions.chunking, envelope.chunking),
  ];
}

/** Octets of a BDAT chunk where BDAT is to be used; null: DATA. */
export function chunkSize(session: ClientSession, envelope: EnvelopePlan): number | null {
  const { chunking } = envelope;
  if (chunking === 'off') return null;
  if (typeof chunking === 'number') return chunking;
  return session.offers('CHUNKING') || envelope.force ? limits.client.chunkOctets : null;
}

export function mailCommand(session: ClientSession, envelope: EnvelopePlan, facts: MessageFacts | null): string {
  const path = envelope.from === null ? '' : written(envelope.from, envelope.smtputf8);
  return [`MAIL FROM:<${path}>`, ...mailParameters(session, envelope, facts)].join(' ');
}

/** One for each recipient, in their order. */
export function rcptCommands(session: ClientSession, envelope: EnvelopePlan): string[] {
  const given = offeredOnly(session, envelope.rcptOptions, envelope.force);
  noteLimits(session, envelope);
  return envelope.to.map(({ mailbox, asked }) =>
    [`RCPT TO:<${written(mailbox, envelope.smtputf8)}>`, ...asked.map(({ text }) => text), ...given].join(' '),
  );
}

/** RFC 9422: what the server states is shown; the envelope is not split, since the answer to one too many is what is asked about. */
function noteLimits(session: ClientSession, envelope: EnvelopePlan): void {
  if (session.ehlo === null || !session.offers('LIMITS')) return;
  const stated = offeredLimits(session.ehlo);
  const domains = new Set(envelope.to.map(({ mailbox }) => mailbox.domainAscii.toLowerCase())).size;
  const wanted = { RCPTMAX: envelope.to.length, MAILMAX: session.transaction.count, RCPTDOMAINMAX: domains };
  for (const [limit, number] of Object.entries(wanted)) {
    const value = stated[limit as keyof typeof wanted];
    if (value !== undefined && number > value) session.connection.note('limit-exceeded', { limit, value, number });
  }
}

export async function sendMail(
  session: ClientSession,
  envelope: EnvelopePlan,
  facts: MessageFacts | null,
): Promise<StepResult<Reply>> {
  const refused = judgeEnvelope(session, envelope, facts);
  if (refused !== null) return failed(refused);
  const forwarded = await sendXforward(session);
  if (!forwarded.ok) return forwarded;
  session.transaction.begin();
  const text = mailCommand(session, envelope, facts);
  return judgeMail(session, envelope, facts, await exchange(session, { text }));
}

/** The answer to MAIL, reported and judged. */
export function judgeMail(
  session: ClientSession,
  envelope: EnvelopePlan,
  facts: MessageFacts | null,
  step: StepResult<Reply>,
): StepResult<Reply> {
  if (!step.ok) return step;
  const reply = step.value;
  session.recorder.sender(envelope.fromText, reply);
  if (isPositive(reply)) return step;
  session.transaction.refuseSender();
  const declared = envelope.statedSize ?? facts?.octets ?? null;
  // 552 to MAIL is RFC 1870's "message too big"; with X.2.2 it is a full mailbox.
  if (reply.code === 552 && declared !== null && !/\.2\.\d+$/.test(reply.enhancedCode ?? '')) {
    const limit = session.ehlo === null ? null : sizeLimit(session.ehlo);
    const params = { size: declared, limit: typeof limit === 'number' ? limit : null };
    return failed(outcome('message-too-large', 'mail', params, { temporary: false, reply }));
  }
  return failed(
    outcome('sender-refused', 'mail', { sender: envelope.fromText }, { temporary: isTemporary(reply), reply }),
  );
}

/** Every recipient, in order. Fails when none was taken; after 421 nobody else is asked. */
export async function sendRecipients(
  session: ClientSession,
  envelope: EnvelopePlan,
): Promise<StepResult<RecipientResult[]>> {
  const commands = rcptCommands(session, envelope);
  const oneByOne = function* () {
    for (const text of commands) yield exchange(session, { text });
  };
  return judgeRecipients(session, envelope, oneByOne());
}

/**
 * The answers to RCPT, reported and judged one by one; each is asked for when its turn comes, unless it was before. Where they end early,
 * those without one are reported as not answered: nobody is left out.
 */
export async function judgeRecipients(
  session: ClientSession,
  envelope: EnvelopePlan,
  answers: Iterable<Promise<StepResult<Reply>>>,
): Promise<StepResult<RecipientResult[]>> {
  const results: RecipientResult[] = [];
  for (const answer of answers) {
    const step = await answer;
    const at = results.length;
    if (!step.ok) {
      reportUnanswered(session, envelope.to.slice(at));
      return step;
    }
    const reply = step.value;
    const asked = envelope.to[at]?.asked.map(({ text }) => text).join(' ') ?? '';
    const result: RecipientResult = {
      index: envelope.to[at]?.index ?? at,
      address: envelope.to[at]?.text ?? '',
      ...(asked === '' ? {} : { asked }),
      accepted: isPositive(reply),
      reply,
      final: null,
      delivery: 'no',
    };
    results.push(result);
    session.transaction.addRecipient(result);
    session.recorder.recipient(result);
    if (reply.code !== 421) continue;
    reportUnanswered(session, envelope.to.slice(results.length));
    return failed(refusedAll(results, reply));
  }
  const last = results.at(-1)?.reply ?? null;
  return results.some(({ accepted }) => accepted) ? done(results) : failed(refusedAll(results, last));
}

function reportUnanswered(session: ClientSession, left: readonly PlannedRecipient[]): void {
  for (const recipient of left) {
    const result = unanswered(recipient);
    session.transaction.addRecipient(result);
    session.recorder.recipient(result);
  }
}

/** Of one whose RCPT got no answer, sent or not: neither taken nor refused. */
export const unanswered = ({ index, text }: PlannedRecipient): RecipientResult => ({
  index,
  address: text,
  accepted: false,
  reply: null,
  final: null,
  delivery: 'no',
});

/** Nobody was taken: who was refused, and how. */
export function refusedAll(results: readonly RecipientResult[], reply: Reply | null): Outcome {
  const refused = results.flatMap(({ address, accepted, reply: answer }) =>
    accepted || answer === null ? [] : [{ address, reply: answer }],
  );
  const temporary = refused.every((one) => isTemporary(one.reply) === true);
  return outcome('recipients-refused', 'rcpt', { refused }, { temporary, reply });
}

/** With SMTPUTF8 as written, else with A-labels. */
function written(mailbox: Mailbox, smtputf8: boolean): string {
  return smtputf8 ? mailbox.text : mailbox.wire;
}

function mailParameters(session: ClientSession, envelope: EnvelopePlan, facts: MessageFacts | null): string[] {
  const { force } = envelope;
  const given = offeredOnly(session, envelope.mailOptions, force);
  const parameters: string[] = [];
  const own = (keyword: string) => given.some((option) => option.toUpperCase().startsWith(keyword));
  const size = envelope.statedSize ?? facts?.octets ?? null;
  const stated = session.offers('SIZE') || (force && envelope.statedSize !== null);
  if (size !== null && stated && !own('SIZE=')) parameters.push(`SIZE=${size}`);
  if (envelope.statedSize !== null && !stated)
    session.connection.note('option-not-offered', { option: `SIZE=${envelope.statedSize}`, keyword: 'SIZE' });
  const body = own('BODY=') ? null : bodyType(session, envelope, facts);
  if (body !== null) parameters.push(`BODY=${body}`);
  if (envelope.smtputf8 && !own('SMTPUTF8')) parameters.push('SMTPUTF8');
  return [...parameters, ...envelope.asked.map(({ text }) => text), ...given];
}

function bodyType(session: ClientSession, { body, force }: EnvelopePlan, facts: MessageFacts | null): string | null {
  if (body === 'binarymime') return 'BINARYMIME';
  if (!session.offers('8BITMIME') && !(force && body !== null)) return null;
  if (body === '8bitmime' || (body === null && facts?.eightBit === true)) return '8BITMIME';
  return body === '7bit' ? '7BIT' : null;
}

/** The others are left out and said so: a server that does not know a parameter must refuse the command (RFC 5321 4.1.1.11). */
function offeredOnly(session: ClientSession, options: readonly string[], force: boolean): readonly string[] {
  if (force) return options;
  return options.filter((option) => {
    const name = (option.split('=')[0] ?? '').toUpperCase();
    const keyword = offeredAs.get(name) ?? name;
    const offered = session.offers(keyword);
    if (!offered) session.connection.note('option-not-offered', { option, keyword });
    return offered;
  });
}
