/** What is learnt of a message by reading it once before it is sent, and the hash of what the server gets to see of it. */
import { isAscii } from 'node:buffer';
import { createHash } from 'node:crypto';
import { AppError } from '../../../protocol/values/app-error.ts';
import type { MessageFacts } from '../transaction/transaction.ts';
import type { MessageSource } from '../types.ts';
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import type { Phase } from '../../../protocol/values/session/phase.ts';
import { type StepResult, cancelled, done, failed, outcome } from '../step.ts';
import { DotStuffer } from '../../wire/body/dot.ts';
import { LongLineFinder } from '../../wire/body/long-lines.ts';
import { limits } from '../limits.ts';

/** Of the end of data, which DotStuffer counts among the octets given out. */
const END_OCTETS = 3;

/** Reads the message once, counting only. The line ends are those that will be sent. `dots` false: for BDAT, which knows none. */
export async function countMessage(
  message: MessageSource,
  signal: AbortSignal,
  dots = true,
): Promise<StepResult<MessageFacts>> {
  const counter = new DotStuffer(message.lineEnds, { stuff: dots });
  const lines = new LongLineFinder(message.lineEnds);
  // Line ends that go out as they are.
  const raw = message.lineEnds === 'raw' ? new DotStuffer('normalise', { stuff: false }) : null;
  let eightBit = false;
  let unrested = 0;
  try {
    for await (const chunk of message.constant?.() ?? message.open()) {
      if (signal.aborted) return failed(cancelled('mail'));
      eightBit ||= !isAscii(chunk);
      counter.push(chunk);
      lines.push(chunk);
      raw?.push(chunk);
      unrested += chunk.length;
      if (unrested < limits.client.unreadOctets) continue;
      unrested = 0;
      // What is in memory comes without a pause: a large message would hold up everything else, and could not be cancelled.
      await new Promise((resolve) => setImmediate(resolve));
    }
  } catch (error) {
    return failed(sourceFailed(error, null));
  }
  if (signal.aborted) return failed(cancelled('mail'));
  counter.end();
  const { bareCr, bareLf, addedFinalLineEnd } = counter.changed;
  const { octets, wireOctets } = counter;
  const clean = bareCr + bareLf === 0 && !addedFinalLineEnd;
  const asIs = clean && message.constant !== undefined && wireOctets === octets + (dots ? END_OCTETS : 0);
  raw?.end();
  const ends = raw?.changed;
  const bare =
    ends !== undefined && ends.bareCr + ends.bareLf > 0 ? { bareCr: ends.bareCr, bareLf: ends.bareLf } : null;
  return done({
    octets,
    eightBit,
    clean,
    asIs,
    longLines: lines.end(),
    ...(bare === null ? {} : { bareLineEnds: bare }),
  });
}

/** The source failed, not the server. */
export function sourceFailed(error: unknown, phase: Phase | null): Outcome {
  if (error instanceof AppError && error.code === 'file-changed') {
    const value = String(error.params.file);
    return outcome('invalid-argument', phase, { argument: 'message', value, reason: 'changed' }, { temporary: false });
  }
  const value = error instanceof Error ? error.message : String(error);
  return outcome('invalid-argument', phase, { argument: 'message', value, reason: 'bad-value' }, { temporary: false });
}

export interface BodyHash {
  /** The next piece, as the source gives it. */
  push(piece: Uint8Array): void;
  /** In hex, after the last piece; null where nobody asks. */
  end(): string | null;
}

const UNASKED: BodyHash = { push: () => undefined, end: () => null };

/** SHA-256 over what the server gets to see: after normalising, before stuffing. It costs more than all else of a large message. */
export function bodyHash(message: MessageSource, facts: MessageFacts, asked: boolean): BodyHash {
  if (!asked) return UNASKED;
  const hash = createHash('sha256');
  const normaliser = facts.clean ? null : new DotStuffer(message.lineEnds, { stuff: false });
  const add = (parts: readonly Uint8Array[]) => {
    for (const part of parts) hash.update(part);
  };
  return {
    push: (piece) => (normaliser === null ? void hash.update(piece) : add(normaliser.push(piece))),
    end() {
      if (normaliser !== null) add(normaliser.end());
      return hash.digest('hex');
    },
  };
}
