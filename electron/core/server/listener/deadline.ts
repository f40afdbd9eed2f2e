/**
 * The clock of one session: a limit for the present step and one for the whole. Setting it is an assignment; the one timer
 * that serves it looks again when it fires too early, so that a busy session does not make timers by the thousand.
 */
import type { Clock } from '../../ports.ts';

export class Deadline {
  readonly #clock: Clock;
  readonly #sessionEnd: number;
  readonly #expired: (kind: 'step' | 'session') => void;
  #stepEnd = Number.POSITIVE_INFINITY;
  #stepMs: number | null = null;
  #timer: NodeJS.Timeout | null = null;
  #over = false;
  #timerEnd = Number.POSITIVE_INFINITY;

  constructor(clock: Clock, sessionMs: number, expired: (kind: 'step' | 'session') => void) {
    this.#clock = clock;
    this.#sessionEnd = clock.now() + sessionMs;
    this.#expired = expired;
  }

  /** Of the present step; null where it has none. */
  get stepMs(): number | null {
    return this.#stepMs;
  }

  /** From now; null: only the session's own limit counts. */
  set(ms: number | null): void {
    if (this.#over) return;
    this.#stepMs = ms;
    this.#stepEnd = ms === null ? Number.POSITIVE_INFINITY : this.#clock.now() + ms;
    const end = Math.min(this.#stepEnd, this.#sessionEnd);
    if (this.#timer === null || end < this.#timerEnd) this.#arm(end);
  }

  /** For good: what is still under way when a session ends must not start it again. */
  clear(): void {
    this.#over = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#stepEnd = Number.POSITIVE_INFINITY;
  }

  #arm(end: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timerEnd = end;
    this.#timer = setTimeout(() => this.#look(), Math.max(1, Math.ceil(end - this.#clock.now())));
  }

  #look(): void {
    this.#timer = null;
    const now = this.#clock.now();
    if (now >= this.#sessionEnd) return this.#expired('session');
    if (now >= this.#stepEnd) return this.#expired('step');
    this.#arm(Math.min(this.#stepEnd, this.#sessionEnd));
  }
}
