/** What the answers to DATA, BDAT and the message itself mean: for the session, and for each recipient. */
import type { Delivery, Outcome, RecipientResult } from '../../../protocol/values/session/outcome.ts';
import type { Reply } from '../../../protocol/values/session/reply.ts';
import type { ClientSession } from '../session.ts';
import type { MessageFacts } from './transaction.ts';
import { type StepResult, cancelled, failed, outcome } from '../step.ts';
import { deliveryOf, judgeAnswers } from './delivery.ts';
import { isPositive, isTemporary, replyClass } from '../../wire/reply.ts';
import { sizeLimit } from '../../wire/ehlo.ts';

export interface DataResult {
  readonly error: Outcome | null;
  readonly delivery: Delivery;
}

/** Answers to the whole message: one, or with LMTP one for each recipient taken, by position (RFC 2033 section 4.2). */
export function judgeWhole(
  session: ClientSession,
  facts: MessageFacts,
  answers: readonly StepResult<Reply>[],
): DataResult {
  const refused = (reply: Reply) => refusal(session, reply, facts);
  const { results, error } = judgeAnswers(session.transaction.recipients, answers, session.lmtp, refused);
  return { error, delivery: settleRecipients(session, results) };
}

/** Refused before any of the message went out, or a part of it: one reply, for everyone whose RCPT was taken. */
export function judgeRefused(session: ClientSession, facts: MessageFacts, reply: Reply): DataResult {
  const results = session.transaction.recipients.map((one) => (one.accepted ? { ...one, final: reply } : one));
  return { error: refusal(session, reply, facts), delivery: settleRecipients(session, results) };
}

/** The body did not go out whole. An answer that came meanwhile is the reason, unless the user stopped it. */
export function judgeStopped(
  session: ClientSession,
  facts: MessageFacts,
  stopped: Outcome,
  early: readonly Reply[],
): DataResult {
  const [reply] = early;
  if (reply === undefined || session.signal.aborted) return { error: stopped, delivery: 'none' };
  session.connection.note('early-reply-stopped-body');
  const refused = replyClass(reply) === 4 || replyClass(reply) === 5;
  const error = refused
    ? refusal(session, reply, facts)
    : outcome('protocol-error', 'data', { anomaly: 'early-reply', limit: null, raw: reply.raw }, { reply });
  // 250 before the end: the server says that it has taken something that we have not finished.
  const delivery = isPositive(reply) ? ('unknown' as const) : ('no' as const);
  const results = session.transaction.recipients.map((one) =>
    one.accepted ? { ...one, final: reply, delivery } : one,
  );
  return { error, delivery: settleRecipients(session, results) };
}

/** The answers that are there already; an interrupted body waits for no more. */
export async function soFar(answers: readonly Promise<StepResult<Reply>>[]): Promise<Reply[]> {
  const none = Promise.resolve(failed(cancelled('data')));
  const steps = await Promise.all(answers.map((answer) => Promise.race([answer, none])));
  return steps.flatMap((step) => (step.ok ? [step.value] : []));
}

/** The final word on each, reported and kept; gives their sum. */
function settleRecipients(session: ClientSession, results: RecipientResult[]): Delivery {
  session.transaction.settle(results);
  for (const result of results) session.recorder.recipient(result);
  return deliveryOf(results);
}

/** Of words after a 552 without enhanced code. A line that is too long, or ends in a bare LF, is no message that is too large. */
const ofSize = /\b(?:size|large|big|message (?:is )?too long)\b/i;
const ofLines = /\blines?\b|\bbare\b|\b[<(]?(?:cr|lf|crlf)[>)]?\b/i;

/** RFC 5321 4.2.3: 552 is storage exceeded; whether the message's size or the mailbox's is in the enhanced code or the text. */
function refusal(session: ClientSession, reply: Reply, facts: MessageFacts): Outcome {
  const words = reply.lines.join(' ');
  const bySize =
    !ofLines.test(words) && (reply.enhancedCode === '5.3.4' || (reply.enhancedCode === null && ofSize.test(words)));
  if (reply.code === 552 && bySize && facts.octets !== null) {
    const limit = session.ehlo === null ? null : sizeLimit(session.ehlo);
    const params = { size: facts.octets, limit: typeof limit === 'number' ? limit : null };
    return outcome('message-too-large', 'data', params, { temporary: false, reply });
  }
  return outcome('data-refused', 'data', {}, { temporary: isTemporary(reply), reply });
}
