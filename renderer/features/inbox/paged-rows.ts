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
  #asked = new Set<number>();
  #generation = 0;

  constructor(pageSize: number) {
    this.pageSize = pageSize;
  }

  at(index: number): T | undefined {
    return this.#rows[index];
  }

  findIndex(wanted: (row: T) => boolean): number {
    return this.#rows.findIndex((row) => row !== undefined && wanted(row));
  }

  /** What to ask for so that this place is known; null when it was asked for already. */
  request(index: number): PageRequest | null {
    const page = Math.floor(index / this.pageSize);
    if (this.#asked.has(page)) return null;
    this.#asked.add(page);
    return { page, generation: this.#generation };
  }

  /** Answers whether the page was taken. */
  fill(request: PageRequest, rows: readonly T[], total: number): boolean {
    if (request.generation !== this.#generation) return false;
    for (const [nth, row] of rows.entries()) this.#rows[request.page * this.pageSize + nth] = row;
    this.#rows.length = total;
    return true;
  }

  replace(index: number, row: T): void {
    if (index >= 0 && index < this.#rows.length) this.#rows[index] = row;
  }

  /** A new first row: all places move by one, so that pages under way no longer fit. */
  unshift(row: T): void {
    this.#generation += 1;
    this.#asked.clear();
    this.#rows.unshift(row);
  }

  clear(): void {
    this.#generation += 1;
    this.#asked.clear();
    this.#rows = [];
  }
}
