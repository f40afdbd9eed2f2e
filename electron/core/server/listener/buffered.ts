/**
 * What all connections together keep in memory: read and not looked at, written and not read, recipients of messages under way. Each
 * has limits of its own; from half of the whole on these are narrower, and at the whole, connections of the address that holds most
 * are ended, the largest first.
 */

/** Of the narrower limits: such a part of the usual ones. */
const NARROW = 8;

interface Source {
  octets: number;
  readonly shares: Set<Share>;
}

export class Buffered {
  readonly #most: number;
  readonly #sources = new Map<string, Source>();
  #octets = 0;

  /** Octets. */
  constructor(most: number) {
    this.#most = most;
  }

  get octets(): number {
    return this.#octets;
  }

  /** A limit of one connection, as it is now. */
  limit(usual: number): number {
    return this.#octets > this.#most / 2 ? Math.ceil(usual / NARROW) : usual;
  }

  /** `giveWay`: ends the connection, which then lets go of what it holds. */
  share(source: string, giveWay: () => void): Share {
    const of = this.#sources.get(source) ?? { octets: 0, shares: new Set<Share>() };
    this.#sources.set(source, of);
    const share = new Share(
      giveWay,
      (change) => {
        of.octets += change;
        this.#octets += change;
        if (change > 0 && this.#octets > this.#most) this.#makeRoom();
      },
      () => {
        of.shares.delete(share);
        if (of.shares.size === 0 && this.#sources.get(source) === of) this.#sources.delete(source);
      },
    );
    of.shares.add(share);
    return share;
  }

  /** A quarter at a time, so that it is not looked for at every octet. */
  #makeRoom(): void {
    const goal = 0.75 * this.#most;
    while (this.#octets > goal) {
      const [first, second] = [...this.#sources.values()].sort((a, b) => b.octets - a.octets);
      if (first === undefined || first.octets === 0) return;
      const next = second?.octets ?? 0;
      for (const share of [...first.shares].sort((a, b) => b.octets - a.octets)) {
        if (share.octets === 0) break;
        share.giveWay();
        // Then another address is the one that holds most.
        if (this.#octets <= goal || first.octets < next) break;
      }
    }
  }
}

export class Share {
  readonly #giveWay: () => void;
  readonly #changed: (change: number) => void;
  readonly #left: () => void;
  #octets = 0;
  #gone = false;

  constructor(giveWay: () => void, changed: (change: number) => void, left: () => void) {
    this.#giveWay = giveWay;
    this.#changed = changed;
    this.#left = left;
  }

  get octets(): number {
    return this.#octets;
  }

  set(octets: number): void {
    if (this.#gone || octets === this.#octets) return;
    const change = octets - this.#octets;
    this.#octets = octets;
    this.#changed(change);
  }

  giveWay(): void {
    this.leave();
    this.#giveWay();
  }

  leave(): void {
    if (this.#gone) return;
    this.set(0);
    this.#gone = true;
    this.#left();
  }
}
