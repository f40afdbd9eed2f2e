/**
 * State of the inbox. The list may be long, so that it is held in pages that are fetched as they come into view; what arrives is
 * put in front. A page asked for before something changed is thrown away when it comes.
 */
import type { AppState } from '../../app/app.svelte.ts';
import type { MessageSummary, MessageView } from '../../../electron/ipc/schemas/mailbox.ts';
import { PagedRows, type PageRequest } from './paged-rows.ts';

export class InboxState {
  search = $state('');
  total = $state(0);
  loaded = $state(false);
  /** Rises whenever a row may have changed; the rows themselves are plain. */
  version = $state(0);
  selected: string | null = $state(null);
  view: MessageView | null = $state.raw(null);
  readonly #rows = new PagedRows<MessageSummary>(100);
  #searchTimer: ReturnType<typeof setTimeout> | undefined;
  #app: AppState;

  constructor(app: AppState) {
    this.#app = app;
  }

  /** The row at a place, or undefined while it is being fetched. */
  row(index: number): MessageSummary | undefined {
    if (this.version < 0 || index >= this.total) return undefined;
    const row = this.#rows.at(index);
    if (row === undefined) this.#fetch(index);
    return row;
  }

  indexOf(id: string): number {
    return this.#rows.findIndex((row) => row.id === id);
  }

  /** Everything anew: another search, or a change that moved places. */
  reload(): void {
    this.#rows.clear();
    this.#fetch(0);
  }

  searchFor(text: string): void {
    this.search = text;
    clearTimeout(this.#searchTimer);
    this.#searchTimer = setTimeout(() => this.reload(), 150);
  }

  arrived(message: MessageSummary): void {
    // Whether it matches a search only main can tell.
    if (this.search !== '' || !this.loaded) {
      this.reload();
      return;
    }
    this.#rows.unshift(message);
    this.total += 1;
    this.version += 1;
  }

  /** The mailbox was changed elsewhere, such as emptied. */
  counted(total: number): void {
    if (this.loaded && this.search === '' && total !== this.total) this.reload();
  }

  async open(id: string): Promise<void> {
    if (this.selected === id && this.view !== null) return;
    this.selected = id;
    try {
      const view = await this.#app.client.call('mailbox.view', { id });
      if (this.selected !== id) return;
      this.view = view;
      if (view.summary.unread) await this.mark(id, true);
    } catch (error) {
      this.#app.tell(error);
    }
  }

  close(): void {
    this.selected = null;
    this.view = null;
  }

  async mark(id: string, read: boolean): Promise<void> {
    try {
      await this.#app.client.call('mailbox.markRead', { id, read });
      const at = this.indexOf(id);
      const row = this.#rows.at(at);
      if (row !== undefined) this.#rows.replace(at, { ...row, unread: !read });
      this.version += 1;
    } catch (error) {
      this.#app.tell(error);
    }
  }

  async delete(ids: string[]): Promise<void> {
    const at = this.selected === null ? -1 : this.indexOf(this.selected);
    const next = this.#rows.at(at + 1) ?? this.#rows.at(at - 1);
    try {
      await this.#app.client.call('mailbox.delete', { ids });
      if (this.selected !== null && ids.includes(this.selected)) {
        this.close();
        if (next !== undefined && !ids.includes(next.id)) void this.open(next.id);
      }
      this.reload();
    } catch (error) {
      this.#app.tell(error);
    }
  }

  #fetch(index: number): void {
    const request = this.#rows.request(index);
    if (request !== null) void this.#load(request);
  }

  async #load(request: PageRequest): Promise<void> {
    try {
      const { pageSize } = this.#rows;
      const search = this.search.trim();
      const answer = await this.#app.client.call('mailbox.list', {
        offset: request.page * pageSize,
        limit: pageSize,
        search,
      });
      if (!this.#rows.fill(request, answer.messages, answer.total)) return;
      this.total = answer.total;
      this.loaded = true;
      this.version += 1;
    } catch (error) {
      this.#app.tell(error);
    }
  }
}
