/** State of the inspector: the connection form, the run in front, and which details are open. */
import type { AppState } from '../../app/app.svelte.ts';
import type { Report } from '../../../electron/protocol/values/session/report.ts';
import type { RunRequest } from '../../../electron/protocol/values/app/run.ts';
import { ConnectionForm, type OpenedProfile, type PresetTarget } from '../../session/target/connection-form.svelte.ts';
import { fileRun, type CheckTab, type ShownRun } from '../../session/past-run.ts';
import { Experiment } from '../../session/experiments/pair.svelte.ts';
import type { ExperimentPlan } from '../../session/experiments/plans.ts';
import { LiveRun } from '../../session/run.svelte.ts';
import { runInput, withPlan } from '../../session/run-input.ts';
import { InspectorConsole } from './console/inspector-console.svelte.ts';
import { readTarget, sameServer, tidyTarget } from '../../session/target/target-words.ts';

export class InspectorState {
  readonly form = new ConnectionForm();
  current: LiveRun | null = $state.raw(null);
  /** A run of the history that is looked at again, until another is made. */
  past: ShownRun | null = $state.raw(null);
  tab: CheckTab = $state('transcript');
  readonly experiment = new Experiment();
  readonly console: InspectorConsole;
  /** Nothing was asked for yet: the jobs are in front rather than the bar of one server. What is typed there stands in the form. */
  atStart = $state(true);
  /** Rises when the target field should take the focus. */
  targetAsked = $state(0);
  /** How often the field at the start took it. */
  targetTaken = 0;
  #app: AppState;

  constructor(app: AppState) {
    this.#app = app;
    this.console = new InspectorConsole(app, this.form);
    // A window that was reloaded has its session again.
    this.console.findAgain().then(
      (found) => {
        if (found) this.showConsole();
      },
      (error: unknown) => app.report(error),
    );
  }

  /** The run that is shown. */
  get front(): ShownRun | null {
    return this.experiment.front(this.current ?? this.past);
  }

  /** The jobs are shown, and not a run, a bar or a session that is typed into. */
  get startInFront(): boolean {
    return this.atStart && this.front === null && this.tab !== 'console';
  }

  /** Whether the form stands at this target, for the sidebar's mark. */
  isAt(target: string | null): boolean {
    return target !== null && sameServer(this.form.target, target);
  }

  askForTarget(): void {
    this.targetAsked += 1;
  }

  /** The jobs come to the front again; what was found stays in the history. A session that is typed into goes on. */
  toStart(): void {
    this.#leave();
    this.form.target = '';
    this.form.targetEdited();
    this.tab = 'transcript';
    this.atStart = true;
    // What was asked for before was the bar's.
    this.targetTaken = this.targetAsked;
  }

  /** The bar of one server, with what was typed at the start: its login and all options. */
  toBar(): void {
    this.atStart = false;
  }

  /** Puts a known server into the form. What was found about another server before would only mislead. */
  open(preset: PresetTarget): void {
    if (this.isAt(preset.text) && !this.atStart) return;
    this.#leave();
    this.form.open(preset);
  }

  inspect(preset: PresetTarget): void {
    this.open(preset);
    this.run();
  }

  /** A server by what was typed elsewhere, such as in the palette. */
  inspectText(target: string): void {
    this.#leave();
    this.form.target = tidyTarget(target);
    this.form.targetEdited();
    this.run();
  }

  openProfile(profile: OpenedProfile, password = ''): void {
    this.#leave();
    this.form.openProfile(profile, password);
  }

  checkProfile(profile: OpenedProfile, password: string): void {
    this.openProfile(profile, password);
    this.run();
  }

  /** A past run's question, to be asked again. */
  refill({ connection, auth, profileId }: Pick<RunRequest, 'connection' | 'auth' | 'profileId'>, start: boolean): void {
    this.#leave();
    this.form.fill(connection, auth);
    this.form.useProfile(profileId ?? null);
    if (start) this.run();
  }

  /** A report from a file, as it was; the form stands at its server, so that it can be asked now. */
  openFile(file: string, report: Report): void {
    const shown = fileRun(file, report);
    this.#leave();
    this.form.fill(shown.asked.connection, null);
    this.tab = 'transcript';
    this.past = shown;
  }

  /** The console's tab, whatever run is in front. */
  showConsole(): void {
    this.tab = 'console';
    this.console.asked += 1;
  }

  #leave(): void {
    if (this.current?.active === true) this.current.cancel();
    this.current?.dispose();
    this.current = null;
    this.past = null;
    this.experiment.end();
    this.atStart = false;
  }

  run(plan: ExperimentPlan | null = this.experiment.due): void {
    if (readTarget(this.form.target, this.form)?.ok !== true) {
      // The field says what is wrong with it.
      this.askForTarget();
      return;
    }
    if (this.current?.active === true) return;
    const input = runInput(this.#app, this.form);
    if (input === null) {
      // The field that is missing stands in the bar.
      this.atStart = false;
      return;
    }
    this.past = null;
    this.atStart = false;
    this.current?.dispose();
    this.current = LiveRun.start(this.#app.client, {
      command: 'check',
      ...withPlan(input, plan),
      envelope: null,
    });
    this.experiment.started(this.current);
  }

  /** Asks again with the one change that the experiment is. Public, so that the history can have one made on a run of its own. */
  make(plan: ExperimentPlan, before: ShownRun): void {
    this.experiment.make(plan, before, this);
  }

  /** The same question with TLS from the first octet. */
  runImplicitTls(): void {
    if (this.current?.active === true) return;
    this.form.security = 'tls';
    this.run();
  }

  stop(): void {
    this.current?.cancel();
  }
}
