/**
 * What comes in over one connection: octets become replies, each goes to the command that waits for it, and what belongs to none, or may
 * not come where it comes, is reported or ends the connection. Stays when TLS begins.
 */
import type { Anomaly, Reply } from '../../../protocol/values/session/reply.ts';
import type { Note } from '../../../protocol/values/session/event.ts';
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import type { Phase } from '../../../protocol/values/session/phase.ts';
import type { SessionRecorder } from '../../recording/recorder.ts';
import type { TransactionView } from '../transaction/state.ts';
import type { SecretScrubber } from './scrub.ts';
import { done, failed } from '../step.ts';
import { lineShowing } from '../../wire/reply.ts';
import { limits } from '../limits.ts';
import { type QueueHost, ReplyQueue } from './reply-queue.ts';
import { ReplyReader, type ReplyReaderHost, evidenceText } from './reply-reader.ts';
import { brokenOff, unreadable } from './reply-judge.ts';

export interface IncomingContext {
  readonly recorder: SessionRecorder;
  readonly secrets: SecretScrubber;
  readonly transaction: TransactionView;
}

/** The connection that they come over. */
export interface IncomingHost {
  /** What stray replies belong to. */
  readonly phase: Phase;
  /** Why nothing is read any more. */
  readonly dead: Outcome | null;
  fail(error: Outcome): void;
  note(note: Note): void;
  anomaly(anomaly: Anomaly, detail: string): void;
  /** A reply has been given to whom it belongs. */
  progressed(): void;
}

/** What its reader and its queue ask of it: one object for both, because every session has one. */
export class Incoming implements ReplyReaderHost, QueueHost {
  /** Set once the STARTTLS command is out: octets after its 220 end the session (CVE-2011-0411 and kin). */
  guarded = false;
  /** Code of the last reply that a command was waiting for. */
  lastCode: number | null = null;
  /** The 421 that was said, whoever waited for it. */
  goodbye: Reply | null = null;
  /** A reply came before what it answers had gone out whole. */
  early = false;
  encrypted = false;
  readonly recorder: SessionRecorder;
  readonly secrets: SecretScrubber;
  readonly queue: ReplyQueue = new ReplyQueue(this);
  readonly #host: IncomingHost;
  readonly #transaction: TransactionView;
  #reader: ReplyReader | null = null;
  #octets = 0;
  #unsolicited = 0;
  /** What it comes to where nothing but empty lines came for the reply that is waited for. */
  #emptyOnly: Outcome | null = null;

  constructor(host: IncomingHost, { recorder, secrets, transaction }: IncomingContext) {
    this.#host = host;
    this.recorder = recorder;
    this.secrets = secrets;
    this.#transaction = transaction;
  }

  /** In all, over both kinds of socket. */
  received(): number {
    return this.#octets;
  }

  expired(error: Outcome): void {
    this.#host.fail(error);
  }

  /** From another socket from here on. */
  begin(encrypted: boolean): void {
    this.guarded = false;
    this.encrypted = encrypted;
    this.#reader = new ReplyReader(this, this.#octets === 0);
  }

  push(received: Uint8Array): void {
    this.#octets += received.length;
    if (this.#awaitingTls) this.#injected(received);
    else this.#reader?.push(received);
  }

  /** The connection has ended: what had come of a reply, and what it comes to where no reply came at all. */
  finish(): { readonly partial: Reply | null; readonly empty: Outcome | null } {
    const partial = this.#reader?.finish() ?? null;
    return { partial, empty: partial === null ? this.#emptyOnly : null };
  }

  phase(): Phase {
    return this.queue.head?.phase ?? this.#host.phase;
  }

  take(reply: Reply): boolean {
    this.#takeReply(reply);
    if (this.#host.dead !== null) return false;
    if (!this.#awaitingTls) return true;
    const rest = this.#reader?.takeRest() ?? new Uint8Array(0);
    if (rest.length > 0) this.#injected(rest);
    return false;
  }

  /** It may be all that comes in place of a reply; then that is what is to be reported, not that time ran out. */
  empty(line: Reply): void {
    const waiting = this.queue.head;
    const error = waiting === undefined ? null : unreadable(line, waiting.phase, this.encrypted);
    this.#emptyOnly = error;
    if (error !== null) this.queue.hurry(limits.client.emptyLineGrace, error);
  }

  broken(error: Outcome): void {
    this.#host.fail(error);
  }

  /** After the 220 of STARTTLS nothing is read as a reply. */
  get #awaitingTls(): boolean {
    return this.guarded && this.queue.length === 0;
  }

  #takeReply(received: Reply): void {
    this.#emptyOnly = null;
    const expectation = this.queue.shift();
    if (expectation === undefined) {
      this.#strayReply(received);
      return;
    }
    const early = expectation.early();
    const reply: Reply = early ? { ...received, anomalies: [...received.anomalies, 'early-reply'] } : received;
    const { phase, command } = expectation;
    this.recorder.reply(phase, command, reply);
    for (const anomaly of reply.anomalies) {
      this.recorder.record({ type: 'anomaly', phase, anomaly, detail: lineShowing(reply, anomaly) });
    }
    this.lastCode = reply.code;
    if (reply.code === 421) this.goodbye = reply;
    if (early) this.early = true;
    const error = unreadable(reply, phase, this.encrypted);
    expectation.settle(error === null ? done(reply) : failed(error));
    if (error === null) this.#host.progressed();
    else this.#host.fail(error);
  }

  /** A reply nobody waits for. 421 may come at any time, once (RFC 5321 section 3.8); anything else is out of step. */
  #strayReply(reply: Reply): void {
    this.#unsolicited += 1;
    if (reply.code === 421 && this.goodbye === null) {
      this.goodbye = reply;
      this.#host.note('goodbye');
      return;
    }
    this.#host.anomaly('unsolicited', reply.lines.at(-1) ?? '');
    // Between MAIL and the end of its transaction it cannot be told from a recipient's answer.
    if (this.#transaction.open || this.#unsolicited > limits.client.maxUnsolicited) {
      this.#host.fail({ ...brokenOff(this.#host.phase, 'unsolicited', null, reply.raw), reply });
      return;
    }
    this.#host.note('reply-ignored');
  }

  #injected(octets: Uint8Array): void {
    const { raw, text } = evidenceText(octets, this.secrets);
    this.#host.anomaly('after-starttls', text);
    this.#host.fail(brokenOff('starttls', 'after-starttls', null, raw));
  }
}
