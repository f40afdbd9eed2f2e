/**
 * BDAT (RFC 3030): the message in chunks whose length is said beforehand. No dots are doubled, and with BINARYMIME no octet is
 * changed. Each chunk is gathered first, so that what was announced is always there to be sent.
 */
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import type { Reply } from '../../../protocol/values/session/reply.ts';
import type { ClientSession } from '../session.ts';
import type { MessageFacts } from './transaction.ts';
import type { MessageSource } from '../types.ts';
import { type DataResult, judgeRefused, judgeStopped, judgeWhole, soFar } from './judge.ts';
import { type StepResult, cancelled, failed } from '../step.ts';
import { bodyHash, sourceFailed } from '../plan/message-facts.ts';
import { BodyProgress } from './body.ts';
import { DotStuffer } from '../../wire/body/dot.ts';
import { isPositive } from '../../wire/reply.ts';
import { limits } from '../limits.ts';

interface Gathered {
  readonly parts: readonly Uint8Array[];
  readonly length: number;
  readonly last: boolean;
}

/** A chunk on its way, and its answers: one, but for the last of LMTP. */
interface SentChunk {
  readonly answers: readonly Promise<StepResult<Reply>>[];
  /** False when the chunk could not be handed over whole. */
  readonly whole: boolean;
}

export async function sendChunks(
  session: ClientSession,
  message: MessageSource,
  facts: MessageFacts,
  { octets: chunkOctets, pipelining }: { readonly octets: number; readonly pipelining: boolean },
): Promise<DataResult> {
  const { connection } = session;
  const ahead = pipelining && session.offers('PIPELINING') ? limits.client.chunksAhead : 1;
  const pending: Promise<StepResult<Reply>>[] = [];
  const progress = new BodyProgress(session, facts);
  const hash = bodyHash(message, facts, session.hashesBody());
  const reportProgress = (octets: number) => progress.end(octets, octets, hash.end());
  let octets = 0;
  const seen: { failure: StepResult<Reply> | null } = { failure: null };
  const watch = async (answer: Promise<StepResult<Reply>>) => {
    const step = await answer;
    if (!step.ok || !isPositive(step.value)) seen.failure ??= step;
  };
  try {
    for await (const chunk of chunksOf(message, chunkOctets, (source) => hash.push(source))) {
      while (pending.length >= ahead) await pending.shift();
      const refused = judgePart(session, facts, seen.failure);
      if (refused !== null) return refused;
      if (session.signal.aborted) return { error: cancelled('data'), delivery: 'none' };
      const sent = await sendChunk(session, chunk);
      if (!sent.whole) {
        return judgeStopped(session, facts, brokenOff(session), await soFar([...pending, ...sent.answers]));
      }
      octets += chunk.length;
      if (chunk.last) {
        reportProgress(octets);
        return await judgeLast(session, facts, pending, sent.answers);
      }
      pending.push(...sent.answers);
      for (const answer of sent.answers) void watch(answer);
      progress.advanced(chunk.length, octets);
      // A server that refuses may close at once: its reason must be read before a further write fails for it.
      await progress.rest();
    }
  } catch (error) {
    // Without LAST nothing is taken; the connection is closed, since RSET could be counted as octets of a chunk.
    connection.beginBody();
    return { error: sourceFailed(error, 'data'), delivery: 'none' };
  }
  return { error: cancelled('data'), delivery: 'none' };
}

function brokenOff({ signal, connection }: ClientSession): Outcome {
  return signal.aborted ? cancelled('data') : (connection.dead ?? cancelled('data'));
}

/** null while every chunk was taken. After a refusal the server drops the rest of the transaction (RFC 3030 section 2). */
function judgePart(session: ClientSession, facts: MessageFacts, step: StepResult<Reply> | null): DataResult | null {
  if (step === null) return null;
  return step.ok ? judgeRefused(session, facts, step.value) : { error: step.error, delivery: 'none' };
}

async function judgeLast(
  session: ClientSession,
  facts: MessageFacts,
  pending: readonly Promise<StepResult<Reply>>[],
  answers: readonly Promise<StepResult<Reply>>[],
): Promise<DataResult> {
  const before = await Promise.all(pending);
  const dropped = await session.stopsAfter('dot');
  const steps = await Promise.all(answers);
  if (dropped) return { ...judgeWhole(session, facts, steps), error: null };
  // The reason stands in the first refusal; what follows is 503 for want of a transaction.
  const refused = before.find((step) => step.ok && !isPositive(step.value));
  if (refused?.ok === true && !steps.some((step) => step.ok && isPositive(step.value)))
    return judgeRefused(session, facts, refused.value);
  return judgeWhole(session, facts, steps);
}

async function sendChunk(session: ClientSession, chunk: Gathered): Promise<SentChunk> {
  const { connection, plan, lmtp, transaction } = session;
  const text = `BDAT ${chunk.length}${chunk.last ? ' LAST' : ''}`;
  // RFC 2033 section 4.3: LAST is answered for each recipient taken, what comes before it once.
  const count = lmtp && chunk.last ? transaction.accepted : 1;
  const limit = chunk.last ? plan.timeouts.finalDot : plan.timeouts.bodyIdle;
  const state = { out: false };
  if (!connection.usable) {
    const error = connection.dead ?? cancelled('data');
    return { answers: [Promise.resolve(failed(error))], whole: false };
  }
  if (chunk.last) transaction.beginMessage();
  const handedOver = () => {
    if (chunk.last) transaction.sendLast();
  };
  connection.beginBody();
  const answers = Array.from({ length: count }, () => connection.expect(text, limit, false, () => !state.out));
  const small = chunk.length <= limits.client.sharedOctets;
  connection.together(() => {
    connection.sendLine({ text });
    if (small) state.out = connection.finishBody(chunk.parts, handedOver) === 'flushed';
  });
  if (!small) {
    const written = await connection.writeBody(chunk.parts, plan.timeouts.bodyIdle);
    state.out = written === 'flushed' && connection.finishBody([], handedOver) === 'flushed';
  }
  if (chunk.last && !state.out) transaction.stopMessage();
  return { answers, whole: state.out };
}

/** The message in chunks of exactly so many octets but for the last; an empty message is one empty chunk, BDAT 0 LAST. */
async function* chunksOf(
  message: MessageSource,
  size: number,
  seen: (source: Uint8Array) => void,
): AsyncGenerator<Gathered> {
  const lines = new DotStuffer(message.lineEnds, { stuff: false });
  let parts: Uint8Array[] = [];
  let length = 0;
  const take = function* (given: readonly Uint8Array[]): Generator<Gathered> {
    for (const part of given) {
      for (let at = 0; at < part.length;) {
        // Only what follows shows that a full chunk was not the last.
        if (length === size) {
          yield { parts, length, last: false };
          parts = [];
          length = 0;
        }
        const slice = part.subarray(at, at + size - length);
        parts.push(slice);
        length += slice.length;
        at += slice.length;
      }
    }
  };
  for await (const source of message.constant?.() ?? message.open()) {
    seen(source);
    yield* take(lines.push(source));
  }
  yield* take(lines.end());
  yield { parts, length, last: true };
}
