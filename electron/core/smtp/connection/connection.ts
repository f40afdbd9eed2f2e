/**
 * One connection to a server: lines out, replies in, each reply paired with the command that waits for it. Owns the socket and
 * the clocks; every deadline is absolute. After a time-out or a reply that makes no sense the connection is dead: what
 * came later could be taken for the answer to something else.
 */
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Anomaly, Reply } from '../../../protocol/values/session/reply.ts';
import type { Note } from '../../../protocol/values/session/event.ts';
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import type { Phase } from '../../../protocol/values/session/phase.ts';
import type { SecretScrubber } from './scrub.ts';
import type { SessionRecorder } from '../../recording/recorder.ts';
import type { TransactionView } from '../transaction/state.ts';
import { type StepResult, cancelled, done, failed, outcome } from '../step.ts';
import { plainReason } from '../../tls/alert.ts';
import { NO_ANOMALIES } from '../../wire/text.ts';
import { limits } from '../limits.ts';
import { lineShowing } from '../../wire/reply.ts';
import type { BodyWrite } from '../transaction/writer.ts';
import { Outgoing, type SentLine, writtenLine } from './outgoing.ts';
import { ReplyQueue } from './reply-queue.ts';
import { ReplyReader, evidenceText } from './reply-reader.ts';
import { brokenOff, unreadable } from './reply-judge.ts';
import { onAbort } from '../../recording/on-abort.ts';

export interface ConnectionContext {
  readonly recorder: SessionRecorder;
  readonly secrets: SecretScrubber;
  readonly signal: AbortSignal;
  readonly phases: { readonly current: Phase };
  readonly transaction: TransactionView;
}

const never = () => false;

export class Connection {
  /** Set once the STARTTLS command is out: octets after its 220 end the session (CVE-2011-0411 and kin). */
  guarded = false;
  /** Code of the last reply that a command was waiting for. */
  lastCode: number | null = null;
  readonly #context: ConnectionContext;
  readonly #queue: ReplyQueue;
  #reader: ReplyReader | null = null;
  #raw: Socket | null = null;
  readonly #outgoing = new Outgoing();
  #encrypted = false;
  #received = 0;
  #unsolicited = 0;
  #dead: Outcome | null = null;
  #ended: { readonly reset: boolean; readonly partial: Reply | null } | null = null;
  #goodbye: Reply | null = null;
  /** What it comes to where nothing but empty lines came for the reply that is waited for. */
  #emptyOnly: Outcome | null = null;
  #bodyInProgress = false;
  #earlyReply = false;
  readonly #liftAbort: () => void;
  #idle: (() => void)[] = [];

  constructor(context: ConnectionContext) {
    this.#context = context;
    this.#queue = new ReplyQueue({ received: () => this.#received, expired: (error) => this.fail(error) });
    this.#liftAbort = onAbort(context.signal, () => this.#stopped());
  }

  /** The phase that new commands and stray replies belong to. */
  get phase(): Phase {
    return this.#context.phases.current;
  }

  get encrypted(): boolean {
    return this.#encrypted;
  }

  /** Why nothing can be said any more; null while the connection lives or has only been closed by the peer. */
  get dead(): Outcome | null {
    return this.#dead;
  }

  /** Why nothing can be said any more, closed by the peer or not; null while the connection lives. */
  get lost(): Outcome | null {
    return this.#dead ?? (this.#ended === null ? null : this.#disconnected(this.phase, 0));
  }

  /** True while it makes sense to send something. */
  get usable(): boolean {
    return this.#dead === null && this.#ended === null && this.#outgoing.socket?.destroyed === false;
  }

  /** In all, over both kinds of socket. */
  get octetsReceived(): number {
    return this.#received;
  }

  get remoteAddress(): string | undefined {
    return this.#raw?.remoteAddress;
  }

  get localAddress(): string | undefined {
    return this.#raw?.localAddress;
  }

  get bodyInProgress(): boolean {
    return this.#bodyInProgress;
  }

  /** Takes over a connected socket; for TLS the encrypted one, with the socket beneath it. */
  attach(raw: Socket, tls: TLSSocket | null): void {
    const socket = tls ?? raw;
    this.#raw = raw;
    this.#outgoing.socket = socket;
    this.#encrypted = tls !== null;
    this.guarded = false;
    // Each by its name: spreading the context here made this the slowest lines of a session.
    const { recorder, secrets } = this.#context;
    this.#reader = new ReplyReader(
      {
        recorder,
        secrets,
        encrypted: this.#encrypted,
        phase: () => this.#queue.head?.phase ?? this.phase,
        take: (reply) => this.#take(reply),
        empty: (line) => this.#takeEmpty(line),
        broken: (error) => this.fail(error),
      },
      this.#received === 0,
    );
    socket.on('data', this.#onData);
    socket.on('end', this.#onEnd);
    socket.on('error', this.#onError);
    socket.on('close', this.#onEnd);
  }

  /** Hands the plain socket over for the TLS handshake; the octets that came with it go nowhere else. */
  detach(): Socket | null {
    const socket = this.#outgoing.socket;
    if (socket === null) return null;
    socket.off('data', this.#onData);
    socket.off('end', this.#onEnd);
    socket.off('error', this.#onError);
    socket.off('close', this.#onEnd);
    this.#outgoing.socket = null;
    return socket;
  }

  /** Writes one line and CRLF. The caller has checked it for control characters. */
  sendLine(line: SentLine): void {
    const { written, raw, hidden } = writtenLine(line);
    const sent = { text: line.text, raw, anomalies: NO_ANOMALIES, hidden };
    this.#context.recorder.line('sent', this.phase, this.#encrypted, sent);
    if (this.usable) this.#outgoing.write([written]);
  }

  /**
   * The reply to what was sent, within the limit. After a cancel it settles at once, but stays in the queue so that its
   * reply, when it comes, is not taken for another's. `polite`: said on the way out, cancel or not. `early`: asked when the
   * reply comes; true when what it answers has not gone out whole.
   */
  expect(command: string | null, limitMs: number, polite = false, early?: () => boolean): Promise<StepResult<Reply>> {
    if (this.#dead !== null) return Promise.resolve(failed(this.#dead));
    if (this.#context.signal.aborted && !polite) return Promise.resolve(failed(cancelled(this.phase)));
    if (this.#ended !== null) {
      this.#dead = this.#disconnected(this.phase, 0);
      return Promise.resolve(failed(this.#dead));
    }
    return new Promise((settle) =>
      this.#queue.push({ phase: this.phase, command, limitMs, settle, early: early ?? never }),
    );
  }

  /** What is written between the two goes out in as few segments as possible. */
  together(write: () => void): void {
    this.#outgoing.together(write);
  }

  /** Message octets go out now; deadlines of replies stand still so long. */
  beginBody(): void {
    this.#queue.pause();
    this.#bodyInProgress = true;
    this.#earlyReply = false;
  }

  /**
   * The last octets, final dot included: from now on the message may have been taken, and the deadline for that runs.
   * `alongside` may write more, which shares the segment.
   */
  finishBody(parts: readonly Uint8Array[], alongside?: () => void): BodyWrite {
    if (this.#interrupted) return 'interrupted';
    this.#bodyInProgress = false;
    this.together(() => {
      this.#outgoing.write(parts);
      this.#queue.resume();
      alongside?.();
    });
    return 'flushed';
  }

  /** Resolves when the system has taken everything; `interrupted` by a reply, a cancel or the end of the connection. */
  writeBody(parts: readonly Uint8Array[], idleMs: number): Promise<BodyWrite> {
    if (this.#interrupted) return Promise.resolve('interrupted');
    return this.#outgoing.body(parts, idleMs, () =>
      this.fail(outcome('timeout', 'data', { limitMs: idleMs, bytesReceived: 0 }, { temporary: true })),
    );
  }

  /** Connected, and nobody has waited for the greeting yet: it is the first reply all the same. */
  get ungreeted(): boolean {
    return this.usable && this.lastCode === null && this.#queue.length === 0;
  }

  /** Resolves when no reply is waited for any more, or the connection is of no use. */
  settled(): Promise<void> {
    if (this.#queue.length === 0 || !this.usable) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  note(note: Note, params: Record<string, string | number> = {}): void {
    this.#context.recorder.note(this.phase, note, params);
  }

  anomaly(anomaly: Anomaly, detail: string): void {
    this.#context.recorder.record({ type: 'anomaly', phase: this.phase, anomaly, detail });
  }

  /** Ends the connection for a reason; everyone who waits is told. The first reason stays. */
  fail(error: Outcome): void {
    if (this.#dead === null) {
      this.#dead = error;
      this.#queue.clear(error);
      if (this.#ended === null && this.#raw !== null) this.note('closed-by-us');
    }
    this.#destroySockets();
    this.#progressed();
  }

  /** No more patience for politeness; the outcome was settled before. */
  giveUp(): void {
    this.fail(cancelled(this.phase));
  }

  /** After QUIT, or instead of it: sends what is still buffered, then lets go. Resolves when the socket is closed. */
  async close(abruptly = false): Promise<void> {
    this.#liftAbort();
    this.#queue.clear(cancelled(this.phase));
    const raw = this.#raw;
    const socket = this.#outgoing.socket;
    if (raw === null || raw.closed) return;
    if (this.#dead === null && this.#ended === null) this.note('closed-by-us');
    this.#dead ??= cancelled(this.phase);
    const closed = new Promise<void>((resolve) => raw.once('close', () => resolve()));
    if (abruptly || socket === null || socket.destroyed || this.#parted(socket)) {
      this.#destroySockets();
      return closed;
    }
    const timer = setTimeout(() => this.#destroySockets(), limits.client.closeGrace);
    socket.destroySoon();
    await closed;
    clearTimeout(timer);
  }

  /** QUIT was answered and nothing is left to be sent: closing says all that a shutdown would. TLS has an alert to send. */
  #parted(socket: Socket): boolean {
    return this.lastCode === 221 && !this.#encrypted && socket.writableLength === 0;
  }

  /** Broken off because the user wants it so: what was said goes out, then nothing more is said or waited for. */
  async drop(): Promise<void> {
    if (this.usable) await this.#outgoing.flushed();
    this.note('dropped');
    this.#dead ??= cancelled(this.phase);
    await this.close(true);
  }

  get #interrupted(): boolean {
    return !this.usable || this.#earlyReply || this.#context.signal.aborted;
  }

  #destroySockets(): void {
    this.#outgoing.socket?.destroy();
    this.#raw?.destroy();
  }

  #stopped(): void {
    this.#queue.cancel();
    this.#outgoing.interrupt();
  }

  readonly #onData = (received: Uint8Array): void => {
    if (this.#dead !== null) return;
    this.#received += received.length;
    if (this.#awaitingTls) this.#injected(received);
    else this.#reader?.push(received);
  };

  /** After the 220 of STARTTLS nothing is read as a reply. */
  get #awaitingTls(): boolean {
    return this.guarded && this.#queue.length === 0;
  }

  #take(reply: Reply): boolean {
    this.#takeReply(reply);
    if (this.#dead !== null) return false;
    if (!this.#awaitingTls) return true;
    const rest = this.#reader?.takeRest() ?? new Uint8Array(0);
    if (rest.length > 0) this.#injected(rest);
    return false;
  }

  /** It may be all that comes in place of a reply; then that is what is to be reported, not that time ran out. */
  #takeEmpty(line: Reply): void {
    const waiting = this.#queue.head;
    const error = waiting === undefined ? null : unreadable(line, waiting.phase, this.#encrypted);
    this.#emptyOnly = error;
    if (error !== null) this.#queue.hurry(limits.client.emptyLineGrace, error);
  }

  #takeReply(received: Reply): void {
    this.#emptyOnly = null;
    const expectation = this.#queue.shift();
    if (expectation === undefined) {
      this.#strayReply(received);
      return;
    }
    const early = expectation.early();
    const reply: Reply = early ? { ...received, anomalies: [...received.anomalies, 'early-reply'] } : received;
    const { phase, command } = expectation;
    this.#context.recorder.reply(phase, command, reply);
    for (const anomaly of reply.anomalies) {
      this.#context.recorder.record({ type: 'anomaly', phase, anomaly, detail: lineShowing(reply, anomaly) });
    }
    this.lastCode = reply.code;
    if (reply.code === 421) this.#goodbye = reply;
    if (early) this.#earlyReply = true;
    const error = unreadable(reply, phase, this.#encrypted);
    expectation.settle(error === null ? done(reply) : failed(error));
    if (error === null) this.#progressed();
    else this.fail(error);
  }

  /** A reply nobody waits for. 421 may come at any time, once (RFC 5321 section 3.8); anything else is out of step. */
  #strayReply(reply: Reply): void {
    this.#unsolicited += 1;
    if (reply.code === 421 && this.#goodbye === null) {
      this.#goodbye = reply;
      this.note('goodbye');
      return;
    }
    this.anomaly('unsolicited', reply.lines.at(-1) ?? '');
    // Between MAIL and the end of its transaction it cannot be told from a recipient's answer.
    if (this.#context.transaction.open || this.#unsolicited > limits.client.maxUnsolicited) {
      this.fail({ ...brokenOff(this.phase, 'unsolicited', null, reply.raw), reply });
      return;
    }
    this.note('reply-ignored');
  }

  #injected(octets: Uint8Array): void {
    const { raw, text } = evidenceText(octets, this.#context.secrets);
    this.anomaly('after-starttls', text);
    this.fail(brokenOff('starttls', 'after-starttls', null, raw));
  }

  readonly #onEnd = (): void => this.#gone(false);

  readonly #onError = (error: NodeJS.ErrnoException): void => {
    const code = error.code ?? 'UNKNOWN';
    if (code.startsWith('ERR_SSL_') && this.#dead === null && this.#ended === null) {
      const detail = plainReason(error);
      this.fail(outcome('tls-failed', 'tls', { check: 'handshake', chainError: null, libraryCode: code, detail }));
      return;
    }
    this.#gone(code === 'ECONNRESET' || code === 'EPIPE');
  };

  #gone(reset: boolean): void {
    if (this.#ended !== null || this.#dead !== null) return;
    const waiting = this.#queue.head;
    const partial = this.#reader?.finish() ?? null;
    this.#ended = { reset, partial };
    this.note(reset ? 'reset-by-peer' : 'closed-by-peer');
    if (waiting === undefined) this.#queue.rest();
    else
      this.fail(
        (partial === null ? this.#emptyOnly : null) ?? this.#disconnected(waiting.phase, this.#queue.receivedForHead),
      );
    this.#progressed();
  }

  /** What the server said last explains the end better than any system error. */
  #disconnected(phase: Phase, bytesReceived: number): Outcome {
    const reset = this.#ended?.reset ?? false;
    const reply = this.#ended?.partial ?? this.#goodbye;
    return outcome('server-disconnected', phase, { bytesReceived, reset }, { temporary: true, reply });
  }

  /** Wakes whoever waits for the body to drain or for the queue to empty. */
  #progressed(): void {
    if (this.#interrupted) this.#outgoing.interrupt();
    if (this.#idle.length === 0 || (this.#queue.length > 0 && this.usable)) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}
