/**
 * DATA: the message streamed from its source, never held whole; the server's answer seen whenever it comes. Once the final dot is
 * on its way, a missing answer means that nobody knows whether the message was taken (RFC 1047).
 */
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import type { Reply } from '../../../protocol/values/session/reply.ts';
import type { ClientSession } from '../session.ts';
import type { MessageFacts } from './transaction.ts';
import type { MessageSource } from '../types.ts';
import { type DataResult, judgeRefused, judgeStopped, judgeWhole, soFar } from './judge.ts';
import { type StepResult, cancelled } from '../step.ts';
import { bodyHash, sourceFailed } from '../plan/message-facts.ts';
import { DotStuffer } from '../../wire/body/dot.ts';
import { asciiBytes } from '../../wire/text.ts';
import { limits } from '../limits.ts';
import { replyClass } from '../../wire/reply.ts';

const DOT_LINE = asciiBytes('.\r\n');

/** The body, the final dot, the answers: one for SMTP, one per accepted recipient for LMTP, paired by index. `asked`: the answer to DATA. */
export async function sendData(
  session: ClientSession,
  message: MessageSource,
  facts: MessageFacts,
  asked: Promise<StepResult<Reply>>,
  alongside?: () => void,
): Promise<DataResult> {
  const { connection, plan, transaction } = session;
  const go = await asked;
  if (!go.ok) return { error: go.error, delivery: 'none' };
  if (go.value.code !== 354) {
    // Any other 3yz: the server may be reading message text now, and QUIT would become a line of it.
    if (replyClass(go.value) === 3) connection.beginBody();
    return judgeRefused(session, facts, go.value);
  }
  transaction.beginMessage();
  if (await session.stopsAfter('data')) return { error: null, delivery: 'none' };
  connection.beginBody();
  const count = session.lmtp ? transaction.accepted : 1;
  const early = () => connection.bodyInProgress;
  const answers = Array.from({ length: count }, () => connection.expect('.', plan.timeouts.finalDot, false, early));
  const handedOver = () => {
    transaction.sendLast();
    alongside?.();
  };
  const stopped = await streamBody(session, message, facts, true, handedOver);
  if (stopped !== null) transaction.stopMessage();
  if (stopped !== null) return judgeStopped(session, facts, stopped, await soFar(answers));
  // Broken off after the final dot: nobody will know what became of the message.
  const dropped = await session.stopsAfter('dot');
  const steps = await Promise.all(answers);
  const judged = judgeWhole(session, facts, steps);
  return dropped ? { ...judged, error: null } : judged;
}

/** null when the whole body and the final dot went out; else why not. `stuff` false: the caller minds the dots. */
export async function streamBody(
  session: ClientSession,
  message: MessageSource,
  facts: MessageFacts,
  stuff = true,
  alongside?: () => void,
): Promise<Outcome | null> {
  const { connection, plan } = session;
  const stuffer = facts.asIs === true ? null : new DotStuffer(message.lineEnds, { stuff });
  const progress = new BodyProgress(session, facts);
  const hash = bodyHash(message, facts, session.hashesBody());
  const interrupted = () => (session.signal.aborted ? cancelled('data') : (connection.dead ?? cancelled('data')));
  let untouched = 0;
  let held: readonly Uint8Array[] = [];
  try {
    for await (const chunk of message.constant?.() ?? message.open()) {
      // Before the piece is written: afterwards it may have left the processor's cache.
      hash.push(chunk);
      if (held.length > 0 && (await connection.writeBody(held, plan.timeouts.bodyIdle)) === 'interrupted')
        return interrupted();
      untouched += chunk.length;
      held = stuffer === null ? [chunk] : stuffer.push(chunk);
      if (progress.advanced(chunk.length, stuffer?.octets ?? untouched)) await progress.rest();
    }
  } catch (error) {
    // Half a message must not look like a whole one: no final dot.
    return sourceFailed(error, 'data');
  }
  if (held.reduce((sum, part) => sum + part.length, 0) > limits.client.sharedOctets) {
    if ((await connection.writeBody(held, plan.timeouts.bodyIdle)) === 'interrupted') return interrupted();
    held = [];
  }
  const tail = stuffer === null ? [] : stuffer.end();
  const end = stuff && stuffer !== null ? [] : [DOT_LINE];
  if (connection.finishBody([...held, ...tail, ...end], alongside) === 'interrupted') return interrupted();
  const octets = stuffer?.octets ?? untouched;
  const { bareCr, bareLf } = stuffer?.changed ?? { bareCr: 0, bareLf: 0 };
  if (bareCr + bareLf > 0) connection.note('line-ends-normalised', { bareCr, bareLf });
  progress.end(octets, stuffer?.wireOctets ?? octets + DOT_LINE.length, hash.end());
  return null;
}

/** Reports how far a body has come, and when the socket is to be read meanwhile. */
export class BodyProgress {
  readonly #session: ClientSession;
  readonly #total: number | null;
  #reported: number;
  #unread = 0;

  constructor(session: ClientSession, facts: MessageFacts) {
    this.#session = session;
    this.#total = facts.octets;
    this.#reported = session.recorder.elapsed();
    session.recorder.bodyProgress(0, facts.octets);
  }

  /** `chunk` octets more of the source, `octets` of the message in all. True when it is time to rest. */
  advanced(chunk: number, octets: number): boolean {
    const { recorder } = this.#session;
    this.#unread += chunk;
    if (recorder.elapsed() - this.#reported >= limits.client.progressInterval) {
      this.#reported = recorder.elapsed();
      recorder.bodyProgress(octets, this.#total);
    }
    return this.#unread >= limits.client.unreadOctets;
  }

  /** Lets the socket be read: with a fast peer nothing else waits for the event loop. */
  async rest(): Promise<void> {
    this.#unread = 0;
    await new Promise((resolve) => setImmediate(resolve));
  }

  end(octets: number, wireOctets: number, sha256: string | null): void {
    const { recorder, connection } = this.#session;
    recorder.bodyProgress(octets, octets);
    recorder.bodyEnd(octets, wireOctets, sha256);
    connection.note('body-sent', { octets });
  }
}
