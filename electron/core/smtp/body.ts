/**
 * DATA: the message streamed from its source, never held whole; the server's answer seen whenever it comes. Once the final dot is
 * on its way, a missing answer means that nobody knows whether the message was taken (RFC 1047).
 */
import { isAscii } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { Delivery, Outcome, RecipientResult } from '../../ipc/schemas/outcome.ts';
import type { Phase } from '../../ipc/schemas/phase.ts';
import type { Reply } from '../../ipc/schemas/reply.ts';
import type { ClientSession } from './session.ts';
import type { MessageFacts } from './transaction.ts';
import type { MessageSource } from './types.ts';
import { type Step, cancelled, done, failed, outcome } from './step.ts';
import { deliveryOf, judgeAnswers } from './delivery.ts';
import { isPositive, isTemporary, replyClass } from '../wire/reply.ts';
import { DotStuffer } from '../wire/dot.ts';
import { asciiBytes } from '../wire/text.ts';
import { exchange } from './operations.ts';
import { limits } from '../wire/limits.ts';
import { sizeLimit } from '../wire/ehlo.ts';

export interface DataResult {
  readonly error: Outcome | null;
  readonly delivery: Delivery;
}

/** Reads the message once, counting only. The line ends are those that will be sent. */
export async function countMessage(message: MessageSource, signal: AbortSignal): Promise<Step<MessageFacts>> {
  const counter = new DotStuffer(message.lineEnds, { stuff: false });
  let eightBit = false;
  try {
    for await (const chunk of message.open()) {
      if (signal.aborted) return failed(cancelled('mail'));
      eightBit ||= !isAscii(chunk);
      counter.push(chunk);
    }
  } catch (error) {
    return failed(unreadable(error, null));
  }
  counter.end();
  const { bareCr, bareLf, addedFinalLineEnd } = counter.changed;
  return done({ octets: counter.octets, eightBit, clean: bareCr + bareLf === 0 && !addedFinalLineEnd });
}

/** The source failed, not the server. */
function unreadable(error: unknown, phase: Phase | null): Outcome {
  const value = error instanceof Error ? error.message : String(error);
  return outcome('invalid-argument', phase, { argument: 'message', value, reason: 'bad-value' }, { temporary: false });
}

/** The hash is over what the server gets to see: after normalising, before stuffing. */
function bodyHash(message: MessageSource, facts: MessageFacts) {
  const hash = createHash('sha256');
  const normaliser = facts.clean ? null : new DotStuffer(message.lineEnds, { stuff: false });
  const add = (parts: readonly Uint8Array[]) => {
    for (const part of parts) hash.update(part);
  };
  return {
    push: (chunk: Uint8Array) => add(normaliser === null ? [chunk] : normaliser.push(chunk)),
    end(): string {
      if (normaliser !== null) add(normaliser.end());
      return hash.digest('hex');
    },
  };
}

/** DATA, the body, the final dot, the answers: one for SMTP, one per accepted recipient for LMTP, paired by index. */
export async function sendData(
  session: ClientSession,
  message: MessageSource,
  facts: MessageFacts,
): Promise<DataResult> {
  const { connection, plan, recipients } = session;
  const go = await exchange(session, { text: 'DATA' });
  if (!go.ok) return { error: go.error, delivery: 'none' };
  if (go.value.code !== 354) {
    // Any other 3yz: the server may be reading message text now, and QUIT would become a line of it.
    if (replyClass(go.value) === 3) connection.beginBody();
    return judgeNotBegun(session, refusal(session, go.value, facts), go.value);
  }
  session.bodyBegun = true;
  connection.beginBody();
  const count = session.lmtp ? recipients.filter(({ accepted }) => accepted).length : 1;
  const answers = Array.from({ length: count }, () => connection.expect('.', plan.timeouts.finalDot));
  const stopped = await streamBody(session, message, facts);
  if (stopped !== null) return judgeStopped(session, facts, stopped, await soFar(answers));
  const steps = await Promise.all(answers);
  connection.transaction = false;
  const { results, error } = judgeAnswers(recipients, steps, session.lmtp, (reply) => refusal(session, reply, facts));
  return { error, delivery: settleRecipients(session, results) };
}

/** The final word on each, told and kept; gives their sum. */
function settleRecipients(session: ClientSession, results: RecipientResult[]): Delivery {
  session.recipients = results;
  for (const result of results) session.recorder.record({ type: 'recipient', result });
  return deliveryOf(results);
}

/** The answers that are there already; an interrupted body waits for no more. */
async function soFar(answers: readonly Promise<Step<Reply>>[]): Promise<Reply[]> {
  const none = Promise.resolve(failed(cancelled('data')));
  const steps = await Promise.all(answers.map((answer) => Promise.race([answer, none])));
  return steps.flatMap((step) => (step.ok ? [step.value] : []));
}

/** null when the whole body and the final dot went out; else why not. `stuff` false: the caller minds the dots. */
export async function streamBody(
  session: ClientSession,
  message: MessageSource,
  facts: MessageFacts,
  stuff = true,
): Promise<Outcome | null> {
  const { connection, plan, recorder } = session;
  const stuffer = new DotStuffer(message.lineEnds, { stuff });
  const hash = bodyHash(message, facts);
  const interrupted = () => (session.signal.aborted ? cancelled('data') : (connection.dead ?? cancelled('data')));
  let reported = recorder.elapsed();
  let unread = 0;
  recorder.record({ type: 'body-progress', octets: 0, total: facts.octets });
  try {
    for await (const chunk of message.open()) {
      hash.push(chunk);
      const written = await connection.writeBody(stuffer.push(chunk), plan.timeouts.bodyIdle);
      if (written === 'interrupted') return interrupted();
      unread += chunk.length;
      if (unread >= limits.client.unreadOctets) {
        unread = 0;
        // Lets the socket be read: with a fast peer nothing else here waits for the event loop.
        await new Promise((resolve) => setImmediate(resolve));
      }
      if (recorder.elapsed() - reported >= limits.client.progressInterval) {
        reported = recorder.elapsed();
        recorder.record({ type: 'body-progress', octets: stuffer.octets, total: facts.octets });
      }
    }
  } catch (error) {
    // Half a message must not look like a whole one: no final dot.
    return unreadable(error, 'data');
  }
  const tail = stuff ? stuffer.end() : [...stuffer.end(), asciiBytes('.\r\n')];
  if (connection.finishBody(tail) === 'interrupted') return interrupted();
  const { bareCr, bareLf } = stuffer.changed;
  const { octets, wireOctets } = stuffer;
  if (bareCr + bareLf > 0) connection.note('line-ends-normalised', { bareCr, bareLf });
  recorder.record({ type: 'body-progress', octets, total: octets });
  recorder.record({ type: 'body-end', octets, wireOctets, sha256: hash.end() });
  connection.note('body-sent', { octets });
  return null;
}

/** DATA itself was refused: one reply, for everyone whose RCPT was taken. */
function judgeNotBegun(session: ClientSession, error: Outcome, reply: Reply): DataResult {
  const results = session.recipients.map((one) => (one.accepted ? { ...one, final: reply } : one));
  return { error, delivery: settleRecipients(session, results) };
}

/** The body did not go out whole. An answer that came meanwhile is the reason, unless the user stopped it. */
function judgeStopped(
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
  const results = session.recipients.map((one) => (one.accepted ? { ...one, final: reply, delivery } : one));
  return { error, delivery: settleRecipients(session, results) };
}

/** RFC 5321 4.2.3: 552 is storage exceeded; whether the message's size or the mailbox's is in the enhanced code or the text. */
function refusal(session: ClientSession, reply: Reply, facts: MessageFacts): Outcome {
  const bySize =
    reply.enhancedCode === '5.3.4' ||
    (reply.enhancedCode === null && /\b(size|large|big|long)\b/i.test(reply.lines.join(' ')));
  if (reply.code === 552 && bySize && facts.octets !== null) {
    const limit = session.ehlo === null ? null : sizeLimit(session.ehlo);
    const params = { size: facts.octets, limit: typeof limit === 'number' ? limit : null };
    return outcome('message-too-large', 'data', params, { temporary: false, reply });
  }
  return outcome('data-refused', 'data', {}, { temporary: isTemporary(reply), reply });
}
