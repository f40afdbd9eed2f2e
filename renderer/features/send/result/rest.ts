/** Rests between two messages; all of them end where sending is stopped. */
export class Rest {
  readonly #wakes = new Set<() => void>();
  #ended = false;

  take(seconds: number): Promise<void> {
    if (seconds === 0 || this.#ended) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#wakes.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, seconds * 1_000);
      this.#wakes.add(wake);
    });
  }

  /** For good. */
  end(): void {
    this.#ended = true;
    for (const wake of this.#wakes) wake();
  }
}
