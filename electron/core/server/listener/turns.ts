/**
 * Whose octets are looked at when. In one turn of the event loop each address gets so much time; what more it has sent waits for the
 * next, so that a thousand busy connections of one address leave the others their turn. Alone, an address has all turns.
 */
import { limits } from '../limits.ts';
import type { Clock } from '../../ports.ts';

/** An address at work, or with work that waits. */
interface Source {
  /** Milliseconds of this turn. */
  used: number;
  /** When the work under way began. */
  began: number;
  readonly waiting: (() => void)[];
}

/** The right to work now, given back with end(). */
export type Turn = Pick<Source, 'used' | 'began'>;

export class Turns {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #sources = new Map<string, Source>();
  #scheduled = false;
  /** A connection has come in since the last turn. */
  #arrived = false;
  /** Since when work has waited for connections to come in. */
  #waitingSince: number | null = null;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Null where the address has had its time: then wait(). What is begun ends before anything else is done. */
  begin(source: string): Turn | null {
    let of = this.#sources.get(source);
    if (of === undefined) {
      of = { used: 0, began: 0, waiting: [] };
      this.#sources.set(source, of);
    }
    if (of.used >= limits.server.turnMs || of.waiting.length > 0) return null;
    of.began = this.#clock.now();
    return of;
  }

  end(turn: Turn): void {
    turn.used += this.#clock.now() - turn.began;
    this.#schedule();
  }

  /** `work` is done in one of the next turns, in the order of the calls. */
  wait(source: string, work: () => void): void {
    const of = this.#sources.get(source);
    if (of === undefined) this.#sources.set(source, { used: 0, began: 0, waiting: [work] });
    else of.waiting.push(work);
    this.#schedule();
  }

  /**
   * A connection has come in. libuv takes one in a turn of the event loop, so that many take as many turns: work that waits lets them
   * come, for a while. Else whoever comes after a flood of connections waits for as many turns full of work.
   */
  arrived(): void {
    this.#arrived = true;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.#next());
  }

  #next(): void {
    this.#scheduled = false;
    if (this.#letsArrive()) return this.#schedule();
    for (const [key, of] of this.#sources) {
      of.used = 0;
      if (of.waiting.length === 0) this.#sources.delete(key);
      let done = 0;
      for (; done < of.waiting.length && of.used < limits.server.turnMs; done += 1) this.#run(of, of.waiting[done]);
      of.waiting.splice(0, done);
      if (done > 0) this.#schedule();
    }
  }

  /** True where a turn is left to the connections that come in. */
  #letsArrive(): boolean {
    const now = this.#clock.now();
    const since = this.#waitingSince ?? now;
    if (this.#arrived && now - since < limits.server.acceptMs) {
      this.#arrived = false;
      this.#waitingSince = since;
      return true;
    }
    this.#arrived = false;
    this.#waitingSince = null;
    return false;
  }

  #run(of: Source, work: (() => void) | undefined): void {
    of.began = this.#clock.now();
    work?.();
    of.used += this.#clock.now() - of.began;
  }
}
