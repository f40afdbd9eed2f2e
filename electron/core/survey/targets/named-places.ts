/**
 * NamedPlaces by name, such as addresses: who asks for several gets all of them at once or waits for all, in turn. Nobody holds one while he
 * waits for another, so that nobody waits for ever.
 */
import { onAbort } from '../../recording/on-abort.ts';
import { WaitList, type WaitPlace } from '../../recording/wait-list.ts';

interface Waiting {
  readonly names: readonly string[];
  readonly go: () => void;
  /** Where it waits; null when it does not. */
  at: { readonly name: string; readonly place: WaitPlace<Waiting> } | null;
}

export class NamedPlaces {
  readonly #most: (name: string) => number;
  readonly #taken = new Map<string, number>();
  /** By the name that was full when they last asked. */
  readonly #waiting = new Map<string, WaitList<Waiting>>();

  /** `most`: how many there are of that name. */
  constructor(most: (name: string) => number) {
    this.#most = most;
  }

  /** Resolves with false when `signal` is aborted first; then nothing is taken. */
  take(names: readonly string[], signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    if (this.tryTake(names)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const waiting: Waiting = {
        names,
        go: () => {
          lift();
          resolve(true);
        },
        at: null,
      };
      const lift = onAbort(signal, () => {
        this.#leave(waiting);
        resolve(false);
      });
      this.#wait(waiting);
    });
  }

  /** At once or not at all. */
  tryTake(names: readonly string[]): boolean {
    if (this.#full(names) !== null) return false;
    for (const name of names) this.#taken.set(name, (this.#taken.get(name) ?? 0) + 1);
    return true;
  }

  give(names: readonly string[]): void {
    for (const name of names) {
      const left = (this.#taken.get(name) ?? 0) - 1;
      if (left > 0) this.#taken.set(name, left);
      else this.#taken.delete(name);
    }
    for (const name of names) this.#serve(name);
  }

  #full(names: readonly string[]): string | null {
    return names.find((name) => (this.#taken.get(name) ?? 0) >= this.#most(name)) ?? null;
  }

  #wait(waiting: Waiting): void {
    const name = this.#full(waiting.names);
    if (name === null) throw new Error('waits for what is free');
    const queue = this.#waiting.get(name) ?? new WaitList();
    waiting.at = { name, place: queue.add(waiting) };
    this.#waiting.set(name, queue);
  }

  #leave(waiting: Waiting): void {
    if (waiting.at === null) return;
    const { name, place } = waiting.at;
    waiting.at = null;
    const queue = this.#waiting.get(name);
    queue?.remove(place);
    if (queue?.size === 0) this.#waiting.delete(name);
  }

  /** Who waits there and can go, goes; who now waits for another name moves there. */
  #serve(name: string): void {
    for (;;) {
      const waiting = this.#waiting.get(name)?.first?.value;
      if (waiting === undefined) return;
      const full = this.#full(waiting.names);
      if (full === name) return;
      this.#leave(waiting);
      if (full === null && this.tryTake(waiting.names)) waiting.go();
      else this.#wait(waiting);
    }
  }
}
