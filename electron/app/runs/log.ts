/**
 * The events of one run, kept for windows that come late and for repairing gaps. Bounded, because a hostile server decides how
 * much there is to keep: past the bound the oldest go, and their missing numbers show it.
 */
import { eventWeight } from '../../core/recording/event-weight.ts';
import type { SessionEvent } from '../../protocol/values/session/event.ts';
import { limits } from '../limits.ts';

export class RunLog {
  #events: SessionEvent[] = [];
  #dropped = 0;
  #octets = 0;

  add(event: SessionEvent): void {
    this.#events.push(event);
    this.#octets += eventWeight(event);
    if (this.#events.length > limits.runs.events || this.#octets > limits.runs.octets) this.#dropOldest();
  }

  get octets(): number {
    return this.#octets;
  }

  /** How many were ever added; a position for `from`. */
  get end(): number {
    return this.#dropped + this.#events.length;
  }

  /** Events from a position on, as far as they are still there. */
  from(position: number): SessionEvent[] {
    return this.#events.slice(Math.max(0, position - this.#dropped));
  }

  afterSeq(seq: number): SessionEvent[] {
    return this.#events.filter((event) => event.seq > seq);
  }

  /** A quarter at a time, so that a full log does not move all its events for each new one. */
  #dropOldest(): void {
    const oldest = this.#events.splice(0, Math.ceil(this.#events.length / 4));
    this.#dropped += oldest.length;
    for (const event of oldest) this.#octets -= eventWeight(event);
  }
}
