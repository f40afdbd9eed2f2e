/** The newest messages that the test server caught, for places that only name them. */
import type { AppState } from '../../app/app.svelte.ts';
import type { MessageSummary } from '../../../electron/protocol/values/server/mailbox.ts';

const NAMED = 3;

export class NewestMail {
  messages: readonly MessageSummary[] = $state.raw([]);
  readonly #app: AppState;
  #reading = false;
  #asked = 0;

  constructor(app: AppState) {
    this.#app = app;
  }

  /** Mail that comes in a row is read once after what is under way. */
  async read(): Promise<void> {
    this.#asked += 1;
    if (this.#reading) return;
    this.#reading = true;
    try {
      for (let answered = 0; answered < this.#asked;) {
        answered = this.#asked;
        const page = await this.#app.client.call('mailbox.list', { offset: 0, limit: NAMED, search: '' });
        this.messages = page.messages;
      }
    } catch (error) {
      this.#app.report(error);
    } finally {
      this.#reading = false;
      this.#asked = 0;
    }
  }
}
