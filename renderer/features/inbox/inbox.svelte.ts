/** State of the inbox: the list, in pages, with what arrives put in front; the message that is open; what is done with messages. */
import { plural } from '../../../electron/texts/units.ts';
import { HtmlViewer } from './html-viewer.svelte.ts';
import type { AppState } from '../../app/app.svelte.ts';
import type { Saved } from '../../../electron/ipc/schemas/files.ts';
import type { MessageSummary, MessageView } from '../../../electron/ipc/schemas/mailbox.ts';
import { PagedList } from '../../ui/paged-list.svelte.ts';
import { visible } from '../../../electron/texts/visible.ts';

export type MessageTab = 'html' | 'text' | 'headers' | 'parts' | 'source' | 'session';

/** As many as one call lists. */
const PAGE_OF_IDS = 500;

export class InboxState extends PagedList<MessageSummary> {
  readonly viewer: HtmlViewer;
  selected: string | null = $state(null);
  view: MessageView | null = $state.raw(null);
  /** Messages that a search may have missed, since they are still being read. */
  unsearched: number = $state(0);
  /** What of a message is looked at, from one message to the next; null until the user has chosen. */
  tab: MessageTab | null = $state(null);
  /** Of the HTML; 1 is natural size. */
  zoom: number = $state(1);
  #app: AppState;

  constructor(app: AppState) {
    super(
      async (query) => {
        const { messages, total, unsearched } = await app.client.call('mailbox.list', query);
        this.unsearched = unsearched ?? 0;
        return { rows: messages, total };
      },
      (error) => app.tell(error),
    );
    this.#app = app;
    this.viewer = new HtmlViewer(app.client);
  }

  arrived(message: MessageSummary): void {
    // Whether it matches a search only main can tell.
    if (this.search !== '' || !this.loaded) {
      this.reload();
      return;
    }
    this.unshift(message);
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
      this.change(id, (row) => ({ ...row, unread: !read }));
    } catch (error) {
      this.#app.tell(error);
    }
  }

  async delete(ids: string[]): Promise<void> {
    if (ids.length === 0) return;
    const next = this.selected === null ? undefined : this.beside(this.selected);
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
}
