/** What changed in a watch, for who shows it outside of the window. */
import type { StateOf } from '../../protocol/values/survey/state.ts';

/** `state`: of the watch, its newest change last. */
type Listener = (surveyId: string, state: StateOf<'watch'>) => void;

export class WatchNews {
  readonly #listeners = new Set<Listener>();

  /** Answers what ends it. */
  follow(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  changed: Listener = (surveyId, state) => {
    for (const listener of this.#listeners) listener(surveyId, state);
  };
}
