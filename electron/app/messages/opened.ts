/** A message file that the desktop asks to have shown: what the window is told of it, also a window that is loaded later. */
import { AppError } from '../../protocol/values/app-error.ts';
import type { OpenedMessages } from '../../storage/mailbox/opened.ts';
import type { AppEvent } from '../events.ts';

export class OpenedForWindow {
  readonly #messages: OpenedMessages;
  readonly #notify: (event: AppEvent) => boolean;
  #current: string | null = null;
  /** That nobody has heard of yet. */
  #failure: AppEvent | null = null;

  /** `notify` answers whether a window heard it. */
  constructor(messages: OpenedMessages, notify: (event: AppEvent) => boolean) {
    this.#messages = messages;
    this.#notify = notify;
  }

  /** Never rejects: what cannot be shown is said in the window. */
  async show(path: string): Promise<void> {
    try {
      this.#current = await this.#messages.open(path);
      this.#notify({ type: 'open-file', id: this.#current });
    } catch (error) {
      const known = error instanceof AppError ? error : new AppError('internal', {}, { cause: error });
      const event: AppEvent = { type: 'open-failed', error: { code: known.code, params: known.params } };
      if (!this.#notify(event)) this.#failure = event;
    }
  }

  /** What a window that begins to listen gets. */
  beginning(): AppEvent[] {
    const failure = this.#failure;
    this.#failure = null;
    return [
      ...(this.#current === null ? [] : [{ type: 'open-file' as const, id: this.#current }]),
      ...(failure === null ? [] : [failure]),
    ];
  }

  /** The user is through with it. */
  close(id: string): void {
    if (this.#current === id) this.#current = null;
    this.#messages.forget(id);
  }
}
