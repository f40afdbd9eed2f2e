/**
 * State of the inbox. The list may be long, so that it is held in pages that are fetched as they come into view; what arrives is
 * put in front. A page asked for before something changed is thrown away when it comes.
 */
import { plural } from '../../../electron/texts/units.ts';
import { HtmlViewer } from './html-viewer.svelte.ts';
import type { AppState } from '../../app/app.svelte.ts';
import type { Saved } from '../../../electron/ipc/schemas/files.ts';
import type { MessageSummary, MessageView } from '../../../electron/ipc/schemas/mailbox.ts';
import { PagedRows, type PageRequest } from './paged-rows.ts';
import { visible } from '../../../electron/texts/visible.ts';

export type MessageTab = 'html' | 'text' | 'headers' | 'parts' | 'source' | 'session';

/** As many as one call lists. */
const PAGE_OF_IDS = 500;

export class InboxState {
  readonly viewer: HtmlViewer;
  search = $state('');
  total = $state(0);
  loaded = $state(false);
  /** Rises whenever a row may have changed; the rows themselves are plain. */
  version = $state(0);
  selected: string | null = $state(null);
  view: MessageView | null = $state.raw(null);
  /** What of a message is looked at, from one message to the next; null until the user has chosen. */
  tab: MessageTab | null = $state(null);
  /** Of the HTML; 1 is natural size. */
  zoom: number = $state(1);
  readonly #rows = new PagedRows<MessageSummary>(100);
  #searchTimer: ReturnType<typeof setTimeout> | undefined;
  #app: AppState;

  constructor(app: AppState) {
    this.#app = app;
    this.viewer = new HtmlViewer(app.client);
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
    if (ids.length === 0) return;
    const at = this.selected === null ? -1 : this.indexOf(this.selected);
    const next = this.#rows.at(at + 1) ?? this.#rows.at(at - 1);
    try {
      await this.#app.client.call('mailbox.delete', { ids });
      if (this.selected !== null && ids.includes(this.selected)) {
        this.close();
        if (next !== undefined && !ids.includes(next.id)) void this.open(next.id);
      }
      this.reload();
      this.#app.toasts.show({
        message: `${plural(ids.length, 'message')} deleted`,
        action: { label: 'Undo', run: () => void this.restore(ids) },
      });
    } catch (error) {
      this.#app.tell(error);
    }
  }

  /** All that the search shows, or all there are. */
  async deleteAll(): Promise<void> {
    try {
      const ids: string[] = [];
      const search = this.search.trim();
      for (let total = 1; ids.length < total;) {
        const query = { offset: ids.length, limit: PAGE_OF_IDS, search };
        const page = await this.#app.client.call('mailbox.list', query);
        ids.push(...page.messages.map((each) => each.id));
        total = page.messages.length === 0 ? 0 : page.total;
      }
      await this.delete(ids);
    } catch (error) {
      this.#app.tell(error);
    }
  }

  async restore(ids: string[]): Promise<void> {
    try {
      await this.#app.client.call('mailbox.restore', { ids });
      this.reload();
      const [only] = ids;
      if (ids.length === 1 && only !== undefined) await this.open(only);
    } catch (error) {
      this.#app.tell(error);
    }
  }

  saveAttachment(id: string, index: number): Promise<void> {
    return this.#save(() => this.#app.client.call('mailbox.saveAttachment', { id, index }));
  }

  export(id: string): Promise<void> {
    return this.#save(() => this.#app.client.call('mailbox.export', { id }));
  }

  async #save(save: () => Promise<Saved>): Promise<void> {
    try {
      const { saved, name } = await save();
      if (saved) this.#app.toasts.show({ message: name === null ? 'Saved' : `Saved as ${visible(name)}`, tone: 'ok' });
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
