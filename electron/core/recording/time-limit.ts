/**
 * Time limits that hardly ever run out: each step of a session has one and lifts it a moment later. One timer of Node's serves
 * them all, because making and unmaking a timer costs more than reading a small reply: it stays set for the first that was due, and
 * when it fires it looks which is the next.
 */
import { systemClock } from './clock.ts';
import { WaitList, type WaitPlace } from './wait-list.ts';

const running = new WaitList<TimeLimit>();
let timer: NodeJS.Timeout | null = null;
/** When the timer fires, milliseconds of the system's clock, which timers go by. */
let fires = Infinity;

export class TimeLimit {
  readonly due: number;
  readonly expired: () => void;
  readonly #place: WaitPlace<TimeLimit>;

  /** Calls `expired` after so many milliseconds, unless it is lifted. Until then it keeps the process alive, as a timer does. */
  constructor(ms: number, expired: () => void) {
    this.due = systemClock.now() + ms;
    this.expired = expired;
    this.#place = running.add(this);
    if (this.due < fires) arm(this.due);
    else if (running.size === 1) timer?.ref();
  }

  /** Does nothing when it has run out, or was lifted before. */
  lift(): void {
    if (this.leave() && running.size === 0) timer?.unref();
  }

  /** False when it has run out, or was lifted. */
  leave(): boolean {
    return running.remove(this.#place);
  }
}

function arm(due: number): void {
  if (timer !== null) clearTimeout(timer);
  fires = due;
  timer = setTimeout(look, Math.max(1, Math.ceil(due - systemClock.now())));
}

function look(): void {
  timer = null;
  fires = Infinity;
  const now = systemClock.now();
  const over: TimeLimit[] = [];
  let next = Infinity;
  for (let place = running.first; place !== null; place = place.after) {
    const one = place.value;
    if (one.due <= now) over.push(one);
    else if (one.due < next) next = one.due;
  }
  if (next !== Infinity) arm(next);
  // What one of them ends may lift another.
  for (const one of over.sort((a, b) => a.due - b.due)) if (one.leave()) one.expired();
}
