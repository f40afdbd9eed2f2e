/** A message file that is chosen in a dialog of the system, or dropped on the window: shown in the place of the inbox, and not kept. */
import { AppError } from '../../../electron/protocol/values/app-error.ts';
import type { FileHandle } from '../../../electron/protocol/values/app/files.ts';
import { octets } from '../../../electron/texts/units.ts';
import { visible } from '../../../electron/texts/visible.ts';
import type { InboxState } from '../../features/inbox/inbox.svelte.ts';
import type { AppState } from '../app.svelte.ts';
import type { Problem } from '../problem.ts';
import { limits } from '../../../electron/protocol/values/app/limits.ts';

export class MessageFile {
  /** One is asked for or read at a time: a second dialog would lie over the first. */
  #busy = false;
  /** What the last file was refused for, as long as that stands there. */
  #problem: Problem | null = null;
  readonly #app: AppState;
  readonly #inbox: Pick<InboxState, 'openFile'>;

  constructor(app: AppState, inbox: Pick<InboxState, 'openFile'>) {
    this.#app = app;
    this.#inbox = inbox;
  }

  /** The system's dialog, which main draws. */
  choose(): Promise<void> {
    return this.#show(async () => {
      const [chosen] = await this.#app.client.call('files.choose', { purpose: 'message' });
      return chosen ?? null;
    });
  }

  /** Only the first: one is looked at at a time. */
  take([file]: readonly File[]): Promise<void> {
    return this.#show(async () => {
      if (file === undefined) return null;
      const { name, size } = file;
      if (size > limits.droppedOctets) {
        const message = `“${visible(name)}” is larger than ${octets(limits.droppedOctets)}: choose it with “Open a message file…” instead.`;
        this.#refuse({ title: 'Too large to be dropped', message });
        return null;
      }
      const bytes = await file.arrayBuffer().then(
        (buffer) => new Uint8Array(buffer),
        () => null,
      );
      // A folder has no octets, and a file may be gone by the time it is read.
      if (bytes === null) {
        this.#refuse({ title: 'File not readable', message: `“${visible(name)}” could not be read.` });
        return null;
      }
      return this.#app.client.call('files.drop', { name: name.slice(0, 255), bytes });
    });
  }

  async #show(given: () => Promise<FileHandle | null>): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      const file = await given();
      if (file === null) return;
      const { id } = await this.#app.client.call('mailbox.openFile', { handle: file.handle });
      // A word about another file would pass for one about this.
      if (this.#problem !== null && this.#app.problem === this.#problem) this.#app.problem = null;
      if (await this.#inbox.openFile(id)) this.#app.enter('server', 'inbox');
    } catch (error) {
      this.#app.report(error);
      if (error instanceof AppError) this.#problem = this.#app.problem;
    } finally {
      this.#busy = false;
    }
  }

  #refuse(problem: Problem): void {
    this.#app.problem = problem;
    this.#problem = this.#app.problem;
  }
}
