/** Many messages alike, each a run of its own: how many had which outcome, and the first of each to be looked at. */
import type { Client } from '../../../../electron/ipc/client.ts';
import type { RunRequest } from '../../../../electron/protocol/values/app/run.ts';
import { LiveRun } from '../../../session/run.svelte.ts';
import { runVerdict } from '../../../session/verdict/verdict.ts';
import type { Repetition } from '../delivery/repetition.svelte.ts';
import { Rest } from './rest.ts';
import { limits } from '../../../../electron/protocol/values/app/limits.ts';

type SendRequest = Extract<RunRequest, { command: 'send' }>;

export interface CountedOutcome {
  readonly title: string;
  readonly first: LiveRun;
  readonly count: number;
}

export class Repeated {
  readonly asked: Repetition;
  /** In the order in which they came up. */
  outcomes: readonly CountedOutcome[] = $state.raw([]);
  begun = $state(0);
  done = $state(0);
  good = $state(0);
  /** Ended before its time, in words. */
  cut: string | null = $state(null);
  #chosen: LiveRun | null = $state.raw(null);
  #newest: LiveRun | null = $state.raw(null);
  #finished = $state(false);
  #stopped = $state(false);
  /** Milliseconds of each that ended well. */
  readonly #durations: number[] = [];
  #going: LiveRun[] = [];
  readonly #rest = new Rest();
  readonly #client: Client;
  readonly #request: SendRequest;

  constructor(client: Client, asked: Repetition, request: SendRequest) {
    this.asked = asked;
    this.#client = client;
    this.#request = request;
    const lanes = Array.from({ length: Math.min(asked.concurrency, asked.count) }, () => this.#lane());
    void Promise.all(lanes).then(() => (this.#finished = true));
  }

  get active(): boolean {
    return !this.#finished;
  }

  get stopping(): boolean {
    return this.active && this.#stopped;
  }

  /** Of those that ended well; null where none did, and until all have ended: of ten thousand they are sorted once. */
  get timing(): { readonly least: number; readonly median: number; readonly most: number } | null {
    if (this.active || this.good === 0) return null;
    const sorted = this.#durations.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
    return { least: at(0), median: at(0.5), most: at(1) };
  }

  /** The run that is looked at: one that was chosen, else the first that ended, until then the newest. */
  get front(): LiveRun | null {
    return this.#chosen ?? this.outcomes[0]?.first ?? this.#newest;
  }

  choose(outcome: CountedOutcome): void {
    this.#chosen = outcome.first;
  }

  /** Ends those that go on, and begins no other. */
  stop(): void {
    this.#stopped = true;
    this.#rest.end();
    for (const run of this.#going) run.cancel();
  }

  dispose(): void {
    this.stop();
    for (const { first } of this.outcomes) first.dispose();
    for (const run of this.#going) run.dispose();
  }

  async #lane(): Promise<void> {
    while (this.begun < this.asked.count && !this.#stopped) {
      this.begun += 1;
      const run = LiveRun.start(this.#client, this.#request);
      this.#going.push(run);
      this.#newest = run;
      await run.ended;
      this.#going = this.#going.filter((one) => one !== run);
      this.#count(run);
      if (this.begun < this.asked.count) await this.#rest.take(this.asked.pause);
    }
  }

  #count(run: LiveRun): void {
    this.done += 1;
    if (run.report?.ok === true) {
      this.#durations.push(run.report.durationMs);
      this.good += 1;
    }
    const { title } = runVerdict(run);
    const known = this.outcomes.find((outcome) => outcome.title === title);
    if (known !== undefined) {
      this.outcomes = this.outcomes.map((one) => (one === known ? { ...one, count: one.count + 1 } : one));
      run.dispose();
    } else if (this.outcomes.length < limits.repeated.outcomes)
      this.outcomes = [...this.outcomes, { title, first: run, count: 1 }];
    this.#judge(run);
  }

  /** What would be wrong with each of them is asked for once. */
  #judge({ error, report }: LiveRun): void {
    if (this.#stopped || this.begun >= this.asked.count) return;
    const code = report?.error?.code;
    if (code === 'auth-failed')
      this.cut = 'The login was refused: no other was tried, because many refusals lock an account.';
    else if (code === 'invalid-argument' || error !== null) this.cut = 'The others would have failed as this one did.';
    else return;
    this.stop();
  }
}
