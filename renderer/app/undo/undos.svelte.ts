/**
 * What was deleted and can still be taken back: for as long as main holds it, from the message about it, by key, and from the
 * sidebar, where it stays in sight when the message has gone.
 */
import type { Toasts } from '../../ui/overlay/toasts.svelte.ts';

export interface Undo {
  readonly id: number;
  /** What was done, such as "3 messages deleted". */
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

interface Held extends Undo {
  readonly run: () => void;
  readonly dismiss: () => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Less than main holds a deletion (limits.undo): what is offered must still be possible when it arrives there. */
export const UNDO_MS = 60_000;

export class Undos {
  #held: readonly Held[] = $state.raw([]);
  readonly #toasts: Toasts;
  #next = 1;

  constructor(toasts: Toasts) {
    this.#toasts = toasts;
  }

  /** Newest last. */
  get items(): readonly Undo[] {
    return this.#held;
  }

  get newest(): Undo | null {
    return this.#held.at(-1) ?? null;
  }

  /** Shows the message, and keeps the way back. */
  offer(message: string, run: () => void): void {
    const id = this.#next;
    this.#next += 1;
    const dismiss = this.#toasts.show({ message, action: { label: 'Undo', undoes: true, run: () => this.undo(id) } });
    const timer = setTimeout(() => this.#drop(id), UNDO_MS);
    this.#held = [...this.#held, { id, message, until: Date.now() + UNDO_MS, run, dismiss, timer }];
  }

  /** The newest, unless another is meant. What is held no more is left alone. */
  undo(id = this.newest?.id): void {
    const held = this.#held.find((each) => each.id === id);
    if (held === undefined) return;
    this.#drop(held.id);
    held.run();
  }

  #drop(id: number): void {
    const held = this.#held.find((each) => each.id === id);
    if (held === undefined) return;
    clearTimeout(held.timer);
    held.dismiss();
    this.#held = this.#held.filter((each) => each !== held);
  }
}
