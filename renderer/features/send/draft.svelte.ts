/** The send test as main keeps it across a reload, a crash and a restart: written a moment after it was changed, read once. */
import type { FoundDraft, SendDraft } from '../../../electron/protocol/values/app/outgoing.ts';
import { limits } from '../../../electron/protocol/parse/limits.ts';
import { octets } from '../../../electron/texts/units.ts';
import type { AppState } from '../../app/app.svelte.ts';
import { clockTime } from '../../ui/time.ts';
import { visible } from '../../../electron/texts/visible.ts';

/** Milliseconds after the last change. */
const QUIET = 600;

export class KeptDraft {
  /** Whether there is one was asked and answered; until then nothing is filled in or written. */
  settled = $state(false);
  /** Milliseconds since 1970. */
  #keptAt: number | null = $state(null);
  /** What stands there now is larger than what is kept. */
  #tooLarge = $state(false);
  #asked = false;
  /** As text; null before anything stood there. */
  #last: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #app: AppState;
  #fill: (found: FoundDraft) => void;

  constructor(app: AppState, fill: (found: FoundDraft) => void) {
    this.#app = app;
    this.#fill = fill;
  }

  /** Beside the title. */
  get words(): string {
    if (this.#tooLarge) return `Draft not kept: larger than ${octets(limits.sendDraft)}`;
    return this.#keptAt === null ? '' : `Draft kept ${clockTime(this.#keptAt)}, without the password`;
  }

  async restore(): Promise<void> {
    if (this.#asked) return;
    this.#asked = true;
    try {
      const { found } = await this.#app.client.call('messages.draft', {});
      if (found !== null) {
        this.#fill(found);
        if (found.gone.length > 0)
          this.#app.toasts.show({
            message: `No longer there: ${found.gone.map((name) => `“${visible(name)}”`).join(', ')}.`,
            tone: 'warn',
          });
      }
    } catch (error) {
      this.#app.report(error);
    }
    this.settled = true;
  }

  /** What stands in the form now. */
  keep(draft: SendDraft): void {
    if (!this.settled) return;
    if (this.#last === null) {
      // As it was found or filled in: not worth keeping yet.
      this.#last = JSON.stringify(draft);
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#write(draft), QUIET);
  }

  async drop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#keptAt = null;
    this.#tooLarge = false;
    this.#last = null;
    await this.#app.client.call('messages.dropDraft', {}).catch((error: unknown) => this.#app.report(error));
  }

  async #write(draft: SendDraft): Promise<void> {
    // A message has megabytes at times: compared when the typing rests, not with every key.
    const text = JSON.stringify(draft);
    if (text === this.#last) return;
    this.#last = text;
    this.#tooLarge = text.length > limits.sendDraft;
    if (this.#tooLarge) return;
    try {
      await this.#app.client.call('messages.keepDraft', draft);
      this.#keptAt = Date.now();
    } catch (error) {
      this.#app.report(error);
    }
  }
}
