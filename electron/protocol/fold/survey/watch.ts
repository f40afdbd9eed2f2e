/** A watch as it goes on: the last rounds one by one, older ones in sums, and what changed. What it keeps does not grow without end. */
import type { SurveyEvent } from '../../values/survey/event.ts';
import type { SurveyCell } from '../../values/survey/cell.ts';
import { limits } from '../../values/survey/limits.ts';
import type { RequestOf } from '../../values/survey/request.ts';
import type { StateOf } from '../../values/survey/state.ts';
import type { Watch, WatchChange } from '../../values/survey/watch.ts';
import { cellAnswer } from './answer.ts';
import { findingsOfCells } from './findings.ts';
import { stateOf } from './grid.ts';
import { SurveyHead } from './head.ts';
import { addressChange, changesBetween } from './watch-changes.ts';
import { joinedSummary, latenciesOf, summaryOfRounds, withLatencies } from './watch-numbers.ts';

type Done = Extract<SurveyEvent, { readonly type: 'cell-done' }>;
type Mutable = { -readonly [K in keyof Watch]: Watch[K] };

const fresh = (everyMs: number): Watch => ({
  everyMs,
  rounds: 0,
  failed: 0,
  nextMs: null,
  samples: [],
  summaries: [],
  phases: {},
  changes: [],
  changed: 0,
  validTo: null,
  baseline: null,
  last: null,
});

export class WatchFold {
  readonly #head: SurveyHead;
  readonly #watch: Mutable;
  #cells: SurveyCell[];

  constructor(request: Pick<RequestOf<'watch'>, 'everyMs'>, host: string, from: StateOf<'watch'> | null = null) {
    this.#head = new SurveyHead(host, from);
    this.#watch = { ...(from?.watch ?? fresh(request.everyMs)) };
    this.#cells = from?.cells ?? [];
  }

  push(event: SurveyEvent): void {
    const before = this.#head.head.hosts;
    this.#head.push(event);
    switch (event.type) {
      case 'survey-waits':
        this.#watch.nextMs = event.untilMs;
        break;
      case 'cell-started':
      case 'survey-end':
        this.#watch.nextMs = null;
        break;
      case 'survey-hosts': {
        const all = (hosts: typeof before): string[] => hosts.flatMap(({ addresses }) => addresses);
        const change = before.length === 0 ? null : addressChange(all(before), all(event.hosts));
        if (change !== null) this.#log([{ ...change, round: event.round ?? 0, tMs: event.tMs }]);
        break;
      }
      case 'cell-done':
        this.#round(event);
        break;
      default:
        break;
    }
  }

  #round({ key, report, tMs }: Done): void {
    // Who stops it in the middle of a round has learnt nothing from that.
    if (report.error?.code === 'cancelled') return;
    const watch = this.#watch;
    const round = key.round ?? watch.rounds + 1;
    const answer = cellAnswer(report);
    const ok = report.error === null;
    if (watch.last !== null)
      this.#log(changesBetween(watch.last, watch.baseline, report).map((change) => ({ ...change, round, tMs })));
    const phases = latenciesOf(report);
    watch.rounds += 1;
    if (!ok) watch.failed += 1;
    watch.phases = withLatencies(watch.phases, phases);
    watch.samples = [...watch.samples, { round, tMs, ok, answer, phases }];
    watch.last = report;
    if (ok) watch.baseline = report;
    watch.validTo = report.tls?.chain[0]?.validTo ?? watch.validTo;
    this.#cells = [...this.#cells, { key, state: stateOf(answer), answer, report, readFrom: null }].slice(
      -limits.watch.reports,
    );
    if (watch.samples.length > limits.watch.samples) this.#summarise();
  }

  #log(changes: readonly WatchChange[]): void {
    if (changes.length === 0) return;
    this.#watch.changed += changes.length;
    this.#watch.changes = [...this.#watch.changes, ...changes].slice(-limits.watch.changes);
  }

  /** The oldest of the rounds become one summary; of summaries the oldest two. */
  #summarise(): void {
    const watch = this.#watch;
    const summary = summaryOfRounds(watch.samples.slice(0, limits.watch.summarised));
    watch.samples = watch.samples.slice(limits.watch.summarised);
    const summaries = summary === null ? watch.summaries : [...watch.summaries, summary];
    const [first, second, ...others] = summaries;
    watch.summaries =
      summaries.length <= limits.watch.summaries || first === undefined || second === undefined
        ? summaries
        : [joinedSummary(first, second), ...others];
  }

  get state(): StateOf<'watch'> {
    const last = this.#cells.slice(-1);
    return {
      kind: 'watch',
      ...this.#head.head,
      cells: this.#cells,
      findings: findingsOfCells(last, 'each-asked'),
      watch: { ...this.#watch },
    };
  }
}
