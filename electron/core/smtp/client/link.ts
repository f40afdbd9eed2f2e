/**
 * The one engine session behind a client object: opened, used by one operation at a time, and left with nothing open. Here
 * outcomes become exceptions.
 */
import type { Clock, EventSink } from '../../ports.ts';
import type { ConnectionOptions } from '../../../protocol/values/target.ts';
import type { Protocol } from '../../../protocol/values/connection.ts';
import type { Delivery, Outcome } from '../../../protocol/values/session/outcome.ts';
import type { EventOf, SessionEvent } from '../../../protocol/values/session/event.ts';
import type { ConnectionSecrets } from '../types.ts';
import type { Reply } from '../../../protocol/values/session/reply.ts';
import { type StepResult, failed } from '../step.ts';
import { type FailureContext, exceptionFor, notConnected } from './failures.ts';
import { ClientSession } from '../session.ts';
import { SessionRecorder } from '../../recording/recorder.ts';
import { TypedLines } from '../commands/typed-line.ts';
import { leave } from '../connection/closing.ts';
import { planConnection } from '../plan/arguments.ts';
import { reach } from '../reach/reach.ts';
import { systemClock } from '../../recording/clock.ts';
import { onAbort } from '../../recording/on-abort.ts';

/** Everything about connections but where to; the names are those of the engine's ConnectionOptions. */
export interface ClientOptions extends Omit<
  ConnectionOptions,
  'target' | 'protocol' | 'security' | 'ehloName' | 'heloOnly' | 'quitAfter' | 'dropAfter' | 'xclient'
> {
  /** Said with EHLO, HELO and LHLO; absent: this machine's full name if it has one, else its address literal. */
  readonly localHostname?: string;
  /** Gets every event of the session; more listeners with `subscribe`. */
  readonly emit?: EventSink;
  /** Cancels what is under way and ends the connection. */
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** The key of clientCertificate, and the proxy's password. */
  readonly secrets?: ConnectionSecrets;
}

export interface Destination {
  readonly target: string;
  readonly protocol: Protocol;
  readonly security: 'tls' | 'starttls-if-offered';
}

export class Link {
  /** Null before connect, after close, and after whatever ended the connection. */
  session: ClientSession | null = null;
  /** Of the connection; hides what is typed as AUTH. */
  lines: TypedLines | null = null;
  /** Replies of the operation under way, in order, as the events carried them. */
  replies: EventOf<'reply'>[] = [];
  /** Of the last message, for the session's end. */
  delivery: Delivery | null = null;
  readonly #options: ClientOptions;
  readonly #sinks = new Set<EventSink>();
  readonly #signal: AbortSignal;
  #liftAbort = (): void => undefined;
  #recorder: SessionRecorder | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#signal = options.signal ?? new AbortController().signal;
    if (options.emit !== undefined) this.#sinks.add(options.emit);
  }

  subscribe(sink: EventSink): () => void {
    this.#sinks.add(sink);
    return () => this.#sinks.delete(sink);
  }

  /** Resolves with the greeting, 220 or not; a connection that stood before is closed first. */
  connect(destination: Destination): Promise<Reply> {
    return this.#alone(async () => {
      await this.#end(null);
      const step = await this.#open(destination);
      if (step.ok) return step.value;
      const { code, reply } = step.error;
      // Refused, but heard: what to do about it is for the caller to say.
      if (code === 'greeting-refused' && reply !== null && this.session?.connection.usable === true) return reply;
      await this.#end(step.error);
      throw exceptionFor(step.error);
    });
  }

  /** One operation after the other, in the order of the calls. Throws SmtpServerDisconnected without a connection. */
  run<T>(operation: (session: ClientSession) => Promise<StepResult<T>>, context?: () => FailureContext): Promise<T> {
    return this.#alone(async () => {
      const { session } = this;
      if (session === null) throw notConnected();
      this.replies = [];
      const step = await operation(session).catch(async (error: unknown) => {
        // A secret store that fails is not the peer's doing, and the caller's to report; nothing stays open after it.
        await this.#end(null, true);
        throw error;
      });
      if (step.ok) return step.value;
      const known = context?.() ?? {};
      if (session.signal.aborted || !session.connection.usable) await this.#end(step.error);
      throw exceptionFor(step.error, known);
    });
  }

  /** Closes without a word, after what is under way. */
  close(): Promise<void> {
    return this.#alone(() => this.#end(null));
  }

  /** For inside an operation: what was said makes it pointless to go on. */
  async drop(error: Outcome | null): Promise<void> {
    await this.#end(error);
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work, work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  readonly #emit = (event: SessionEvent): void => {
    if (event.type === 'reply') this.replies.push(event);
    for (const sink of this.#sinks) sink(event);
  };

  async #open({ target, protocol, security }: Destination): Promise<StepResult<Reply>> {
    const { localHostname, emit: _emit, signal: _signal, clock = systemClock, secrets, ...connection } = this.#options;
    const plan = planConnection({
      ...connection,
      target,
      protocol,
      security,
      ...(localHostname === undefined ? {} : { ehloName: localHostname }),
    });
    if (!plan.ok) return failed(plan.error);
    const recorder = new SessionRecorder(this.#emit, clock);
    this.#recorder = recorder;
    this.replies = [];
    const startedAt = recorder.wall();
    recorder.record({ type: 'session-begin', role: 'client', startedAt, target: plan.value.target, peer: null });
    const hashesBody = () => this.#sinks.size > 0;
    const context = { emit: this.#emit, signal: this.#signal, clock, hashesBody };
    const session = new ClientSession(plan.value, recorder, context, secrets);
    this.session = session;
    this.lines = new TypedLines(session.secrets);
    this.#liftAbort = onAbort(this.#signal, this.#onAbort);
    const greeted = await reach(session, { auth: null, unverified: 'stop' });
    session.phases.rest();
    return greeted;
  }

  /** Also when nothing is under way that would notice. */
  readonly #onAbort = (): void => {
    void this.#alone(() => this.#end(null));
  };

  async #end(error: Outcome | null, abruptly = false): Promise<void> {
    const { session } = this;
    if (session === null) return;
    this.session = null;
    this.lines = null;
    this.#liftAbort();
    session.phases.abandon();
    if (session.signal.aborted && !abruptly) await leave(session, error);
    await session.connection.close(abruptly || session.connection.bodyInProgress);
    this.#recorder?.record({
      type: 'session-end',
      durationMs: this.#recorder.elapsed(),
      error,
      delivery: this.delivery,
    });
    this.delivery = null;
  }
}
