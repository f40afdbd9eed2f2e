/** Messages that are there already: those of an mbox file that was chosen, and those that the test server holds. */
import type { CapturedChoice, MboxPage } from '../../../../../electron/protocol/values/app/outgoing.ts';
import type { FileHandle } from '../../../../../electron/protocol/values/app/files.ts';
import type { AppState } from '../../../../app/app.svelte.ts';

/** As many of the newest as are looked through; the inbox has them all. */
const NEWEST = 50;

export class MessageSources {
  /** What the chosen file holds; null before it was asked, or where it is one message. */
  mbox: MboxPage['entries'] | null = $state.raw(null);
  #next: number | null = $state(null);
  /** Where the message to be sent begins in that file. */
  entry: number | null = $state(null);
  captured: CapturedChoice | null = $state.raw(null);
  inbox: readonly (CapturedChoice & { readonly from: string | null })[] = $state.raw([]);
  #app: AppState;
  #handle: string | null = null;

  constructor(app: AppState) {
    this.#app = app;
  }

  get more(): boolean {
    return this.#next !== null;
  }

  /** Of a draft that was found, or a run that is made again. */
  fill(entry: number | null, captured: CapturedChoice | null): void {
    this.#handle = null;
    this.mbox = null;
    this.entry = entry;
    this.captured = captured;
  }

  /** Called for each message file; what was chosen in another one is let go. */
  async look(file: FileHandle | null): Promise<void> {
    const handle = file?.handle ?? null;
    if (handle === this.#handle) return;
    const first = this.#handle === null;
    this.#handle = handle;
    this.mbox = null;
    // A draft that was found again names its entry before its file was looked at.
    if (!first) this.entry = null;
    if (handle !== null) await this.#page(handle, 0);
  }

  async showMore(): Promise<void> {
    if (this.#handle !== null && this.#next !== null) await this.#page(this.#handle, this.#next);
  }

  async loadInbox(): Promise<void> {
    try {
      const { messages } = await this.#app.client.call('mailbox.list', { offset: 0, limit: NEWEST, search: '' });
      this.inbox = messages.map(({ id, subject, size, from }) => ({ id, subject, size, from }));
    } catch (error) {
      this.#app.report(error);
    }
  }

  async #page(handle: string, after: number): Promise<void> {
    try {
      const { mbox, entries, next } = await this.#app.client.call('messages.mboxEntries', { handle, after });
      if (handle !== this.#handle) return;
      this.#next = next;
      this.mbox = mbox ? [...(after === 0 ? [] : (this.mbox ?? [])), ...entries] : null;
      if (!mbox) this.entry = null;
      else this.entry ??= entries[0]?.at ?? null;
    } catch (error) {
      this.#app.report(error);
    }
  }
}
