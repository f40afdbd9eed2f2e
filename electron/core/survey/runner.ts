/**
 * Runs the tries of a survey: never more connected sessions to one address, and in all, than the limits; connects that nobody answers
 * hold up no other. A connect that is answered when every place is taken is broken off at once and made again when there is one.
 * Ends when every session has: nothing stays open after it, whether it is stopped or not.
 */
import type { Clock, EventSink } from '../ports.ts';
import { onAbort } from '../recording/on-abort.ts';
import { ReportFold } from '../report/fold.ts';
import type { CheckOptions, SessionContext, SessionResult } from '../smtp/types.ts';
import type { Report } from '../../protocol/values/session/report.ts';
import type { CellKey } from '../../protocol/values/survey/cell.ts';
import type { SessionEvent } from '../../protocol/values/session/event.ts';
import type { SurveyFact } from '../../protocol/values/survey/event.ts';

export interface SurveyTry {
  readonly key: CellKey;
  readonly options: CheckOptions;
}

export interface Tries<T extends SurveyTry> {
  readonly first: readonly T[];
  /** What is to be tried after one that has ended; null for nothing. */
  readonly next: (done: T, report: Report) => T | null;
  readonly limits: {
    readonly perAddress: number;
    readonly sessions: number;
    /** Milliseconds after which a connect that is not answered no longer keeps the next from beginning. */
    readonly patience: number;
  };
}

export interface TriesContext {
  /** Takes each fact at once and in order; must not throw. */
  readonly emit: (fact: SurveyFact) => void;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** One session; smtp/flows/check.ts. */
  readonly check: (options: CheckOptions, context: SessionContext) => Promise<SessionResult>;
  /** The events of each session, as they happen; one that is broken off to be made again begins anew. */
  readonly session?: ((key: CellKey, event: SessionEvent) => void) | undefined;
}

/** Resolves when all has ended. Rejects with what must not happen, such as a secret that cannot be read, after ending the others. */
export function runTries<T extends SurveyTry>(tries: Tries<T>, context: TriesContext): Promise<void> {
  return new Runner(tries, context).run();
}

/** `connecting` takes a place until it is `unanswered`; `connected`, which counts against the limits, takes one until it ends. */
interface Running {
  readonly address: string;
  state: 'connecting' | 'unanswered' | 'connected';
  /** Broken off, to be made again. */
  again: boolean;
}

class Runner<T extends SurveyTry> {
  readonly #tries: Tries<T>;
  readonly #context: TriesContext;
  readonly #waiting: T[];
  readonly #running = new Set<Running>();
  /** Tries that were answered when every place was taken. */
  readonly #answered = new Set<T>();
  readonly #stop = new AbortController();
  #failure: { readonly error: unknown } | null = null;
  #finish: () => void = () => undefined;

  constructor(tries: Tries<T>, context: TriesContext) {
    this.#tries = tries;
    this.#context = context;
    this.#waiting = [...tries.first];
  }

  async run(): Promise<void> {
    const { signal } = this.#context;
    const lift = onAbort(signal, () => this.#halt());
    if (signal.aborted) this.#halt();
    await new Promise<void>((resolve) => {
      this.#finish = resolve;
      this.#fill();
    });
    lift();
    if (this.#failure !== null) throw this.#failure.error;
  }

  #halt(): void {
    this.#waiting.length = 0;
    this.#stop.abort();
  }

  /** Begins whatever has a place now. */
  #fill(): void {
    for (let index = 0; index < this.#waiting.length;) {
      const next = this.#waiting[index];
      if (next === undefined || !this.#hasPlace(next.key.address, (state) => state !== 'unanswered')) index += 1;
      else {
        this.#waiting.splice(index, 1);
        void this.#try(next);
      }
    }
    if (this.#running.size === 0) this.#finish();
  }

  #hasPlace(address: string, isTaken: (state: Running['state']) => boolean): boolean {
    const { perAddress, sessions } = this.#tries.limits;
    const taken = [...this.#running].filter(({ state }) => isTaken(state));
    return taken.length < sessions && taken.filter((one) => one.address === address).length < perAddress;
  }

  async #try(one: T): Promise<void> {
    const running: Running = { address: one.key.address, state: 'connecting', again: false };
    this.#running.add(running);
    if (!this.#answered.has(one)) this.#context.emit({ type: 'cell-started', key: one.key });
    try {
      const report = await this.#session(one, running);
      if (!running.again || this.#stop.signal.aborted) this.#done(one, report);
    } catch (error) {
      this.#failure ??= { error };
      this.#halt();
    }
    this.#running.delete(running);
    if (running.again && !this.#stop.signal.aborted) this.#waiting.unshift(one);
    this.#fill();
  }

  async #session(one: T, running: Running): Promise<Report> {
    const { clock, check } = this.#context;
    const fold = new ReportFold('check');
    const own = new AbortController();
    const lift = onAbort(this.#stop.signal, () => own.abort());
    const timer = setTimeout(() => {
      // Who was answered before will be again: a place is kept for it.
      if (running.state !== 'connecting' || this.#answered.has(one)) return;
      running.state = 'unanswered';
      this.#fill();
    }, this.#tries.limits.patience);
    const emit: EventSink = (event) => {
      fold.push(event);
      this.#context.session?.(one.key, event);
      if (event.type !== 'address' || !event.attempt.ok) return;
      if (this.#hasPlace(running.address, (state) => state === 'connected')) running.state = 'connected';
      else {
        running.again = true;
        this.#answered.add(one);
        own.abort();
      }
    };
    try {
      const result = await check(one.options, { emit, signal: own.signal, clock, probesSilence: false });
      return await fold.report({ transcript: true, error: result.error, delivery: result.delivery });
    } finally {
      clearTimeout(timer);
      lift();
    }
  }

  #done(one: T, report: Report): void {
    this.#context.emit({ type: 'cell-done', key: one.key, report });
    if (this.#stop.signal.aborted) return;
    const next = this.#tries.next(one, report);
    if (next !== null) this.#waiting.push(next);
  }
}
