/** An experiment with the run before it: both are evidence, and either can be looked at. */
import { experimentWords, type ExperimentId } from '../../../electron/texts/diagnosis/experiments.ts';
import type { Anew } from '../../../electron/protocol/values/session/diagnosis.ts';
import type { Report } from '../../../electron/protocol/values/session/report.ts';
import type { ShownRun } from '../past-run.ts';
import type { LiveRun } from '../run.svelte.ts';
import type { ConnectionForm } from '../target/connection-form.svelte.ts';
import type { ExperimentPlan } from './plans.ts';

export interface Pair {
  readonly id: ExperimentId;
  readonly title: string;
  readonly before: ShownRun;
  readonly after: ShownRun;
}

/** A screen that makes runs. */
interface Screen {
  readonly form: ConnectionForm;
  readonly current: LiveRun | null;
  run(plan: ExperimentPlan | null): void;
}

export class Experiment {
  pair: Pair | null = $state.raw(null);
  /** Which of the two is in front. */
  side: 'before' | 'after' = $state('after');

  /** What it settled, once both sessions are over; null where there was nothing to settle. */
  settled: Anew | null = $state.raw(null);
  /** Waits until something was typed: the next run is its second half. */
  waiting: { readonly plan: ExperimentPlan; readonly before: ShownRun } | null = $state.raw(null);

  /** Asks what the run before asked, with the one change that the experiment is. */
  make(plan: ExperimentPlan, before: ShownRun, screen: Screen): void {
    if (screen.current?.active === true) return;
    screen.form.restore(before.asked);
    plan.change(screen.form);
    if (plan.needs === null) {
      this.waiting = { plan, before };
      screen.run(plan);
      this.waiting = null;
      return;
    }
    this.pair = null;
    this.settled = null;
    screen.form.askFor(plan.needs === 'ehlo-name' ? 'ehlo' : plan.needs === 'login' ? 'user' : 'password');
    this.waiting = { plan, before };
  }

  /** What the next run is, where one waits. */
  get due(): ExperimentPlan | null {
    return this.waiting?.plan ?? null;
  }

  /** A run was started: the second half of the experiment that waits for it, or none. */
  started(after: LiveRun): void {
    const waiting = this.waiting;
    this.end();
    if (waiting === null || (waiting.plan.needs === 'login' && after.asked.auth === null)) return;
    const { plan, before } = waiting;
    this.pair = { id: plan.id, title: experimentWords(plan.id, {}).title, before, after };
  }

  end(): void {
    this.pair = null;
    this.settled = null;
    this.side = 'after';
    this.waiting = null;
  }

  /** The run in front: the one before the experiment only while that is looked at. */
  front(run: ShownRun | null): ShownRun | null {
    return this.pair !== null && this.pair.after === run && this.side === 'before' ? this.pair.before : run;
  }

  /** Null where the run in front is of no experiment. */
  pairOf(run: ShownRun): Pair | null {
    return this.pair !== null && (this.pair.after === run || this.pair.before === run) ? this.pair : null;
  }

  /** The report with the answer as both sessions give it; as it is for any run but the one before. */
  judged(run: ShownRun): Report | null {
    const { report } = run;
    const error = report?.error ?? null;
    if (this.settled === null || this.pair?.before !== run || report === null || error === null) return report;
    return { ...report, error: { ...error, diagnosis: this.settled.answer } };
  }
}
