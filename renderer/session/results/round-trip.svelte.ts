/** A message that was sent, looked for in a mailbox of a profile: as long as it is looked for, main reports each look. */
import type { AppError } from '../../../electron/protocol/values/app-error.ts';
import type { FoundMessage } from '../../../electron/protocol/values/app/arrived.ts';
import type { AppState } from '../../app/app.svelte.ts';
import { problemOf } from '../../app/problem.ts';

/** What is asked, as typed. */
export interface TypedLook {
  readonly profileId: string;
  /** Where the IMAP of the profile is; empty: its own host. */
  readonly server: string;
  readonly mailbox: string;
  readonly seconds: number;
}

export class RoundTrip {
  active = $state(false);
  looks = $state(0);
  found: FoundMessage | null = $state.raw(null);
  /** Why it was not looked for, in words. */
  wrong: string | null = $state(null);
  #stop: (() => void) | null = null;
  readonly #app: AppState;

  constructor(app: AppState) {
    this.#app = app;
  }

  start(runId: string, asked: TypedLook): void {
    if (this.active) return;
    this.active = true;
    this.looks = 0;
    this.found = this.wrong = null;
    this.#stop = this.#app.client.subscribe(
      'messages.look',
      { runId, ...asked },
      (event) => {
        if (event.state === 'looking') this.looks = event.looks;
        else this.found = event;
      },
      (error) => this.#end(error),
    );
  }

  stop(): void {
    if (!this.active) return;
    this.#stop?.();
    this.active = false;
    this.wrong = 'You stopped looking.';
  }

  /** The page is left. */
  dispose(): void {
    this.#stop?.();
    this.active = false;
  }

  #end(error: AppError | null): void {
    this.active = false;
    if (error === null) return;
    this.wrong = error.code === 'not-confirmed' ? 'Not looked for: you did not agree to it.' : problemOf(error).message;
  }
}
