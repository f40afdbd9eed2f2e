/**
 * What is kept of sessions that their peers decide the length of: of each its beginning and its latest, within a number and within
 * octets; of all together no more than a pool allows. When the pool is full, the sessions of the address that holds most give way.
 */

export interface KeptLimits {
  /** Items, and those of them at the beginning that stay. */
  readonly count: number;
  readonly headCount: number;
  /** Of the items together; the beginning may have a quarter of it. */
  readonly octets: number;
}

export interface LeftOut {
  readonly count: number;
  readonly octets: number;
}

export class Kept<T> {
  readonly #limits: KeptLimits;
  readonly #weight: (item: T) => number;
  /** Called with every change of `octets`. */
  readonly #changed: (octets: number) => void;
  #head: T[] = [];
  #tail: T[] = [];
  #headOctets = 0;
  #tailOctets = 0;
  #leftOut: LeftOut = { count: 0, octets: 0 };

  constructor(kept: KeptLimits, weight: (item: T) => number, changed: (octets: number) => void = () => undefined) {
    this.#limits = kept;
    this.#weight = weight;
    this.#changed = changed;
  }

  get octets(): number {
    return this.#headOctets + this.#tailOctets;
  }

  get leftOut(): LeftOut {
    return this.#leftOut;
  }

  add(item: T): void {
    const octets = this.#weight(item);
    const { count, headCount, octets: most } = this.#limits;
    const beginning = this.#tail.length === 0 && this.#leftOut.count === 0 && this.#head.length < headCount;
    if (beginning && this.#headOctets + octets <= most / 4) {
      this.#head.push(item);
      this.#headOctets += octets;
    } else {
      this.#tail.push(item);
      this.#tailOctets += octets;
    }
    this.#changed(octets);
    // A tenth at a time: shifting the array for every item would be quadratic.
    if (this.#head.length + this.#tail.length > count) this.#dropOldest(Math.floor(count / 10), this.#tailOctets);
    if (this.octets > most) this.#dropOldest(1, Math.floor(0.9 * most) - this.#headOctets);
  }

  /** The beginning, what stands where something was left out, the latest. */
  items(inPlace: (leftOut: LeftOut, after: T | null, before: T | null) => T | null): T[] {
    const mark =
      this.#leftOut.count === 0 ? null : inPlace(this.#leftOut, this.#head.at(-1) ?? null, this.#tail[0] ?? null);
    return [...this.#head, ...(mark === null ? [] : [mark]), ...this.#tail];
  }

  /** No more than so many octets from here on; the beginning goes last. */
  shrink(octets: number): void {
    if (this.octets <= octets) return;
    this.#dropOldest(1, Math.max(0, octets - this.#headOctets));
    let at = this.#head.length;
    let gone = 0;
    while (at > 0 && this.#headOctets - gone > octets) {
      at -= 1;
      gone += this.#weight(this.#head[at] as T);
    }
    const count = this.#head.length - at;
    if (count === 0) return;
    this.#head = this.#head.slice(0, at);
    this.#headOctets -= gone;
    this.#leave(count, gone);
  }

  /** At least so many of the latest items' oldest, and as many as it takes to bring them to `octets`. */
  #dropOldest(atLeast: number, octets: number): void {
    let count = 0;
    let gone = 0;
    while (count < this.#tail.length && (count < atLeast || this.#tailOctets - gone > octets)) {
      gone += this.#weight(this.#tail[count] as T);
      count += 1;
    }
    if (count === 0) return;
    this.#tail.splice(0, count);
    this.#tailOctets -= gone;
    this.#leave(count, gone);
  }

  #leave(count: number, octets: number): void {
    this.#leftOut = { count: this.#leftOut.count + count, octets: this.#leftOut.octets + octets };
    this.#changed(-octets);
  }
}

/** Sessions that share one amount of memory. */
export class KeptPool<T> {
  readonly #most: number;
  readonly #limits: KeptLimits;
  readonly #weight: (item: T) => number;
  /** By the address that they come from. */
  readonly #sources = new Map<string, { octets: number; readonly sessions: Set<Kept<T>> }>();
  #octets = 0;

  constructor(most: number, kept: KeptLimits, weight: (item: T) => number) {
    this.#most = most;
    this.#limits = kept;
    this.#weight = weight;
  }

  get octets(): number {
    return this.#octets;
  }

  /** `remove` gives back what it holds. */
  session(source: string): { readonly kept: Kept<T>; remove(): void } {
    const of = this.#sources.get(source) ?? { octets: 0, sessions: new Set() };
    this.#sources.set(source, of);
    let there = true;
    const kept = new Kept(this.#limits, this.#weight, (octets) => {
      if (!there) return;
      of.octets += octets;
      this.#octets += octets;
      if (octets > 0 && this.#octets > this.#most) this.#makeRoom();
    });
    of.sessions.add(kept);
    const remove = (): void => {
      if (!there) return;
      there = false;
      of.octets -= kept.octets;
      this.#octets -= kept.octets;
      of.sessions.delete(kept);
      if (of.sessions.size === 0 && this.#sources.get(source) === of) this.#sources.delete(source);
    };
    return { kept, remove };
  }

  /** A quarter at a time. The address that holds most gives first, its longest sessions before the others. */
  #makeRoom(): void {
    const goal = 0.75 * this.#most;
    while (this.#octets > goal) {
      const [first] = [...this.#sources.values()].sort((a, b) => b.octets - a.octets);
      if (first === undefined || first.octets === 0) return;
      const may = Math.max(0, first.octets - (this.#octets - goal));
      // Those below their share leave the rest of it to others, so that it takes a few turns.
      let share = may / first.sessions.size;
      for (let turn = 0; turn < 4 && first.octets > may; turn += 1) {
        for (const kept of first.sessions) kept.shrink(share);
        share /= 2;
      }
      if (first.octets > may) for (const kept of first.sessions) kept.shrink(0);
    }
  }
}
