/**
 * What a session tells of itself: events for every line and result, and the summary that lists show. Session code says what
 * happened; how it is put into events is here.
 */
import type { Anomaly } from '../../ipc/schemas/reply.ts';
import type { Hidden, Note, SessionFact } from '../../ipc/schemas/event.ts';
import type { ListenerConfig, SessionEndReason, SessionSummary } from '../../ipc/schemas/server.ts';
import type { Outcome } from '../../ipc/schemas/outcome.ts';
import type { MessageSummary } from '../../ipc/schemas/mailbox.ts';
import type { Phase } from '../../ipc/schemas/phase.ts';
import type { ResolvedSecurity } from '../../ipc/schemas/target.ts';
import type { Clock } from '../ports.ts';
import { SessionRecorder } from '../session/recorder.ts';
import type { EncodedReply } from './replies.ts';
import type { ServerObserver } from './types.ts';

export interface JournalOptions {
  readonly id: string;
  readonly listener: ListenerConfig;
  readonly boundPort: number | null;
  readonly peer: string;
  readonly observer: ServerObserver;
  readonly clock: Clock;
}

/** A line as it may be shown. */
export interface ShownLine {
  readonly text: string;
  /** Null where text and CRLF say it all, and for hidden lines. */
  readonly raw: Uint8Array | null;
  readonly anomalies: Anomaly[];
  readonly hidden: Hidden | null;
}

const SECURITY: Record<ListenerConfig['security'], ResolvedSecurity> = {
  none: 'none',
  starttls: 'starttls-if-offered',
  'starttls-required': 'starttls',
  tls: 'tls',
};

export class SessionJournal {
  readonly id: string;
  encrypted = false;
  readonly #options: JournalOptions;
  readonly #recorder: SessionRecorder;
  #summary: SessionSummary;
  #phase: Phase | null = null;
  #ended = false;

  constructor(options: JournalOptions) {
    this.id = options.id;
    this.#options = options;
    const { observer, clock, listener, peer } = options;
    this.#recorder = new SessionRecorder((event) => observer.event(options.id, event), clock);
    const startedAt = clock.wall();
    this.#summary = {
      id: options.id,
      listenerId: listener.id,
      protocol: listener.protocol,
      startedAt,
      endedAt: null,
      peer,
      helo: null,
      tls: false,
      user: null,
      messages: 0,
      rejected: 0,
      endReason: null,
    };
    observer.session(this.#summary);
    const target = {
      host: listener.host,
      port: options.boundPort,
      path: listener.path,
      protocol: listener.protocol,
      security: SECURITY[listener.security],
    };
    this.fact({ type: 'session-begin', role: 'server', startedAt, target, peer });
    this.note('connect', 'connected', { peer });
  }

  get peer(): string {
    return this.#options.peer;
  }

  fact(fact: SessionFact): void {
    this.#recorder.record(fact);
  }

  /** Changes what lists show. */
  update(change: Partial<SessionSummary>): void {
    this.#summary = { ...this.#summary, ...change };
    this.#options.observer.session(this.#summary);
  }

  message(message: MessageSummary): void {
    this.fact({ type: 'message', messageId: message.id, size: message.size });
    this.#options.observer.message(message);
    this.update({ messages: this.#summary.messages + 1 });
  }

  beginPhase(phase: Phase): void {
    this.#phase = phase;
    this.fact({ type: 'phase-begin', phase });
  }

  endPhase(ok: boolean): void {
    if (this.#phase === null) return;
    this.fact({ type: 'phase-end', phase: this.#phase, ok });
    this.#phase = null;
  }

  /** Where the session is; between commands: `command`. */
  phase(): Phase {
    return this.#phase ?? 'command';
  }

  received(line: ShownLine): void {
    this.fact({ type: 'line', direction: 'received', phase: this.phase(), encrypted: this.encrypted, ...line });
  }

  replied(command: string | null, sent: EncodedReply): void {
    const phase = this.phase();
    for (const text of sent.texts) {
      this.fact({
        type: 'line',
        direction: 'sent',
        phase,
        encrypted: this.encrypted,
        text,
        raw: sent.ascii ? null : Buffer.from(`${text}${sent.lineEnd ?? '\r\n'}`, 'utf8'),
        anomalies: sent.lineEnd === '\n' ? ['bare-lf'] : [],
        hidden: null,
      });
    }
    const { reply } = sent;
    this.fact({ type: 'reply', phase, command, reply });
    if ((reply.code ?? 0) < 400) return;
    this.fact({ type: 'rejected', command: command ?? '', reply });
    this.update({ rejected: this.#summary.rejected + 1 });
  }

  note(phase: Phase, note: Note, params: Record<string, string | number> = {}): void {
    this.fact({ type: 'note', phase, note, params });
  }

  anomaly(anomaly: Anomaly, detail: string): void {
    this.fact({ type: 'anomaly', phase: this.phase(), anomaly, detail });
  }

  failure(error: unknown): void {
    this.#options.observer.failure?.(this.id, error);
  }

  end(endReason: SessionEndReason, error: Outcome | null): void {
    if (this.#ended) return;
    this.#ended = true;
    this.endPhase(false);
    this.fact({ type: 'session-end', durationMs: this.#recorder.elapsed(), error, delivery: null });
    this.update({ endedAt: this.#options.clock.wall(), endReason });
  }
}
