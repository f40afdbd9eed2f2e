/**
 * Gives each fact of a session its number and its time and hands it on. The one place where `seq` and `tMs` are made, for
 * client and server sessions alike.
 */
import type { SessionEvent, SessionFact } from '../../ipc/schemas/event.ts';
import type { Clock, EventSink } from '../ports.ts';

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
}
