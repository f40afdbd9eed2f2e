/**
 * Gives each fact of a session its number and its time and hands it on. The one place where `seq` and `tMs` are made, for
 * client and server sessions alike. Facts of which a session has very many have methods of their own, which make the event in one
 * piece: copying it costs more than all else here.
 */
import type { RecipientResult } from '../../protocol/values/session/outcome.ts';
import type { LineEvent, Note, SessionEvent, SessionFact } from '../../protocol/values/session/event.ts';
import type { Clock, EventSink } from '../ports.ts';
import type { Phase } from '../../protocol/values/session/phase.ts';
import type { Reply } from '../../protocol/values/session/reply.ts';

/** A line as it may be shown. `raw` null where text and CRLF say it all, and for hidden lines. */
export type ShownLine = Pick<LineEvent, 'text' | 'raw' | 'anomalies' | 'hidden'>;

export class SessionRecorder {
  readonly #sink: EventSink;
  readonly #clock: Clock;
  readonly #origin: number;
  #seq = 0;

  constructor(sink: EventSink, clock: Clock) {
    this.#sink = sink;
    this.#clock = clock;
    this.#origin = clock.now();
  }

  /** Milliseconds since the session began. */
  elapsed(): number {
    return this.#clock.now() - this.#origin;
  }

  /** Wall time in ISO 8601, for session-begin alone. */
  wall(): string {
    return this.#clock.wall();
  }

  /** The number of the event that deliver() is given next; for those who make theirs whole, because they make very many. */
  next(): number {
    this.#seq += 1;
    return this.#seq;
  }

  deliver(event: SessionEvent): void {
    this.#sink(event);
  }

  /** Numbers the fact, stamps it, passes it on; returns its number, so that evidence can name it. */
  record(fact: SessionFact): number {
    this.#seq += 1;
    const event = { seq: this.#seq, tMs: this.elapsed(), ...fact } as SessionEvent;
    this.#sink(event);
    return this.#seq;
  }

  beginPhase(phase: Phase): void {
    this.#sink({ seq: this.next(), tMs: this.elapsed(), type: 'phase-begin', phase });
  }

  endPhase(phase: Phase, ok: boolean): void {
    this.#sink({ seq: this.next(), tMs: this.elapsed(), type: 'phase-end', phase, ok });
  }

  line(direction: LineEvent['direction'], phase: Phase, encrypted: boolean, shown: ShownLine): void {
    const { text, raw, anomalies, hidden } = shown;
    const seq = this.next();
    const tMs = this.elapsed();
    this.#sink({ seq, tMs, type: 'line', direction, phase, encrypted, text, raw, anomalies, hidden });
  }

  reply(phase: Phase, command: string | null, reply: Reply): void {
    this.#sink({ seq: this.next(), tMs: this.elapsed(), type: 'reply', phase, command, reply });
  }

  note(phase: Phase, note: Note, params: Record<string, string | number>): void {
    this.#sink({ seq: this.next(), tMs: this.elapsed(), type: 'note', phase, note, params });
  }

  sender(address: string, reply: Reply): void {
    this.#sink({ seq: this.next(), tMs: this.elapsed(), type: 'sender', address, reply });
  }

  recipient(result: RecipientResult): void {
    this.#sink({ seq: this.next(), tMs: this.elapsed(), type: 'recipient', result });
  }

  bodyProgress(octets: number, total: number | null): void {
    this.#sink({ seq: this.next(), tMs: this.elapsed(), type: 'body-progress', octets, total });
  }

  bodyEnd(octets: number, wireOctets: number, sha256: string | null): void {
    this.#sink({ seq: this.next(), tMs: this.elapsed(), type: 'body-end', octets, wireOctets, sha256 });
  }
}
