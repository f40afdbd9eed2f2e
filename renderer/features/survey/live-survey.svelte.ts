/**
 * A survey as the window follows it, running, in memory or from the history. It is folded here as in main: a snapshot brings what was
 * found until now, batches what came since. A gap, and a window that was loaded anew, are repaired by a snapshot; numbers of events
 * decide, so that nothing is taken twice.
 */
import type { Client } from '../../../electron/ipc/client.ts';
import { surveyFold, type SurveyFold } from '../../../electron/protocol/fold/survey/survey.ts';
import { eventsOfReport } from '../../../electron/protocol/fold/report-events.ts';
import type { OpenedSurvey } from '../../../electron/protocol/parse/opened/opened-survey.ts';
import type { SessionEvent } from '../../../electron/protocol/values/session/event.ts';
import type { CellKey } from '../../../electron/protocol/values/survey/cell.ts';
import { AppError } from '../../../electron/protocol/values/app-error.ts';
import type {
  LiveCell,
  SurveyBatch,
  SurveySnapshot,
  SurveyStart,
} from '../../../electron/protocol/values/app/survey.ts';
import type { SurveyRequest } from '../../../electron/protocol/values/survey/request.ts';
import type { SurveyState } from '../../../electron/protocol/values/survey/state.ts';
import { reportAt } from './cells.ts';

export class LiveSurvey {
  status: 'starting' | 'running' | 'stopping' | 'done' | 'lost' = $state('starting');
  /** Known once main has taken it. */
  id: string | null = $state(null);
  /** The name of the file that it was read from; null for one that was made here. */
  file: string | null = $state(null);
  request: SurveyRequest | null = $state.raw(null);
  /** What was found; null before the first snapshot. */
  state: SurveyState | null = $state.raw(null);
  live: readonly LiveCell[] = $state.raw([]);
  /** Of a watch: changes are notified of while the window is not in front. */
  notify = $state(false);
  /** Why it could not be made or followed; what servers did is in the reports. */
  error: AppError | null = $state.raw(null);
  readonly #client: Client;
  #fold: SurveyFold | null = null;
  #seq = 0;
  #unsubscribe: (() => void) | null = null;
  #repairing = false;
  #stopWanted = false;

  private constructor(client: Client) {
    this.#client = client;
  }

  static start(client: Client, start: SurveyStart): LiveSurvey {
    const survey = new LiveSurvey(client);
    survey.request = start.request;
    void survey.#begin(async () => (await client.call('surveys.start', start)).surveyId, false);
    return survey;
  }

  /** `past`: it is of the history, and nothing more will come. */
  static open(client: Client, surveyId: string, past: boolean): LiveSurvey {
    const survey = new LiveSurvey(client);
    void survey.#begin(() => Promise.resolve(surveyId), past);
    return survey;
  }

  /** One of a file, which nobody made here: there is nothing to be asked of main. */
  static ofFile(client: Client, file: string, { request, state }: OpenedSurvey): LiveSurvey {
    const survey = new LiveSurvey(client);
    survey.file = file;
    survey.request = request;
    survey.state = state;
    survey.status = 'done';
    return survey;
  }

  /** What happened in the session of a cell, after that number; of a file, as its report has it. */
  async session(key: CellKey, afterSeq: number): Promise<readonly SessionEvent[]> {
    if (this.file !== null) {
      const report = reportAt(this.state, key);
      return report === null ? [] : eventsOfReport(report);
    }
    if (this.id === null) return [];
    return (await this.#client.call('surveys.session', { surveyId: this.id, key, afterSeq })).events;
  }

  get active(): boolean {
    return this.status === 'starting' || this.status === 'running' || this.status === 'stopping';
  }

  stop(): void {
    if (!this.active) return;
    this.#stopWanted = true;
    if (this.id === null) return;
    this.status = 'stopping';
    this.#client.call('surveys.stop', { surveyId: this.id }).catch((error: unknown) => this.#lose(error));
  }

  async setNotify(wanted: boolean): Promise<void> {
    if (this.id === null) return;
    this.notify = wanted;
    await this.#client.call('surveys.notify', { surveyId: this.id, wanted });
  }

  /** Ends the subscription; the survey itself goes on in main. */
  dispose(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = null;
  }

  async #begin(find: () => Promise<string>, past: boolean): Promise<void> {
    try {
      const surveyId = await find();
      this.id = surveyId;
      this.status = 'running';
      if (!past)
        this.#unsubscribe = this.#client.subscribe(
          'surveys.events',
          { surveyId },
          (batch) => this.#take(batch),
          (error) => {
            if (error === null) void this.#repair();
            else this.#lose(error);
          },
        );
      // What came before the subscription stood; a batch that is already here has nothing that is not in it.
      await this.#repair();
      if (this.#stopWanted) this.stop();
    } catch (error) {
      this.#lose(error);
    }
  }

  #take({ events, live, failure }: SurveyBatch): void {
    const fold = this.#fold;
    if (fold === null) return;
    const fresh = events.filter(({ seq }) => seq > this.#seq);
    const [first] = fresh;
    if (first !== undefined && first.seq !== this.#seq + 1) {
      void this.#repair();
      return;
    }
    for (const event of fresh) {
      fold.push(event);
      this.#seq = event.seq;
    }
    if (first !== undefined) this.state = fold.state;
    this.live = live;
    if (failure !== null) this.#lose(new AppError(failure.code, failure.params));
  }

  async #repair(): Promise<void> {
    if (this.#repairing || this.id === null || !this.active) return;
    this.#repairing = true;
    try {
      this.#settle(await this.#client.call('surveys.snapshot', { surveyId: this.id }));
    } catch (error) {
      this.#lose(error);
    } finally {
      this.#repairing = false;
    }
  }

  #settle({ request, state, seq, live, notify, status, failure }: SurveySnapshot): void {
    this.request = request;
    this.#fold = surveyFold(request, state);
    this.#seq = seq;
    this.state = state;
    this.live = live;
    this.notify = notify;
    if (failure !== null) this.#lose(new AppError(failure.code, failure.params));
    else if (status === 'done') {
      this.status = 'done';
      this.dispose();
    }
  }

  #lose(error: unknown): void {
    if (!this.active) return;
    this.error = error instanceof AppError ? error : new AppError('internal', {}, { cause: error });
    this.live = [];
    this.status = 'lost';
    this.dispose();
  }
}
