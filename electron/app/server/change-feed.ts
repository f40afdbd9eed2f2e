/**
 * What the test server reports to its followers, gathered for a moment: under load thousands of sessions a second change, and the
 * window needs only the latest of each.
 */
import type { Counts } from '../../storage/mailbox/worker-protocol.ts';
import type { MessageSummary } from '../../protocol/values/server/mailbox.ts';
import type { ServerState, SessionSummary } from '../../protocol/values/server/server.ts';
import type { StreamEvent } from '../../ipc/contract.ts';
import type { StreamSink } from '../../ipc/host.ts';
import type { ServerObserver } from '../../core/server/observer.ts';
import type { SessionLog } from '../../storage/sessions/log.ts';
import { limits } from '../limits.ts';

type Change = StreamEvent<'server.changed'>;

export class ChangeFeed {
  readonly #state: () => ServerState;
  readonly #followers = new Set<StreamSink<Change>>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #stateChanged = false;
  #sessions = new Map<string, SessionSummary>();
  #messages: MessageSummary[] = [];
  #counts: Counts | null = null;

  constructor(state: () => ServerState) {
    this.#state = state;
  }

  state(): void {
    this.#stateChanged = true;
    this.#soon();
  }

  mailbox(counts: Counts): void {
    this.#counts = counts;
    this.#soon();
  }

  /** For the server: its sessions are kept and reported. `failed`: by the id of the failure, or of the session where it has none. */
  observer(sessions: SessionLog, failed: (id: string, error: unknown) => void): ServerObserver {
    return {
      listener: () => this.state(),
      session: (summary) => {
        sessions.session(summary);
        this.#sessions.set(summary.id, summary);
        this.#soon();
      },
      event: (sessionId, event) => sessions.event(sessionId, event),
      message: (message) => {
        this.#messages.push(message);
        this.#soon();
      },
      failure: (sessionId, error, logId) => failed(logId ?? sessionId, error),
    };
  }

  /** Begins with the state as it is. */
  follow(sink: StreamSink<Change>): () => void {
    sink.event({ type: 'state', state: this.#state() });
    this.#followers.add(sink);
    return () => void this.#followers.delete(sink);
  }

  /** Sends what is waiting and ends every subscription. */
  close(): void {
    this.#notify();
    for (const sink of this.#followers) sink.end(null);
    this.#followers.clear();
  }

  #soon(): void {
    if (this.#followers.size === 0) this.#forget();
    else this.#timer ??= setTimeout(() => this.#notify(), limits.runs.batchMs);
  }

  #notify(): void {
    const changes: Change[] = [];
    if (this.#stateChanged) changes.push({ type: 'state', state: this.#state() });
    for (const session of this.#sessions.values()) changes.push({ type: 'session', session });
    for (const message of this.#messages) changes.push({ type: 'message', message });
    if (this.#counts !== null) changes.push({ type: 'mailbox', ...this.#counts });
    this.#forget();
    for (const sink of this.#followers) for (const change of changes) sink.event(change);
  }

  #forget(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#stateChanged = false;
    this.#sessions = new Map();
    this.#messages = [];
    this.#counts = null;
  }
}
