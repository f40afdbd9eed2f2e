/** The files of a send test: attachments, or a message from a file. Main keeps their octets; here are handles with names and sizes. */
import { fileTrouble, isMessageFile } from './file-kinds.ts';
import { octets, plural } from '../../../../electron/texts/units.ts';
import { visible } from '../../../../electron/texts/visible.ts';
import type { AppState } from '../../../app/app.svelte.ts';
import type { FileHandle } from '../../../../electron/protocol/values/app/files.ts';
import { limits } from '../../../../electron/protocol/values/app/limits.ts';

/** What is needed of a dropped file, so that it can be tested without a page. */
export type Dropped = Pick<File, 'name' | 'size' | 'arrayBuffer'>;

interface FileTrouble {
  /** Completes "The file ...". */
  readonly words: string;
  /** It can be taken as it is now. */
  readonly acceptable: boolean;
}

export class OutgoingFiles {
  attachments: readonly FileHandle[] = $state.raw([]);
  message: FileHandle | null = $state.raw(null);
  /** Of those that are no longer what they were, by handle. */
  troubles: Readonly<Record<string, FileTrouble>> = $state.raw({});
  #app: AppState;

  constructor(app: AppState) {
    this.#app = app;
  }

  /** Whether all are still what they were chosen as; main refuses to send others. */
  async check(): Promise<void> {
    const held = [...this.attachments, ...(this.message === null ? [] : [this.message])];
    const before = Object.keys(this.troubles).length;
    if (held.length === 0 && before === 0) return;
    try {
      const handles = held.map(({ handle }) => handle);
      const { files } = await this.#app.client.call('files.check', { handles });
      const found = files.flatMap((file): [string, FileTrouble][] => {
        const size = held.find(({ handle }) => handle === file.handle)?.size ?? 0;
        const words = fileTrouble(file, size);
        return words === null ? [] : [[file.handle, { words, acceptable: file.state === 'changed' }]];
      });
      // What is right stays the same value: nothing that is shown is made anew for it.
      if (found.length > 0 || before > 0) this.troubles = Object.fromEntries(found);
    } catch (error) {
      this.#app.report(error);
    }
  }

  /** Takes one that was changed as it is now. */
  async accept(handle: string): Promise<void> {
    try {
      const now = await this.#app.client.call('files.accept', { handle });
      this.attachments = this.attachments.map((each) => (each.handle === handle ? now : each));
      if (this.message?.handle === handle) this.message = now;
    } catch (error) {
      this.#app.report(error);
    }
    await this.check();
  }

  /** What keeps these from being sent, in words. */
  troubleOf(files: readonly FileHandle[]): string | null {
    for (const { handle, name } of files) {
      const trouble = this.troubles[handle];
      if (trouble !== undefined) return `“${visible(name)}” ${trouble.words}`;
    }
    return null;
  }

  async attach(): Promise<void> {
    try {
      this.#add(await this.#app.client.call('files.choose', { purpose: 'attachments' }));
    } catch (error) {
      this.#app.report(error);
    }
  }

  /** Answers whether there is a message now. */
  async chooseMessage(): Promise<boolean> {
    try {
      const [chosen] = await this.#app.client.call('files.choose', { purpose: 'message' });
      if (chosen !== undefined) this.#setMessage(chosen);
    } catch (error) {
      this.#app.report(error);
    }
    return this.message !== null;
  }

  /** Attaches what was dropped; a single message file becomes the message instead. Answers which of the two it was. */
  async drop(files: readonly Dropped[]): Promise<'message' | 'attachments' | null> {
    const [first] = files;
    const asMessage = files.length === 1 && first !== undefined && isMessageFile(first.name);
    const large = files.filter((file) => file.size > limits.droppedOctets);
    if (large.length > 0) {
      this.#app.toasts.show({
        message: `${plural(large.length, 'file')} larger than ${octets(limits.droppedOctets)}: choose it through the dialog instead.`,
        tone: 'warn',
      });
    }
    try {
      const taken: FileHandle[] = [];
      for (const file of files) {
        if (file.size > limits.droppedOctets) continue;
        const bytes = new Uint8Array(await file.arrayBuffer());
        taken.push(await this.#app.client.call('files.drop', { name: file.name.slice(0, 255), bytes }));
      }
      const [only] = taken;
      if (only === undefined) return null;
      if (!asMessage) {
        this.#add(taken);
        return 'attachments';
      }
      this.#setMessage(only);
      return 'message';
    } catch (error) {
      // A folder has no octets, and a file may be gone by the time it is read.
      if (error instanceof DOMException) {
        const name = visible(first?.name ?? '');
        this.#app.toasts.show({ message: `“${name}” could not be read.`, tone: 'err' });
      } else this.#app.report(error);
      return null;
    }
  }

  /** Those of a past send in place of what was chosen here. */
  replace(attachments: readonly FileHandle[], message: FileHandle | null): void {
    const before = [...this.attachments, ...(this.message === null ? [] : [this.message])];
    if (before.length > 0) this.#release(before.map(({ handle }) => handle));
    this.attachments = attachments;
    this.message = message;
  }

  /** The same without letting go of what was there, which can still come back. */
  set(attachments: readonly FileHandle[], message: FileHandle | null): void {
    this.attachments = attachments;
    this.message = message;
  }

  /** The message file, attached to a message written here instead. */
  messageToAttachment(): void {
    if (this.message === null) return;
    this.#add([this.message]);
    this.message = null;
  }

  removeMessage(): void {
    if (this.message !== null) this.#release([this.message.handle]);
    this.message = null;
  }

  remove(handle: string): void {
    this.attachments = this.attachments.filter((each) => each.handle !== handle);
    this.#release([handle]);
  }

  #add(files: readonly FileHandle[]): void {
    const room = limits.attachments - this.attachments.length;
    this.attachments = [...this.attachments, ...files.slice(0, room)];
    if (files.length <= room) return;
    this.#release(files.slice(room).map((each) => each.handle));
    this.#app.toasts.show({ message: `At most ${limits.attachments} files can be attached.`, tone: 'warn' });
  }

  #setMessage(file: FileHandle): void {
    if (this.message !== null) this.#release([this.message.handle]);
    this.message = file;
  }

  #release(handles: string[]): void {
    this.#app.client.call('files.release', { handles }).catch((error: unknown) => this.#app.report(error));
  }
}
