/** Whoever watches the server: the window's service, the command line's output, tests. */
import type { SessionEvent } from '../../protocol/values/session/event.ts';
import type { MessageSummary } from '../../protocol/values/server/mailbox.ts';
import type { ListenerState, SessionSummary } from '../../protocol/values/server/server.ts';

/** Called with everything, in order. One that throws in a session's events ends that session, and gets that by failure(). */
export interface ServerObserver {
  listener(state: ListenerState): void;
  /** At the start, whenever a shown fact changes, and at the end of a session (endedAt set). */
  session(summary: SessionSummary): void;
  event(sessionId: string, event: SessionEvent): void;
  message(message: MessageSummary): void;
  /**
   * Something of ours failed (handler, spool, user check); the client got 4yz without a word of the reason. `logId` stands in the
   * session's note and in the reply 451; failures that are no session's have none.
   */
  failure?(sessionId: string, error: unknown, logId?: string): void;
}

/** Where nobody listens, the process warns. Does not throw. */
export function reportFailure(observer: ServerObserver, id: string, error: unknown, logId?: string): void {
  try {
    observer.failure?.(id, error, logId);
  } catch (second) {
    for (const one of [error, second]) process.emitWarning(one instanceof Error ? one : new Error(String(one)));
  }
}
