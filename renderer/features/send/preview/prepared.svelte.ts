/** The message of a send test as its reader would see it, made anew a moment after something of it changed. */
import { AppError } from '../../../../electron/protocol/values/app-error.ts';
import type { MessageInput } from '../../../../electron/protocol/values/app/run.ts';
import type { PreparedView } from '../../../../electron/protocol/values/app/outgoing.ts';
import type { Envelope } from '../../../../electron/protocol/values/target.ts';
import type { AppState } from '../../../app/app.svelte.ts';
import { problemOf } from '../../../app/problem.ts';
import { HtmlViewer } from '../../../session/html/viewer.svelte.ts';

/** Milliseconds after the last change. */
const REST = 300;

export class PreparedMessage {
  readonly viewer: HtmlViewer;
  view: PreparedView | null = $state.raw(null);
  /** Why there is none, in words. */
  wrong: string | null = $state(null);
  zoom = $state(1);
  #app: AppState;

  constructor(app: AppState) {
    this.#app = app;
    this.viewer = new HtmlViewer(app.client);
  }

  /** Answers how it is called off. */
  prepare(message: MessageInput, envelope: Envelope): () => void {
    let left = false;
    const make = async (): Promise<void> => {
      try {
        const view = await this.#app.client.call('messages.prepareView', { message, envelope });
        if (!left) [this.view, this.wrong] = [view, null];
      } catch (error) {
        const problem = problemOf(error instanceof AppError ? error : new AppError('internal'));
        if (!left) [this.view, this.wrong] = [null, problem.message];
      }
    };
    const timer = setTimeout(() => void make(), this.view === null ? 0 : REST);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }
}
