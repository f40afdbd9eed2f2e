/**
 * One message to many recipients: in several transactions of one session where the server takes no more at a time, by what it states
 * (LIMITS, RFC 9422) or by what it puts off (RFC 5321 section 4.5.3.1.10). Each recipient keeps its place in the envelope.
 */
import type { RecipientResult, Outcome } from '../../../protocol/values/session/outcome.ts';
import type { ClientSession } from '../session.ts';
import type { EnvelopePlan, PlannedRecipient } from '../plan/arguments.ts';
import type { MessageSource } from '../types.ts';
import { MailTransaction, type TransactionResult, lookAtNow } from '../transaction/mail-transaction.ts';
import { deliveryOf } from '../transaction/delivery.ts';
import { limits } from '../limits.ts';
import { offeredLimits } from '../../wire/ehlo.ts';
import { refusedAll, unanswered } from '../transaction/transaction.ts';
import { reset } from '../commands/operations.ts';
import type { FlowResult } from './run.ts';

/** On a session that is ready for it. */
export async function deliver(
  session: ClientSession,
  envelope: EnvelopePlan,
  message: MessageSource,
): Promise<FlowResult> {
  const looked = await lookAtNow(session, envelope, message);
  if (!looked.ok) return { error: looked.error, delivery: 'none' };
  const { source, facts } = looked.value;
  const results = new Map<number, RecipientResult>();
  const most = mostAtATime(session, envelope);
  let rest: readonly PlannedRecipient[] = envelope.to;
  noteTurns(session, rest.length, most);
  for (let turn = 1; ; turn += 1) {
    const now = nextOf(rest, most);
    const part = now.length === envelope.to.length ? envelope : { ...envelope, to: now };
    const transaction = new MailTransaction(session, part, source, facts);
    const result = (await transaction.answered()) ?? (await transaction.complete());
    const own = session.transaction.recipients;
    for (const one of own) results.set(one.index, one);
    const again = turn < limits.client.transactions ? putOff(envelope, now, own) : [];
    rest = [...again, ...rest.slice(now.length)];
    if (turn === 1 && rest.length === 0) return result;
    if (rest.length === 0 || turn >= limits.client.transactions || !goesOn(session, result)) {
      reportLeft(session, envelope, results);
      return summedUp(results, result);
    }
    if (again.length > 0) session.connection.note('recipients-again', { recipients: again.length });
    if (session.transaction.open) await session.inPhase('rset', () => reset(session));
    session.transaction.clear();
  }
}

interface Most {
  readonly recipients: number;
  readonly domains: number;
  /** What the server states of it, in its own words; null where the user asked for it. */
  readonly stated: string | null;
}

const everything: Most = { recipients: Infinity, domains: Infinity, stated: null };

function mostAtATime(session: ClientSession, { maxRecipients }: EnvelopePlan): Most {
  if (typeof maxRecipients === 'number') return { ...everything, recipients: maxRecipients };
  if (maxRecipients === 'off' || session.ehlo === null || !session.offers('LIMITS')) return everything;
  const { RCPTMAX, RCPTDOMAINMAX } = offeredLimits(session.ehlo);
  const stated = [
    ...(RCPTMAX === undefined ? [] : [`RCPTMAX=${RCPTMAX}`]),
    ...(RCPTDOMAINMAX === undefined ? [] : [`RCPTDOMAINMAX=${RCPTDOMAINMAX}`]),
  ];
  return { recipients: RCPTMAX ?? Infinity, domains: RCPTDOMAINMAX ?? Infinity, stated: stated.join(' ') };
}

/** In their order, as many as may go together. */
function nextOf(rest: readonly PlannedRecipient[], { recipients, domains }: Most): readonly PlannedRecipient[] {
  if (domains === Infinity) return rest.length <= recipients ? rest : rest.slice(0, recipients);
  const seen = new Set<string>();
  const end = rest.findIndex(({ mailbox }, at) => {
    seen.add(mailbox.domainAscii.toLowerCase());
    return at >= recipients || seen.size > domains;
  });
  return end === -1 ? rest : rest.slice(0, end);
}

function noteTurns(session: ClientSession, recipients: number, most: Most): void {
  if (recipients <= most.recipients) return;
  const { stated } = most;
  session.connection.note('recipients-in-turns', {
    recipients,
    most: most.recipients,
    ...(stated === null || stated === '' ? {} : { limit: stated }),
  });
}

/** Those that were one too many beside others that were taken: 452 with X.5.3, or with no enhanced code and words for it. */
function putOff(
  { maxRecipients }: EnvelopePlan,
  now: readonly PlannedRecipient[],
  results: readonly RecipientResult[],
): readonly PlannedRecipient[] {
  if (maxRecipients === 'off' || !results.some(({ accepted }) => accepted)) return [];
  const tooMany = new Set(
    results.flatMap(({ index, reply }) => (reply !== null && reply.code === 452 && isForNumber(reply) ? [index] : [])),
  );
  return tooMany.size === 0 ? [] : now.filter(({ index }) => tooMany.has(index));
}

const isForNumber = ({ enhancedCode, lines }: NonNullable<RecipientResult['reply']>): boolean =>
  enhancedCode === '4.5.3' || (enhancedCode === null && /\btoo many recipients\b/i.test(lines.join(' ')));

/** A refused message, a refused sender and a lost connection hold for those who wait too; that nobody of these was taken does not. */
function goesOn(session: ClientSession, { error }: TransactionResult): boolean {
  const { connection, plan } = session;
  const stops = session.dropped || plan.quitAfter !== null || plan.dropAfter !== null || session.signal.aborted;
  const usable = connection.usable && !connection.bodyInProgress && connection.lastCode !== 421;
  return !stops && usable && (error === null || error.code === 'recipients-refused');
}

/** Those who were never asked. One that was put off keeps the answer it got. */
function reportLeft(session: ClientSession, { to }: EnvelopePlan, results: Map<number, RecipientResult>): void {
  for (const recipient of to) {
    if (results.has(recipient.index)) continue;
    const result = unanswered(recipient);
    results.set(recipient.index, result);
    session.recorder.recipient(result);
  }
}

function summedUp(results: ReadonlyMap<number, RecipientResult>, last: TransactionResult): FlowResult {
  const recipients = [...results.values()].sort((a, b) => a.index - b.index);
  return { error: errorOf(recipients, last.error), delivery: deliveryOf(recipients), recipients };
}

function errorOf(recipients: readonly RecipientResult[], last: Outcome | null): Outcome | null {
  if (last !== null && last.code !== 'recipients-refused') return last;
  if (recipients.some(({ accepted }) => accepted)) return null;
  return refusedAll(recipients, recipients.findLast(({ reply }) => reply !== null)?.reply ?? null);
}
