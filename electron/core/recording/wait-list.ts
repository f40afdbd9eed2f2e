/**
 * Who waits, in the order of arrival, for what thousands of sessions join and leave each second. A ring and not a Set: V8 gives a Set
 * whose members come and go one table after the other, each holding the next, and once one of them is old everything that ever waited
 * stays in memory until the next full collection; copying that costs more than the sessions do.
 */

export interface WaitPlace<T> {
  readonly value: T;
  before: WaitPlace<T> | null;
  after: WaitPlace<T> | null;
}

export class WaitList<T> {
  #first: WaitPlace<T> | null = null;
  #last: WaitPlace<T> | null = null;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get first(): WaitPlace<T> | null {
    return this.#first;
  }

  values(): T[] {
    const values: T[] = [];
    for (let place = this.#first; place !== null; place = place.after) values.push(place.value);
    return values;
  }

  /** After everyone who waits. */
  add(value: T): WaitPlace<T> {
    const place: WaitPlace<T> = { value, before: this.#last, after: null };
    if (this.#last === null) this.#first = place;
    else this.#last.after = place;
    this.#last = place;
    this.#size += 1;
    return place;
  }

  /** False when it had left before. */
  remove(place: WaitPlace<T>): boolean {
    const { before, after } = place;
    if (before === null && this.#first !== place) return false;
    if (before === null) this.#first = after;
    else before.after = after;
    if (after === null) this.#last = before;
    else after.before = before;
    // Who has left holds nobody.
    place.before = null;
    place.after = null;
    this.#size -= 1;
    return true;
  }
}
