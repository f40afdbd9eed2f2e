/**
 * The view that shows a message's HTML, which main holds above the page. Only one call is under way at a time: an answer that came
 * late would else put a message over a dialog, or one message in the place of another.
 */
import { AppError } from '../../../electron/protocol/values/app-error.ts';
import type { Client } from '../../../electron/ipc/client.ts';
import type { ViewBounds } from '../../../electron/protocol/values/app/viewer.ts';

export interface WantedView {
  readonly id: string;
  readonly bounds: ViewBounds;
  readonly zoom: number;
}

/** A few frames: as long as the next message takes to stand in the page. */
const HANDOVER_MS = 50;

export class HtmlViewer {
  /** Why the message could not be shown; another message may do better. */
  problem: { readonly id: string; readonly error: AppError } | null = $state.raw(null);
  readonly #client: Client;
  #wanted: WantedView | null = null;
  #shown: WantedView | null = null;
  #busy = false;
  #turn = 0;

  constructor(client: Client) {
    this.#client = client;
  }

  /** null: nothing is to be seen. Only the last wish counts. */
  want(view: WantedView | null): void {
    this.#turn += 1;
    this.#wanted = view;
    if (!this.#busy) void this.#follow();
  }

  /** Hides it, unless another message takes its place at once: between two messages nothing flickers. */
  leave(): void {
    const turn = this.#turn;
    setTimeout(() => {
      if (this.#turn === turn) this.want(null);
    }, HANDOVER_MS);
  }

  /** Main has none any more. It is not asked for again until the user does. */
  ended(id: string, error: AppError): void {
    if (this.#wanted?.id !== id) return;
    this.#wanted = null;
    this.#shown = null;
    this.problem = { id, error };
  }

  /** Another try: it may have been the last straw. */
  retry(): void {
    this.problem = null;
  }

  async #follow(): Promise<void> {
    this.#busy = true;
    try {
      while (this.#wanted !== this.#shown) await this.#apply(this.#wanted);
    } finally {
      this.#busy = false;
    }
  }

  async #apply(next: WantedView | null): Promise<void> {
    const before = this.#shown;
    // Noted first: a call that fails is not tried for ever.
    this.#shown = next;
    try {
      if (next === null) await this.#client.call('viewer.hide', {});
      else if (before?.id === next.id && before.zoom === next.zoom) {
        if (!sameBounds(before.bounds, next.bounds)) await this.#client.call('viewer.bounds', { bounds: next.bounds });
      } else await this.#client.call('viewer.show', { ...next });
    } catch (error) {
      if (next !== null)
        this.problem = { id: next.id, error: error instanceof AppError ? error : new AppError('internal') };
    }
  }
}

const sameBounds = (a: ViewBounds, b: ViewBounds): boolean =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
