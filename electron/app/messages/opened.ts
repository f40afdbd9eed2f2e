/**
 * A message file that the desktop asks to have shown, or that was chosen or dropped in the window: what the window is told of it, also a
 * window that is loaded later.
 */
import { AppError } from '../../protocol/values/app-error.ts';
import type { OpenedMessages, OpenedOptions } from '../../storage/mailbox/opened.ts';
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

  /** Answers its id to the window that asked, which gets no event. Rejects with AppError `file-unreadable`. */
  async take(path: string, options: OpenedOptions): Promise<string> {
    this.#current = await this.#messages.open(path, options);
    return this.#current;
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
  async close(id: string): Promise<void> {
    if (this.#current === id) this.#current = null;
    await this.#messages.forget(id);
  }
}
