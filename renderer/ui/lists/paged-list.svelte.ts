/**
 * A long list of which main hands out pages: what the rows of a virtual list and its keys ask for. Pages are fetched as they come
 * into view, and again after something changed; a row is what it was until then.
 */
import { PagedRows, type PageRequest } from './paged-rows.ts';

export interface PageQuery {
  readonly offset: number;
  readonly limit: number;
  readonly search: string;
}

interface Page<T> {
  readonly rows: readonly T[];
  readonly total: number;
}

/** A screenful or two: a page is parsed in one piece. */
const PAGE = 50;
/** Milliseconds without a key after which a search begins. */
const TYPED_MS = 150;

export class PagedList<T extends { readonly id: string }> {
  search = $state('');
  total = $state(0);
  loaded = $state(false);
  /** Rises whenever a row may have changed; the rows themselves are plain. */
  version = $state(0);
  /** Rows put in front so far: a view that is not at the top moves along with what it shows. */
  inserted = $state(0);
  readonly #rows = new PagedRows<T>(PAGE);
  readonly #fetchPage: (query: PageQuery) => Promise<Page<T>>;
  readonly #report: (error: unknown) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The place that was asked for last, by `go`. */
  #wanted = -1;

  /** `fetchPage` rejects when there is none; `report` then gets the reason. */
  constructor(fetchPage: (query: PageQuery) => Promise<Page<T>>, report: (error: unknown) => void) {
    this.#fetchPage = fetchPage;
    this.#report = report;
  }

  /** The row at a place, or undefined while it is being fetched. */
  row(index: number): T | undefined {
    if (this.version < 0 || index < 0 || index >= this.total) return undefined;
    void this.#fetch(index);
    return this.#rows.at(index);
  }

  /** -1 where it is not among the rows fetched so far. */
  indexOf(id: string): number {
    return this.#rows.findIndex((row) => row.id === id);
  }

  /** The row after that one, or the one before: what is shown when it goes. */
  beside(id: string): T | undefined {
    const at = this.indexOf(id);
    return at === -1 ? undefined : (this.#rows.at(at + 1) ?? this.#rows.at(at - 1));
  }

  /** Calls `show` with the row at a place, once it is there; not when another place was asked for meanwhile. */
  async go(index: number, show: (row: T) => void): Promise<void> {
    this.#wanted = index;
    await this.#fetch(index);
    const row = this.#rows.at(index);
    if (row !== undefined && this.#wanted === index) show(row);
  }

  /** Everything anew: another search, or a change that moved places. */
  reload(): void {
    this.#rows.outdate();
    this.version += 1;
    void this.#fetch(0);
  }

  searchFor(text: string): void {
    this.search = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.reload(), TYPED_MS);
  }

  /** Of the row with that id, should it be among those fetched. */
  protected change(id: string, to: (row: T) => T): void {
    const at = this.indexOf(id);
    const row = this.#rows.at(at);
    if (row === undefined) return;
    this.#rows.replace(at, to(row));
    this.version += 1;
  }

  protected unshift(row: T): void {
    this.#rows.unshift(row);
    this.total += 1;
    this.inserted += 1;
    this.version += 1;
  }

  /** Resolves when the page of that place is there, or cannot be had. */
  #fetch(index: number): Promise<void> {
    const request = this.#rows.request(index);
    if (request !== null) this.#rows.follow(request, this.#load(request));
    return this.#rows.settled(index);
  }

  async #load(request: PageRequest): Promise<void> {
    try {
      const query = { offset: request.page * PAGE, limit: PAGE, search: this.search.trim() };
      const { rows, total } = await this.#fetchPage(query);
      if (!this.#rows.fill(request, rows, total)) return;
      this.total = total;
      this.loaded = true;
      this.version += 1;
    } catch (error) {
      this.#report(error);
    }
  }
}
