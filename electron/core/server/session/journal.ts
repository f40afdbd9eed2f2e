/**
 * What a session reports of itself: events for every line and result, and the summary that lists show. Session code says what
 * happened; how it is put into events is here.
 */
import type { Anomaly, Ehlo, Reply } from '../../../protocol/values/session/reply.ts';
import type { Hidden, Note, SessionEvent, SessionFact } from '../../../protocol/values/session/event.ts';
import type { ListenerConfig, SessionEndReason, SessionSummary } from '../../../protocol/values/server/server.ts';
import type { Outcome, RecipientResult } from '../../../protocol/values/session/outcome.ts';
import type { MessageSummary } from '../../../protocol/values/server/mailbox.ts';
import type { Phase } from '../../../protocol/values/session/phase.ts';
import type { ResolvedSecurity } from '../../../protocol/values/target.ts';
import type { Clock } from '../../ports.ts';
import { SessionRecorder, type ShownLine } from '../../recording/recorder.ts';
import { NO_ANOMALIES } from '../../wire/text.ts';
import type { ParsedCommand } from '../../wire/command.ts';
import { parseEhlo } from '../../wire/ehlo.ts';
import { givenPath } from '../../wire/path-argument.ts';
import { encodeReply, type EncodedReply } from '../commands/replies.ts';
import type { HandlerReply } from '../handlers/types.ts';
import { reportFailure, type ServerObserver } from '../observer.ts';
import type { SessionState } from './state.ts';

export interface JournalOptions {
  readonly id: string;
  readonly listener: ListenerConfig;
  readonly boundPort: number | null;
  readonly peer: string;
  readonly observer: ServerObserver;
  readonly clock: Clock;
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
  #failures = 0;
  /** The observer is being given a failure of its own. */
  #failing = false;
  #observerFailed: string | null = null;
  #onFailure: ((logId: string) => void) | null = null;

  constructor(options: JournalOptions) {
    this.id = options.id;
    this.#options = options;
    const { clock, listener, peer } = options;
    this.#recorder = new SessionRecorder((event) => this.#event(event), clock);
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
    this.#list();
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
    this.#list();
  }

  /** One was answered with 250. Null: it was passed on, or kept where we know nothing of it. */
  message(kept: MessageSummary | null): void {
    if (kept !== null) {
      const seq = this.#recorder.next();
      const tMs = this.#recorder.elapsed();
      this.#recorder.deliver({ seq, tMs, type: 'message', messageId: kept.id, size: kept.size });
      try {
        this.#options.observer.message(kept);
      } catch (error) {
        this.#failed(error);
      }
    }
    this.#summary = { ...this.#summary, messages: this.#summary.messages + 1 };
    this.#list();
  }

  recipient(result: RecipientResult): void {
    this.#recorder.recipient(result);
  }

  bodyEnd(octets: number, wireOctets: number, sha256: string): void {
    this.#recorder.bodyEnd(octets, wireOctets, sha256);
  }

  /** What a command led to, where that is an event of its own. After the reply, with the state as the command left it. */
  result(command: ParsedCommand, state: SessionState, answer: HandlerReply): void {
    const ok = answer.code < 400;
    const { transaction, helo } = state;
    const { reply } = encodeReply(answer);
    switch (command.verb) {
      case 'EHLO':
      case 'HELO':
      case 'LHLO': {
        if (!ok || helo === null) return;
        this.update({ helo: helo.name });
        const stage = state.user !== null ? 'auth' : state.encrypted ? 'tls' : 'plain';
        this.fact({ type: 'capabilities', stage, ehlo: ehloOf(helo.verb, reply) });
        return;
      }
      case 'MAIL':
        if (ok && transaction !== null) this.#recorder.sender(transaction.mailFrom, reply);
        return;
      case 'RCPT': {
        if (transaction === null) return;
        const accepted = ok ? transaction.recipients.at(-1) : undefined;
        const index = transaction.recipients.length + transaction.refusedRecipients - 1;
        const address = accepted?.address ?? givenPath(command.args);
        const delivery = ok ? 'unknown' : 'no';
        this.recipient({ index, address, accepted: ok, reply, final: null, delivery });
        return;
      }
      default:
    }
  }

  beginPhase(phase: Phase): void {
    this.#phase = phase;
    this.#recorder.beginPhase(phase);
  }

  endPhase(ok: boolean): void {
    const phase = this.#phase;
    if (phase === null) return;
    this.#phase = null;
    this.#recorder.endPhase(phase, ok);
  }

  /** Where the session is; between commands: `command`. */
  phase(): Phase {
    return this.#phase ?? 'command';
  }

  received({ text, raw, anomalies, hidden }: ShownLine): void {
    this.#line('received', this.phase(), text, raw, anomalies, hidden, this.#recorder.elapsed());
  }

  replied(command: string | null, sent: EncodedReply): void {
    const phase = this.phase();
    const tMs = this.#recorder.elapsed();
    const anomalies: Anomaly[] = sent.lineEnd === '\n' ? ['bare-lf'] : NO_ANOMALIES;
    for (const text of sent.texts) {
      const raw = sent.ascii ? null : Buffer.from(`${text}${sent.lineEnd ?? '\r\n'}`, 'utf8');
      this.#line('sent', phase, text, raw, anomalies, null, tMs);
    }
    const { reply } = sent;
    const seq = this.#recorder.next();
    this.#recorder.deliver({ seq, tMs, type: 'reply', phase, command, reply });
    if ((reply.code ?? 0) < 400) return;
    this.fact({ type: 'rejected', command: command ?? '', reply });
    this.update({ rejected: this.#summary.rejected + 1 });
  }

  #line(
    direction: 'sent' | 'received',
    phase: Phase,
    text: string,
    raw: Uint8Array | null,
    anomalies: Anomaly[],
    hidden: Hidden | null,
    tMs: number,
  ): void {
    const { encrypted } = this;
    const seq = this.#recorder.next();
    this.#recorder.deliver({ seq, tMs, type: 'line', direction, phase, encrypted, text, raw, anomalies, hidden });
  }

  note(phase: Phase, note: Note, params: Record<string, string | number> = {}): void {
    this.#recorder.note(phase, note, params);
  }

  anomaly(anomaly: Anomaly, detail: string): void {
    this.fact({ type: 'anomaly', phase: this.phase(), anomaly, detail });
  }

  /** Gives the id by which it is found in the log; the reason is in no event, since reports are made of those. */
  failure(error: unknown): string {
    this.#failures += 1;
    const logId = `${this.id}.${this.#failures}`;
    reportFailure(this.#options.observer, this.id, error, logId);
    this.note(this.phase(), 'server-failed', { logId });
    return logId;
  }

  /** `act` is called when the observer has thrown, with the id of that failure; at once where it has done so already. */
  onFailure(act: (logId: string) => void): void {
    this.#onFailure = act;
    if (this.#observerFailed !== null) act(this.#observerFailed);
  }

  #event(event: SessionEvent): void {
    try {
      this.#options.observer.event(this.id, event);
    } catch (error) {
      this.#failed(error);
    }
  }

  #list(): void {
    try {
      this.#options.observer.session(this.#summary);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** The observer has thrown. Being given that failure may be what it throws at. */
  #failed(error: unknown): void {
    if (this.#failing) return reportFailure(this.#options.observer, this.id, error);
    this.#failing = true;
    const logId = this.failure(error);
    this.#failing = false;
    this.#observerFailed = logId;
    this.#onFailure?.(logId);
  }

  end(endReason: SessionEndReason, error: Outcome | null): void {
    if (this.#ended) return;
    this.#ended = true;
    this.endPhase(false);
    this.fact({ type: 'session-end', durationMs: this.#recorder.elapsed(), error, delivery: null });
    this.update({ endedAt: this.#options.clock.wall(), endReason });
  }
}

const ehlos = new WeakMap<Reply, Ehlo>();

/** Read once per reply, of which sessions share a few. */
function ehloOf(verb: Ehlo['verb'], reply: Reply): Ehlo {
  const known = ehlos.get(reply);
  if (known?.verb === verb) return known;
  const ehlo = parseEhlo(verb, reply);
  ehlos.set(reply, ehlo);
  return ehlo;
}
