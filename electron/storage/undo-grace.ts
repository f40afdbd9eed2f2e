/** Deletions that can still be taken back: held for a while, then carried out; all at once when the store closes. */
import { limits } from './limits.ts';

export class UndoGrace {
  readonly #finish: (ids: readonly string[]) => Promise<void>;
  readonly #held = new Map<string, NodeJS.Timeout>();

  /** `finish` makes it final. It must not reject. */
  constructor(finish: (ids: readonly string[]) => Promise<void>) {
    this.#finish = finish;
  }

  hold(ids: readonly string[]): void {
    const fresh = ids.filter((id) => !this.#held.has(id));
    if (fresh.length === 0) return;
    const timer = setTimeout(() => {
      void this.#finish(fresh.filter((id) => this.#held.get(id) === timer && this.#held.delete(id)));
    }, limits.undo.graceMs);
    for (const id of fresh) this.#held.set(id, timer);
  }

  /** Those of the ids that were still held, and are no more. */
  release(ids: readonly string[]): string[] {
    return ids.filter((id) => this.#held.delete(id));
  }

  has(id: string): boolean {
    return this.#held.has(id);
  }

  async close(): Promise<void> {
    const ids = [...this.#held.keys()];
    for (const timer of this.#held.values()) clearTimeout(timer);
    this.#held.clear();
    if (ids.length > 0) await this.#finish(ids);
  }
}
