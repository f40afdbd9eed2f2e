/** Newer releases as the window shows them: what main knows, what was put off until the next start, and the question of the first run. */
import type { AppState } from '../app.svelte.ts';
import type { NewerRelease, UpdateState } from '../../../electron/protocol/values/app/updates.ts';

export class UpdatesState {
  known: UpdateState | null = $state.raw(null);
  /** Until the next start: the notice is closed, not passed over. */
  closed: string | null = $state(null);
  questionClosed = $state(false);
  #app: AppState;

  constructor(app: AppState) {
    this.#app = app;
  }

  /** The user was never asked, and there is somebody to be asked. */
  get question(): { readonly host: string; readonly request: string } | null {
    const { settings } = this.#app;
    if (settings?.updates !== null || this.questionClosed) return null;
    return this.known?.feed ?? null;
  }

  /** What the bar speaks of. */
  get notice(): NewerRelease | null {
    const { newer = null, passedOver = null } = this.known ?? {};
    if (newer === null || newer.version === passedOver || newer.version === this.closed) return null;
    return newer;
  }

  async decide(wanted: boolean): Promise<void> {
    const problem = await this.#app.change({ updates: wanted });
    if (problem !== null) this.#app.problem = problem;
  }

  async check(): Promise<void> {
    await this.#call(() => this.#app.client.call('updates.check', {}));
  }

  async passOver(version: string): Promise<void> {
    await this.#call(() => this.#app.client.call('updates.passOver', { version }));
  }

  async #call(ask: () => Promise<UpdateState>): Promise<void> {
    try {
      this.known = await ask();
    } catch (error) {
      this.#app.report(error);
    }
  }
}
