/** State of the history: past runs in pages, the run that is open, and the servers last asked. */
import type { AppState } from '../../app/app.svelte.ts';
import type { HistoryEntry, HistoryRun } from '../../../electron/protocol/values/app/history.ts';
import type { InspectorPort, SendPort, SurveysPort } from '../../app/ports.ts';
import { PagedList } from '../../ui/lists/paged-list.svelte.ts';
import { plural } from '../../../electron/texts/units.ts';
import type { ExperimentPlan } from '../../session/experiments/plans.ts';
import { pastRun, type ShownRun } from '../../session/past-run.ts';
import { HistoryPair } from './pair.svelte.ts';
import { RecentServers } from './recent-servers.svelte.ts';

export class HistoryState extends PagedList<HistoryEntry> {
  selected: string | null = $state(null);
  open: HistoryRun | null = $state.raw(null);
  readonly servers: RecentServers;
  readonly pair: HistoryPair;
  #app: AppState;
  #inspector: InspectorPort;
  #send: SendPort;
  #surveys: SurveysPort;

  constructor(app: AppState, inspector: InspectorPort, send: SendPort, surveys: SurveysPort) {
    super(
      async (query) => {
        const { entries, total } = await app.client.call('history.list', query);
        return { rows: entries, total };
      },
      (error) => app.report(error),
    );
    this.#app = app;
    this.#inspector = inspector;
    this.#send = send;
    this.#surveys = surveys;
    this.servers = new RecentServers(app);
    this.pair = new HistoryPair(app);
  }

  /** Main counted anew: a run ended, or some were deleted. */
  changed(): void {
    void this.servers.read();
    if (this.loaded) this.reload();
  }

  /** A survey is opened where it was made: here it is only named. */
  async show({ id, command }: Pick<HistoryEntry, 'id' | 'command'>): Promise<void> {
    if (this.selected === id && this.open !== null) return;
    this.selected = id;
    if (command === 'survey') {
      this.open = null;
      return;
    }
    try {
      const run = await this.#app.client.call('history.get', { id });
      if (this.selected === id) this.open = run;
    } catch (error) {
      if (this.selected === id) this.close();
      this.#app.report(error);
    }
  }

  openSurvey({ id, survey }: HistoryEntry): void {
    if (survey !== undefined) this.#surveys.open(survey, id);
  }

  /** Beside the run of the same server before it, or that server now. */
  compare({ id }: HistoryEntry): void {
    this.#surveys.compareRun(id);
  }

  close(): void {
    this.selected = null;
    this.open = null;
  }

  /** A server of the list: its last run stands where it was made, and the form beside it asks the same. */
  async revisit(id: string): Promise<void> {
    try {
      const run = await this.#app.client.call('history.get', { id });
      await this.#refill(run, false);
      if (run.request.command === 'send') this.#send.past = pastRun(run);
      else this.#inspector.past = pastRun(run);
    } catch (error) {
      this.#app.report(error);
    }
  }

  /** The run that would send a message a second time, while that is asked. */
  asking: HistoryRun | null = $state.raw(null);

  /** Asks the same once more. A send whose message may have arrived is asked about first. */
  async repeat(id: string): Promise<void> {
    try {
      const run = this.open?.entry.id === id ? this.open : await this.#app.client.call('history.get', { id });
      if (mayHaveArrived(run)) this.asking = run;
      else await this.#refill(run, true);
    } catch (error) {
      this.#app.report(error);
    }
  }

  /** The answer to the question: sends it again, or only fills in the form. */
  async repeatAsked(start: boolean): Promise<void> {
    const run = this.asking;
    this.asking = null;
    if (run !== null) await this.#refill(run, start).catch((error: unknown) => this.#app.report(error));
  }

  /** An experiment on a past run is made where the run was. A password that was typed then is asked for again, and nothing is run before. */
  async make(run: HistoryRun, plan: ExperimentPlan, before: ShownRun): Promise<void> {
    try {
      await this.#refill(run, false);
      const screen = run.request.command === 'send' ? this.#send : this.#inspector;
      screen.past = before;
      const { auth, profileId } = run.request;
      const typed = auth !== null && profileId === undefined && plan.logins !== 'none';
      screen.make(typed && plan.needs === null ? { ...plan, needs: 'password' } : plan, before);
    } catch (error) {
      this.#app.report(error);
    }
  }

  /** Puts what was asked into the form it came from. A secret is never kept, so that a run with one that was typed waits for it. */
  async #refill({ entry, request }: HistoryRun, start: boolean): Promise<void> {
    const ready = start && (request.auth === null || request.profileId !== undefined);
    if (request.command === 'console') {
      this.#app.go('inspector');
      this.#inspector.refill(request, false);
      this.#inspector.showConsole();
      return;
    }
    if (request.command === 'check') {
      this.#app.go('inspector');
      this.#inspector.refill(request, ready);
    } else {
      const files = await this.#app.client.call('history.files', { id: entry.id });
      this.#app.go('send');
      this.#send.refill(request, files, ready);
    }
    if (start && !ready)
      this.#app.toasts.show({ message: 'Type the password again: passwords are not kept in the history.' });
  }

  async delete(ids: string[]): Promise<void> {
    const next = this.selected === null ? undefined : this.beside(this.selected);
    try {
      await this.#app.client.call('history.delete', { ids });
    } catch (error) {
      this.#app.report(error);
      return;
    }
    this.pair.drop(ids);
    if (this.selected !== null && ids.includes(this.selected)) {
      this.close();
      if (next !== undefined && !ids.includes(next.id)) void this.show(next);
    }
    this.changed();
    this.#app.undos.offer(`${plural(ids.length, 'run')} deleted`, () => void this.#restore(ids));
  }

  async #restore(ids: string[]): Promise<void> {
    try {
      await this.#app.client.call('history.restore', { ids });
      this.changed();
    } catch (error) {
      this.#app.report(error);
    }
  }
}

/** Not for one that only asked, and not where the server took it for nobody. */
function mayHaveArrived({ request, report }: HistoryRun): boolean {
  return request.command === 'send' && !request.dryRun && report.delivery !== null && report.delivery !== 'none';
}
