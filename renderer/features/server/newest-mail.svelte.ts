/** The newest messages that the test server caught, for places that only name them. */
import type { AppState } from '../../app/app.svelte.ts';
import type { MessageSummary } from '../../../electron/protocol/values/server/mailbox.ts';

const NAMED = 3;

export class NewestMail {
  messages: readonly MessageSummary[] = $state.raw([]);
  readonly #app: AppState;
  /** Mail that comes in a row is read once behind what is under way. */
  #reading = false;
  #again = false;

  constructor(app: AppState) {
    this.#app = app;
  }

  async read(): Promise<void> {
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = true;
    try {
      do {
        this.#again = false;
        const page = await this.#app.client.call('mailbox.list', { offset: 0, limit: NAMED, search: '' });
        this.messages = page.messages;
      } while (this.#again);
    } catch (error) {
      this.#app.report(error);
    } finally {
      this.#reading = false;
    }
  }
}
