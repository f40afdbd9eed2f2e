/**
 * What the parts of a session share: its state, its journal, its connection, and the two ways to answer: reply and close. What a
 * script does to a reply happens here, so that no command knows of scripts.
 */
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import type { SessionEndReason } from '../../../protocol/values/server/server.ts';
import { LineReader } from '../../wire/line-reader.ts';
import { Deadline } from '../listener/deadline.ts';
import { limitOutcome } from '../outcomes.ts';
import { encodeReply, failedSession, replies } from '../commands/replies.ts';
import { distort } from '../script/distort.ts';
import { plainForm, type Plan } from '../script/plan.ts';
import type { SessionJournal } from './journal.ts';
import { SessionPump, type PumpOwner } from './pump.ts';
import { SessionState, type SessionEnding, type SessionConfig } from './state.ts';
import type { HandlerReply } from '../handlers/types.ts';
import type { SessionIo, SessionServices } from './types.ts';
import { limits } from '../limits.ts';

export class SessionCore {
  readonly io: SessionIo;
  readonly config: SessionConfig;
  readonly services: SessionServices;
  readonly journal: SessionJournal;
  readonly state = new SessionState();
  readonly deadline: Deadline;
  readonly pump: SessionPump;
  reader: LineReader;
  stopping = false;
  /** For the next reply. */
  plan: Plan | null = null;
  /** What a message in progress must hear when the session ends. */
  abandon: (() => void) | null = null;
  /** Replies that wait for the end of one that goes out piece by piece. */
  #later: Uint8Array[] | null = null;
  #wake: (() => void) | null = null;

  constructor(
    io: SessionIo,
    config: SessionConfig,
    services: SessionServices,
    journal: SessionJournal,
    owner: PumpOwner,
    timedOut: (kind: 'step' | 'session') => void,
  ) {
    this.io = io;
    this.config = config;
    this.services = services;
    this.journal = journal;
    this.reader = this.newReader();
    this.pump = new SessionPump(owner, io);
    journal.onFailure((logId) => this.pump.interrupt(() => this.#endFailed(logId)));
    this.deadline = new Deadline(services.clock, config.limits.sessionMs, timedOut);
  }

  /** A session that is to end does not wait for a script. */
  get closed(): boolean {
    return this.state.mode === 'closed';
  }

  newReader(): LineReader {
    return new LineReader({ maxLine: this.config.limits.authLine + 2, lineEnd: 'strict' });
  }

  /** `command`: null for the greeting. `keepPhase`: more belongs to the phase. `then` goes on when the reply is out. */
  reply(command: string | null, reply: HandlerReply, options: { keepPhase?: boolean; then?: () => void } = {}): void {
    const { plan } = this;
    this.plan = null;
    if (reply.code >= 500 && !this.closed && this.state.countError() >= this.config.limits.errors) {
      const error = limitOutcome('server.errors', this.journal.phase());
      return this.close(replies.tooManyErrors, 'limit', error, command);
    }
    if (plan !== null) return this.#replyAsPlanned(plan, command, reply, options);
    const encoded = encodeReply(reply);
    this.#write(encoded.reply.raw);
    this.journal.replied(command, encoded);
    if (options.keepPhase !== true) this.journal.endPhase(reply.code < 400);
    options.then?.();
  }

  /** The last reply. */
  close(reply: HandlerReply, reason: SessionEndReason, error: Outcome | null, command: string | null = null): void {
    const { plan } = this;
    this.plan = null;
    this.#finish(reason, error);
    if (plan !== null && plan.form !== plainForm) {
      const { pieces, encoded } = distort(reply, plan.form);
      this.journal.replied(command, encoded);
      this.journal.endPhase(reply.code < 400);
      this.journal.note(this.journal.phase(), 'closed-by-us');
      this.pump.wait(this.#inPieces(pieces, plan.form.pieces?.ms ?? 0), () => this.io.end());
      return;
    }
    const encoded = encodeReply(reply);
    this.#write(encoded.reply.raw);
    this.journal.replied(command, encoded);
    this.journal.endPhase(reply.code < 400);
    this.journal.note(this.journal.phase(), 'closed-by-us');
    this.io.end();
  }

  /** The last reply, where anything can be said: not in mid-handshake, nor to a client that does not read. */
  dismiss(reply: HandlerReply, reason: SessionEndReason, error: Outcome | null): void {
    if (this.closed) return;
    if (this.mute) return this.abort({ reason, error });
    this.close(reply, reason, error);
    this.io.settle();
  }

  /** Something of ours has thrown: the session cannot go on. Does not throw. */
  fail(error: unknown): void {
    this.#endFailed(this.journal.failure(error));
  }

  /** Nothing can be said: in mid-handshake, in a script's silence, to a client that does not read. */
  get mute(): boolean {
    const { mode } = this.state;
    return mode === 'tls' || mode === 'header' || mode === 'stalled' || this.pump.blocked;
  }

  /** Ends without a word and at once. */
  abort(ending: SessionEnding): void {
    this.state.close(ending);
    this.io.destroy();
  }

  /** Octets kept in memory for this session: not looked at yet, and of the transaction under way. */
  get heldOctets(): number {
    const { transaction } = this.state;
    const envelope =
      transaction === null
        ? 0
        : transaction.envelopeOctets + limits.server.recipientOctets * transaction.recipients.length;
    return this.pump.octets + this.reader.buffered + envelope;
  }

  /** Without a word. */
  vanish(how: NonNullable<Plan['end']>): void {
    if (how === 'stall') {
      this.state.stall();
      this.deadline.set(this.config.limits.stallMs);
      return;
    }
    this.#finish('script', null);
    this.journal.endPhase(false);
    this.journal.note(this.journal.phase(), 'closed-by-us');
    if (how === 'close') this.io.end();
    else this.io.reset();
  }

  /** Ends early when the session does. Does not reject. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake(), ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  wake(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }

  #endFailed(logId: string): void {
    // Whatever was to close the connection may have been cut short.
    if (this.closed) return this.io.end();
    this.plan = null;
    this.#later = null;
    try {
      this.dismiss(failedSession(logId), 'failed', null);
    } catch (error) {
      this.journal.failure(error);
      this.io.destroy();
    }
  }

  #finish(reason: SessionEndReason, error: Outcome | null): void {
    this.state.close({ reason, error });
    this.pump.drop();
    this.deadline.clear();
    this.abandon?.();
  }

  #write(octets: Uint8Array): void {
    if (this.#later === null) this.io.write(octets);
    else this.#later.push(octets);
  }

  #replyAsPlanned(
    plan: Plan,
    command: string | null,
    reply: HandlerReply,
    options: { keepPhase?: boolean; then?: () => void },
  ): void {
    const { pieces, encoded } = distort(reply, plan.form);
    this.journal.replied(command, encoded);
    if (options.keepPhase !== true) this.journal.endPhase(reply.code < 400);
    const goOn = () => {
      if (this.closed) return;
      if (plan.end !== null) this.vanish(plan.end);
      else options.then?.();
    };
    if (pieces.length > 1) return this.pump.wait(this.#inPieces(pieces, plan.form.pieces?.ms ?? 0), goOn);
    for (const piece of pieces) this.#write(piece);
    goOn();
  }

  async #inPieces(pieces: readonly Uint8Array[], ms: number): Promise<void> {
    const later: Uint8Array[] = [];
    this.#later = later;
    for (const [i, piece] of pieces.entries()) {
      if (i > 0) await this.sleep(ms);
      this.io.write(piece);
      this.io.flush();
    }
    this.#later = null;
    for (const octets of later) this.io.write(octets);
  }
}
