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
import { type StepResult, cancelled, failed, outcome } from '../step.ts';
import { plainReason } from '../../tls/alert.ts';
import { NO_ANOMALIES } from '../../wire/text.ts';
import { limits } from '../limits.ts';
import type { BodyWrite } from '../transaction/writer.ts';
import { Outgoing, type SentLine, writtenLine } from './outgoing.ts';
import { Incoming, type IncomingContext, type IncomingHost } from './incoming.ts';
import { onAbort } from '../../recording/on-abort.ts';

export interface ConnectionContext extends IncomingContext {
  readonly signal: AbortSignal;
  readonly phases: { readonly current: Phase };
}

const never = () => false;

export class Connection implements IncomingHost {
  readonly #context: ConnectionContext;
  readonly #incoming: Incoming;
  #raw: Socket | null = null;
  readonly #outgoing = new Outgoing();
  #dead: Outcome | null = null;
  #ended: { readonly reset: boolean; readonly partial: Reply | null } | null = null;
  #bodyInProgress = false;
  readonly #liftAbort: () => void;
  #idle: (() => void)[] = [];

  constructor(context: ConnectionContext) {
    this.#context = context;
    this.#incoming = new Incoming(this, context);
    this.#liftAbort = onAbort(context.signal, () => this.#stopped());
  }

  /** The phase that new commands and stray replies belong to. */
  get phase(): Phase {
    return this.#context.phases.current;
  }

  get encrypted(): boolean {
    return this.#incoming.encrypted;
  }

  /** Once the STARTTLS command is out: octets after its 220 end the session. */
  set guarded(guarded: boolean) {
    this.#incoming.guarded = guarded;
  }

  /** Code of the last reply that a command was waiting for. */
  get lastCode(): number | null {
    return this.#incoming.lastCode;
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
    return this.#incoming.received();
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
    this.#incoming.begin(tls !== null);
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
    this.#context.recorder.line('sent', this.phase, this.encrypted, sent);
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
      this.#incoming.queue.push({ phase: this.phase, command, limitMs, settle, early: early ?? never }),
    );
  }

  /** What is written between the two goes out in as few segments as possible. */
  together(write: () => void): void {
    this.#outgoing.together(write);
  }

  /** Message octets go out now; deadlines of replies stand still so long. */
  beginBody(): void {
    this.#incoming.queue.pause();
    this.#bodyInProgress = true;
    this.#incoming.early = false;
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
      this.#incoming.queue.resume();
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
    return this.usable && this.lastCode === null && this.#incoming.queue.length === 0;
  }

  /** Resolves when no reply is waited for any more, or the connection is of no use. */
  settled(): Promise<void> {
    if (this.#incoming.queue.length === 0 || !this.usable) return Promise.resolve();
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
      this.#incoming.queue.clear(error);
      if (this.#ended === null && this.#raw !== null) this.note('closed-by-us');
    }
    this.#destroySockets();
    this.progressed();
  }

  /** No more patience for politeness; the outcome was settled before. */
  giveUp(): void {
    this.fail(cancelled(this.phase));
  }

  /** After QUIT, or instead of it: sends what is still buffered, then lets go. Resolves when the socket is closed. */
  async close(abruptly = false): Promise<void> {
    this.#liftAbort();
    this.#incoming.queue.clear(cancelled(this.phase));
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
    return this.lastCode === 221 && !this.encrypted && socket.writableLength === 0;
  }

  /** Broken off because the user wants it so: what was said goes out, then nothing more is said or waited for. */
  async drop(): Promise<void> {
    if (this.usable) await this.#outgoing.flushed();
    this.note('dropped');
    this.#dead ??= cancelled(this.phase);
    await this.close(true);
  }

  get #interrupted(): boolean {
    return !this.usable || this.#incoming.early || this.#context.signal.aborted;
  }

  #destroySockets(): void {
    this.#outgoing.socket?.destroy();
    this.#raw?.destroy();
  }

  #stopped(): void {
    this.#incoming.queue.cancel();
    this.#outgoing.interrupt();
  }

  readonly #onData = (received: Uint8Array): void => {
    if (this.#dead === null) this.#incoming.push(received);
  };

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
    const waiting = this.#incoming.queue.head;
    const { partial, empty } = this.#incoming.finish();
    this.#ended = { reset, partial };
    this.note(reset ? 'reset-by-peer' : 'closed-by-peer');
    if (waiting === undefined) this.#incoming.queue.rest();
    else this.fail(empty ?? this.#disconnected(waiting.phase, this.#incoming.queue.receivedForHead));
    this.progressed();
  }

  /** What the server said last explains the end better than any system error. */
  #disconnected(phase: Phase, bytesReceived: number): Outcome {
    const reset = this.#ended?.reset ?? false;
    const reply = this.#ended?.partial ?? this.#incoming.goodbye;
    return outcome('server-disconnected', phase, { bytesReceived, reset }, { temporary: true, reply });
  }

  /** Wakes whoever waits for the body to drain or for the queue to empty. */
  progressed(): void {
    if (this.#interrupted) this.#outgoing.interrupt();
    if (this.#idle.length === 0 || (this.#incoming.queue.length > 0 && this.usable)) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}
