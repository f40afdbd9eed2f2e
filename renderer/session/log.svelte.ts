/** One session as the window holds it: the folded facts, and the transcript in a plain buffer with a version beside it. */
import { emptyFacts, FactsFold, type SessionFacts } from '../../electron/protocol/fold/facts.ts';
import type { SessionEvent } from '../../electron/protocol/values/session/event.ts';
import { TranscriptBuffer } from './transcript/transcript.ts';

export class ShownSession {
  facts: SessionFacts = $state.raw(emptyFacts);
  /** Rises whenever rows were added; read it to be told. */
  version = $state(0);
  readonly transcript = new TranscriptBuffer();
  readonly #fold = new FactsFold();
  #lastSeq = 0;

  /** Number of the last event taken. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /**
   * Takes the events that follow those it has; answers false when some are missing in between, and then takes none. `gone`: what is missing
   * is kept nowhere any more, and the others are taken all the same.
   */
  append(events: readonly SessionEvent[], gone = false): boolean {
    const fresh = events.filter((event) => event.seq > this.#lastSeq);
    const [first] = fresh;
    if (first === undefined) return true;
    if (first.seq !== this.#lastSeq + 1 && !gone) return false;
    for (const event of fresh) {
      this.#fold.push(event);
      this.transcript.push(event);
      this.#lastSeq = event.seq;
    }
    this.facts = this.#fold.facts();
    this.version += 1;
    return true;
  }
}
