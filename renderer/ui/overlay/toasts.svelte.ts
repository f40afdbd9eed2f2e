/** Short messages about what was just done, each with at most one thing to do about it. They go by themselves, but never while they are looked at. */
import type { Tone } from '../tone.ts';

export interface ToastInput {
  readonly message: string;
  readonly tone?: Tone;
  /** `undoes`: it is what the key for undoing does. */
  readonly action?: { readonly label: string; readonly run: () => void; readonly undoes?: boolean };
  /** Milliseconds; one with an action stays longer, so that there is time to reach it. */
  readonly lasts?: number;
}

export interface Toast extends ToastInput {
  readonly id: number;
}

const LASTS = 5_000;
const LASTS_WITH_ACTION = 12_000;
const MOST = 4;

export class Toasts {
  items: readonly Toast[] = $state.raw([]);
  #next = 1;
  #held = false;
  #timers: Readonly<Record<number, ReturnType<typeof setTimeout>>> = {};

  /** The newest with an action. */
  get actionable(): Toast | null {
    return this.items.findLast((toast) => toast.action !== undefined) ?? null;
  }

  /** The newest that the key for undoing undoes. */
  get undoable(): Toast | null {
    return this.items.findLast((toast) => toast.action?.undoes === true) ?? null;
  }

  /** Answers the function that takes it away again. */
  show(input: ToastInput): () => void {
    const toast: Toast = { ...input, id: this.#next };
    this.#next += 1;
    for (const old of this.items.slice(0, Math.max(0, this.items.length - MOST + 1))) this.dismiss(old.id);
    this.items = [...this.items, toast];
    if (!this.#held) this.#start(toast);
    return () => this.dismiss(toast.id);
  }

  act(toast = this.actionable): void {
    if (toast === null) return;
    this.dismiss(toast.id);
    toast.action?.run();
  }

  dismiss(id: number): void {
    clearTimeout(this.#timers[id]);
    this.items = this.items.filter((toast) => toast.id !== id);
  }

  /** While the pointer or the focus is on one, none goes. */
  hold(held: boolean): void {
    if (this.#held === held) return;
    this.#held = held;
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    this.#timers = {};
    if (!held) for (const toast of this.items) this.#start(toast);
  }

  #start(toast: Toast): void {
    const lasts = toast.lasts ?? (toast.action === undefined ? LASTS : LASTS_WITH_ACTION);
    this.#timers = { ...this.#timers, [toast.id]: setTimeout(() => this.dismiss(toast.id), lasts) };
  }
}
