/** Many messages alike: the history keeps the first of each outcome, so that a thousand of them do not push out everything else. */
import type { PastRequest } from '../../protocol/values/app/console.ts';
import { limits } from '../limits.ts';

export class Batches {
  /** What came of each, in words. */
  readonly #outcomes = new Map<string, Set<string>>();

  /** Of a run that is one of no batch: always. */
  isWorthKeeping(request: PastRequest, outcome: string): boolean {
    const batch = request.command === 'send' ? request.batch : undefined;
    if (batch === undefined) return true;
    const seen = this.#outcomes.get(batch) ?? new Set();
    this.#outcomes.set(batch, seen);
    const [oldest] = this.#outcomes.keys();
    if (this.#outcomes.size > limits.runs.batches && oldest !== undefined) this.#outcomes.delete(oldest);
    if (seen.has(outcome)) return false;
    seen.add(outcome);
    return true;
  }
}
