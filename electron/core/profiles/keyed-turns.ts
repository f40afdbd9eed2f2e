/** Work that bears the same key follows each other; of different keys nothing waits. */
export class KeyedTurns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** A failure goes to whoever asked; the next one is not held up by it. */
  next<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#last.get(key) ?? Promise.resolve()).then(work);
    const over = turn
      .catch(() => undefined)
      .then(() => {
        if (this.#last.get(key) === over) this.#last.delete(key);
      });
    this.#last.set(key, over);
    return turn;
  }
}
