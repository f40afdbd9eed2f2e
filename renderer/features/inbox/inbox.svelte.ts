/** State of the inbox: the list, in pages, with what arrives put in front; the message that is open; what is done with messages. */
import { plural } from '../../../electron/texts/units.ts';
import { deliveryReport } from './message/bounce.ts';
import type { SendPort } from '../../app/ports.ts';
import { HtmlViewer } from '../../session/html/viewer.svelte.ts';
import type { AppState } from '../../app/app.svelte.ts';
import type { Saved } from '../../../electron/protocol/values/app/files.ts';
import type { MessageSummary, MessageView, OpenedMessage } from '../../../electron/protocol/values/server/mailbox.ts';
import { PagedList } from '../../ui/lists/paged-list.svelte.ts';
import { visible } from '../../../electron/texts/visible.ts';

export type MessageTab = 'html' | 'text' | 'headers' | 'parts' | 'source' | 'session';

/** Milliseconds after which it is said that a message is being read; most are there before. */
const SOON_MS = 150;
/** Octets of a bounce in which its report is looked for: it stands before the message that came back. */
const BOUNCE_HEAD = 262_144;
/** As many as one call lists. */
const PAGE_OF_IDS = 500;

export class InboxState extends PagedList<MessageSummary> {
  readonly viewer: HtmlViewer;
  selected: string | null = $state(null);
  view: MessageView | null = $state.raw(null);
  /** A message file that the user or the desktop had opened, in front of the list. */
  openedFile: OpenedMessage | null = $state.raw(null);
  #wantedFile: string | null = null;
  /** The selected one is not there yet, and has been waited for. */
  reading: boolean = $state(false);
  /** Messages that a search may have missed, since they are still being read. */
  unsearched: number = $state(0);
  /** What of a message is looked at, from one message to the next; null until the user has chosen. */
  tab: MessageTab | null = $state(null);
  /** Of the HTML; 1 is natural size. */
  zoom: number = $state(1);
  #app: AppState;

  #send: Pick<SendPort, 'fromCaptured'> | null;

  constructor(app: AppState, send: Pick<SendPort, 'fromCaptured'> | null = null) {
    super(
      async (query) => {
        const { messages, total, unsearched } = await app.client.call('mailbox.list', query);
        this.unsearched = unsearched ?? 0;
        return { rows: messages, total };
      },
      (error) => app.report(error),
    );
    this.#app = app;
    this.#send = send;
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
    this.closeOpened();
    if (this.selected === id && (this.view !== null || this.reading)) return;
    this.selected = id;
    // A large message takes seconds, in which the one before must not pass for it.
    const timer = setTimeout(() => {
      if (this.selected !== id) return;
      this.view = null;
      this.reading = true;
    }, SOON_MS);
    try {
      const view = await this.#app.client.call('mailbox.view', { id }).finally(() => clearTimeout(timer));
      if (this.selected !== id) return;
      this.view = view;
      this.reading = false;
      if (view.summary.unread) await this.mark(id, true);
    } catch (error) {
      if (this.selected === id) this.reading = false;
      this.#app.report(error);
    }
  }

  /** To the explain screen, with the report of the delivery. */
  async explainBounce(id: string): Promise<void> {
    try {
      const { bytes } = await this.#app.client.call('mailbox.source', { id, offset: 0, length: BOUNCE_HEAD });
      const text = deliveryReport(new TextDecoder().decode(bytes));
      if (text === null) this.#app.toasts.show({ message: 'No report of a delivery was found in it', tone: 'err' });
      else this.#app.explain({ text, context: {}, from: null });
    } catch (error) {
      this.#app.report(error);
    }
  }

  /** As the message of a send test. */
  sendOn({ id, subject, size }: MessageSummary): void {
    this.#send?.fromCaptured({ id, subject, size });
  }

  /** Whether it is shown. What was before stays where this one cannot be. */
  async openFile(id: string): Promise<boolean> {
    this.#wantedFile = id;
    try {
      const message = await this.#app.client.call('mailbox.opened', { id });
      // The last one that was asked for is shown.
      if (this.#wantedFile !== id) {
        this.#forget(id);
        return false;
      }
      const before = this.openedFile;
      this.openedFile = message;
      if (before !== null && before.id !== id) this.#forget(before.id);
      return true;
    } catch (error) {
      this.#app.report(error);
      this.#forget(id);
      return false;
    }
  }

  closeOpened(): void {
    const { openedFile } = this;
    this.openedFile = null;
    this.#wantedFile = null;
    if (openedFile !== null) this.#forget(openedFile.id);
  }

  #forget(id: string): void {
    this.#app.client.call('mailbox.closeOpened', { id }).catch((error: unknown) => this.#app.report(error));
  }

  close(): void {
    this.selected = null;
    this.reading = false;
    this.view = null;
  }

  async mark(id: string, read: boolean): Promise<void> {
    try {
      await this.#app.client.call('mailbox.markRead', { id, read });
      this.change(id, (row) => ({ ...row, unread: !read }));
    } catch (error) {
      this.#app.report(error);
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
      this.#app.undos.offer(`${plural(ids.length, 'message')} deleted`, () => void this.restore(ids));
    } catch (error) {
      this.#app.report(error);
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
      this.#app.report(error);
    }
  }

  async restore(ids: string[]): Promise<void> {
    try {
      await this.#app.client.call('mailbox.restore', { ids });
      this.reload();
      const [only] = ids;
      if (ids.length === 1 && only !== undefined) await this.open(only);
    } catch (error) {
      this.#app.report(error);
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
      this.#app.report(error);
    }
  }
}
