/** The surveys that are shown: the last of each kind, made here, of the history or of a file, and the cell that is looked at. */
import type { OpenedSurvey } from '../../../../electron/protocol/parse/opened/opened-survey.ts';
import type { CellKey } from '../../../../electron/protocol/values/survey/cell.ts';
import type { SurveyKind } from '../../../../electron/protocol/values/survey/request.ts';
import type { SurveyState } from '../../../../electron/protocol/values/survey/state.ts';
import type { LiveCell } from '../../../../electron/protocol/values/app/survey.ts';
import type { ConnectionOptions } from '../../../../electron/protocol/values/target.ts';
import type { CheckTab } from '../../../session/past-run.ts';
import { settleLogin } from '../../../session/verdict/settle-login.ts';
import { connectionOf, reportAt } from '../cells.ts';
import { CellView } from '../cell-view.svelte.ts';
import { isWindowKind, type SurveyTab, type WindowKind } from '../kinds.ts';
import { LiveSurvey } from '../live-survey.svelte.ts';
import { Watches } from '../watch/watches.svelte.ts';
import { SurveyPlan } from './survey-plan.svelte.ts';

export class ShownSurveys extends SurveyPlan {
  /** The last of each kind. */
  shown: Partial<Record<WindowKind, LiveSurvey>> = $state.raw({});
  /** The cell that is looked at; of the survey in front. */
  view: CellView | null = $state.raw(null);
  /** Of the session in front. */
  detail: CheckTab = $state('transcript');
  readonly watches = new Watches();
  /** What main knows was asked for, or something else took its place. */
  protected looked = false;

  get current(): LiveSurvey | null {
    return this.kind === null ? null : (this.shown[this.kind] ?? null);
  }

  show(tab: SurveyTab): void {
    this.tab = tab;
    this.judged = false;
    this.view = null;
  }

  /** A window that was loaded anew: what runs in main, or ended last, is shown again. Once. */
  async recover(): Promise<void> {
    if (this.looked) return;
    this.looked = true;
    try {
      const { surveys } = await this.app.client.call('surveys.known', {});
      const ours = surveys.flatMap(({ kind, ...one }) => (isWindowKind(kind) ? [{ ...one, kind }] : []));
      for (const { surveyId, kind, status } of ours)
        if (this.shown[kind] === undefined) this.put(kind, surveyId, false);
        else if (kind === 'watch' && status === 'running' && this.watches.find(surveyId) === null)
          this.watches.add(LiveSurvey.open(this.app.client, surveyId, false));
      const running = ours.find(({ status }) => status === 'running') ?? ours[0];
      if (running !== undefined && this.current === null) this.show(running.kind);
    } catch (error) {
      this.app.report(error);
    }
  }

  /** One of the history. */
  open(kind: SurveyKind, surveyId: string): void {
    // Of the command line, one day: this window has no view for it.
    if (!isWindowKind(kind)) return;
    this.looked = true;
    const known = kind === 'watch' ? this.watches.find(surveyId) : null;
    this.leave(kind);
    if (known === null) this.put(kind, surveyId, true);
    else this.shown = { ...this.shown, [kind]: known };
    this.show(kind);
    this.app.enter('survey');
  }

  /** One of a file: it is looked at as any other, and stands nowhere but in the window. */
  openFile(file: string, opened: OpenedSurvey): void {
    const { kind } = opened.request;
    if (!isWindowKind(kind)) return;
    this.looked = true;
    this.leave(kind);
    this.shown = { ...this.shown, [kind]: LiveSurvey.ofFile(this.app.client, file, opened) };
    this.fillFrom(opened.request);
    this.show(kind);
    this.app.enter('survey');
  }

  /** What was read from a file is put away. */
  closeFile(): void {
    const { kind } = this;
    if (kind === null || (this.shown[kind]?.file ?? null) === null) return;
    this.leave(kind);
    const { [kind]: _, ...others } = this.shown;
    this.shown = others;
  }

  protected put(kind: WindowKind, surveyId: string, past: boolean): void {
    this.bring(kind, LiveSurvey.open(this.app.client, surveyId, past));
  }

  protected bring(kind: WindowKind, survey: LiveSurvey): void {
    this.shown = { ...this.shown, [kind]: survey };
    if (kind === 'watch') this.watches.add(survey);
  }

  /** Another takes its place. A watch that runs goes on. */
  protected leave(kind: WindowKind): void {
    const survey = this.shown[kind];
    if (survey !== undefined && !(kind === 'watch' && survey.active)) survey.dispose();
    this.view = null;
  }

  /** A watch that runs is looked at. */
  lookAtWatch(survey: LiveSurvey): void {
    this.leave('watch');
    this.shown = { ...this.shown, watch: survey };
    if (survey.request !== null) this.fillFrom(survey.request);
  }

  /** `each`: of a credential every mechanism, once. */
  run(each = false): void {
    this.judged = true;
    const { kind, form } = this;
    if (kind === null || this.current?.active === true) return;
    if (this.missing !== null) this.askForHost();
    if (form.options.wrong) form.options.open = true;
    if (this.missing !== null || form.options.wrong) return;
    // A login that was typed for another host is taken out before.
    settleLogin(this.app, form);
    const request = this.requestOfKind(kind, each);
    const start = request === null ? null : this.startOf(request);
    if (kind === 'mechanisms' && form.user === '') form.askFor('user');
    if (start === null) return;
    this.leave(kind);
    this.bring(kind, LiveSurvey.start(this.app.client, start));
  }

  stop(): void {
    this.current?.stop();
  }

  /** Its session is shown; where it still runs, as far as it is. */
  look(key: CellKey): void {
    const survey = this.current;
    if (survey === null || (survey.id === null && survey.file === null) || this.view?.is(key) === true) return;
    this.view = new CellView(survey, key, this.connectionAt(key));
    const { state, live } = survey;
    this.follow(state, live);
  }

  /** More happened in the survey: the session that is looked at grows. */
  follow(state: SurveyState | null, live: readonly LiveCell[]): void {
    const { view } = this;
    if (view === null) return;
    const running = live.find(({ key }) => view.is(key));
    const report = reportAt(state, view.key);
    const work = report !== null ? view.end(report) : running === undefined ? null : view.grow(running.seq);
    work?.catch((error: unknown) => this.app.report(error));
  }

  /** How a program connects where that cell is: by name, as the survey was asked to. */
  connectionAt(key: CellKey): ConnectionOptions {
    return connectionOf(key, this.current?.request ?? null, this.current?.state?.cells ?? []);
  }
}
