/**
 * NamedPlaces by name, such as addresses: who asks for several gets all of them at once or waits for all, in turn. Nobody holds one while he
 * waits for another, so that nobody waits for ever.
 */
import { onAbort } from '../../recording/on-abort.ts';

interface Waiting {
  readonly names: readonly string[];
  readonly go: () => void;
}

export class NamedPlaces {
  readonly #most: (name: string) => number;
  readonly #taken = new Map<string, number>();
  /** By the name that was full when they last asked. */
  readonly #waiting = new Map<string, Set<Waiting>>();

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
      };
      const lift = onAbort(signal, () => {
        this.#forget(waiting);
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
    const queue = this.#waiting.get(name) ?? new Set();
    queue.add(waiting);
    this.#waiting.set(name, queue);
  }

  #forget(waiting: Waiting): void {
    for (const name of waiting.names) this.#drop(name, waiting);
  }

  #drop(name: string, waiting: Waiting): void {
    const queue = this.#waiting.get(name);
    if (queue?.delete(waiting) === true && queue.size === 0) this.#waiting.delete(name);
  }

  /** Who waits there and can go, goes; who now waits for another name moves there. */
  #serve(name: string): void {
    for (const waiting of this.#waiting.get(name) ?? []) {
      const full = this.#full(waiting.names);
      if (full === name) return;
      this.#drop(name, waiting);
      if (full === null && this.tryTake(waiting.names)) waiting.go();
      else this.#wait(waiting);
    }
  }
}
