/**
 * A long list held in pages that are asked for once each. An answer belongs to the state of the list in which it was asked for;
 * after a change of places it is refused, and its page is asked for anew when it is looked at again.
 */
export interface PageRequest {
  readonly page: number;
  readonly generation: number;
}

export class PagedRows<T> {
  readonly pageSize: number;
  #rows: (T | undefined)[] = [];
  /** As they were before everything was asked for anew: better than a gap. */
  #old: (T | undefined)[] = [];
  readonly #asked = new Set<number>();
  readonly #coming = new Map<number, Promise<void>>();
  #generation = 0;

  constructor(pageSize: number) {
    this.pageSize = pageSize;
  }

  at(index: number): T | undefined {
    return this.#rows[index] ?? this.#old[index];
  }

  findIndex(wanted: (row: T) => boolean): number {
    for (let at = 0; at < Math.max(this.#rows.length, this.#old.length); at += 1) {
      const row = this.at(at);
      if (row !== undefined && wanted(row)) return at;
    }
    return -1;
  }

  /** What to ask for so that this place is known; null when it is known, or was asked for already. */
  request(index: number): PageRequest | null {
    const page = Math.floor(index / this.pageSize);
    if (this.#rows[index] !== undefined || this.#asked.has(page)) return null;
    this.#asked.add(page);
    return { page, generation: this.#generation };
  }

  /** `answer` settles once the page of this request was taken or refused. */
  follow({ page }: PageRequest, answer: Promise<void>): void {
    const coming = answer.finally(() => {
      if (this.#coming.get(page) === coming) this.#coming.delete(page);
    });
    this.#coming.set(page, coming);
  }

  /** Resolves when nothing that was asked for this place is under way any more. */
  settled(index: number): Promise<void> {
    return this.#coming.get(Math.floor(index / this.pageSize)) ?? Promise.resolve();
  }

  /** Answers whether the page was taken. */
  fill(request: PageRequest, rows: readonly T[], total: number): boolean {
    if (request.generation !== this.#generation) return false;
    for (const [nth, row] of rows.entries()) this.#rows[request.page * this.pageSize + nth] = row;
    this.#rows.length = total;
    this.#old.length = Math.min(this.#old.length, total);
    return true;
  }

  replace(index: number, row: T): void {
    if (index < 0) return;
    if (this.#rows[index] !== undefined) this.#rows[index] = row;
    else if (this.#old[index] !== undefined) this.#old[index] = row;
  }

  /** A new first row: all places move by one, so that pages under way no longer fit. */
  unshift(row: T): void {
    this.#generation += 1;
    this.#asked.clear();
    this.#rows.unshift(row);
    if (this.#old.length > 0) this.#old.unshift(row);
  }

  /** Everything is asked for anew as it is looked at. */
  outdate(): void {
    this.#generation += 1;
    this.#asked.clear();
    this.#old = this.#rows.length > 0 ? this.#rows : this.#old;
    this.#rows = [];
  }
}
