/**
 * Surveys that the window starts: each gets an id and an AbortSignal, is kept in the history when it has ended, and can be looked at
 * again from there. What is secret lives in the closure of its survey until that ends; what a profile keeps is read
 * by main, and judged there by where the survey goes.
 */
import { randomUUID } from 'node:crypto';
import type { Clock, SecretSource } from '../../core/ports.ts';
import type { OpenedTarget } from '../../core/survey/context.ts';
import { openedAsTyped } from '../../core/survey/targets/plan.ts';
import type { CheckFlow, CheckOptions, ConnectionSecrets } from '../../core/smtp/types.ts';
import type { StreamSink } from '../../ipc/host.ts';
import { AppError, type AppErrorValue } from '../../protocol/values/app-error.ts';
import type { KnownSurvey, SurveyBatch, SurveySnapshot, SurveyStart } from '../../protocol/values/app/survey.ts';
import type { SessionEvent } from '../../protocol/values/session/event.ts';
import type { CellKey } from '../../protocol/values/survey/cell.ts';
import type { SurveyEvent } from '../../protocol/values/survey/event.ts';
import type { Report } from '../../protocol/values/session/report.ts';
import type { RequestOf, SurveyRequest } from '../../protocol/values/survey/request.ts';
import type { ListedTarget } from '../../protocol/values/survey/targets.ts';
import type { StateOf, SurveyState } from '../../protocol/values/survey/state.ts';
import type { ConnectionOptions } from '../../protocol/values/target.ts';
import { connectionSecretsOf, secretOf } from '../runs/typed-secrets.ts';
import { limits } from '../limits.ts';
import type { ListedProfiles } from './listed-profiles.ts';
import { FollowedSurvey } from './followed-survey.ts';
import { surveyEntry } from './survey-entry.ts';
import { PastSurveyView } from './past-survey.ts';

/** What a survey is made with: its own stream, and that of each of its sessions. */
export interface SurveyRun {
  readonly emit: (event: SurveyEvent) => void;
  readonly session: (key: CellKey, event: SessionEvent) => void;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly check: CheckFlow;
  readonly secret?: SecretSource | undefined;
  readonly secrets?: ConnectionSecrets | undefined;
  readonly open?: ((target: ListedTarget) => Promise<OpenedTarget>) | undefined;
}

export interface SurveysOptions {
  /** Resolves when the last socket is closed. */
  readonly run: (request: SurveyRequest, run: SurveyRun) => Promise<void>;
  readonly check: CheckFlow;
  readonly clock: Clock;
  /** Adds the user's settings to what was asked. */
  readonly prepare: (request: SurveyRequest) => SurveyRequest;
  /** PEM of our own authority when the target is one of our own listeners, else null. */
  readonly ownCa: (connection: ConnectionOptions) => string | null;
  /** The secret of a profile, for what leads to the one place that it is kept for. */
  readonly profileSecret: (profileId: string, asked: AskedLogin) => SecretSource;
  readonly profileConnectionSecrets: (profileId: string, asked: AskedLogin) => Promise<ConnectionSecrets>;
  /** Asked in main before a kept secret goes to other protocols or hosts too. Rejects with AppError `not-confirmed`. */
  readonly agreeOthers: (profileId: string, request: RequestOf<'mechanisms'>) => Promise<void>;
  /** A profile's credential was tried. Never rejects. */
  readonly tried: (profileId: string, asked: AskedLogin, report: Report, surveyId: string) => Promise<void>;
  /** Lines of a list that name profiles. */
  readonly listed: (request: RequestOf<'targets'>) => ListedProfiles;
  /** Something changed in a watch whose changes are to be notified of. */
  readonly changed: (surveyId: string, state: StateOf<'watch'>) => void;
  readonly keep: (survey: PastSurveyView['kept']) => Promise<void>;
  /** Of the history. Rejects with AppError `run-not-found`. */
  readonly past: (surveyId: string) => Promise<PastSurveyView['kept']>;
  /** One line about an unexpected error; without payload. */
  readonly log: (line: string) => void;
}

/** What a kept secret is judged by. */
type AskedLogin = Pick<RequestOf<'watch'>, 'connection' | 'auth'>;

interface Given {
  readonly secret?: SecretSource | undefined;
  readonly secrets?: ConnectionSecrets | undefined;
}

interface Entry {
  readonly survey: FollowedSurvey;
  readonly stop: AbortController;
  readonly settled: Promise<void>;
}

export class Surveys {
  readonly #options: SurveysOptions;
  readonly #entries = new Map<string, Entry>();
  /** The one of the history that was looked at last: each of its cells is asked for by itself. */
  #past: PastSurveyView | null = null;

  constructor(options: SurveysOptions) {
    this.#options = options;
  }

  start(start: SurveyStart): { surveyId: string } {
    const { request, secret, profileId } = start;
    const ofProfile = profileId !== undefined && (request.kind === 'watch' || request.kind === 'mechanisms');
    if ('auth' in request && request.auth !== null && secret === null && !ofProfile)
      throw new AppError('secret-missing');
    const running = [...this.#entries.values()].filter(({ survey }) => !survey.done);
    if (running.length >= limits.surveys.running)
      throw new AppError('surveys-running', { most: limits.surveys.running });
    const surveyId = randomUUID();
    const survey = new FollowedSurvey(surveyId, request, this.#options.clock.wall());
    const stop = new AbortController();
    const settled = this.#carryOut(survey, () => this.#given(start), stop.signal)
      .then(() => this.#keep(survey))
      .then(() => this.#mark(survey, start));
    this.#entries.set(surveyId, { survey, stop, settled });
    this.#forget();
    return { surveyId };
  }

  stop(surveyId: string): void {
    const entry = this.#entries.get(surveyId);
    if (entry === undefined) throw new AppError('run-not-found', { runId: surveyId });
    entry.stop.abort();
  }

  /** A desktop notification for what changes in a watch from now on. */
  notify(surveyId: string, wanted: boolean): void {
    const entry = this.#entries.get(surveyId);
    if (entry === undefined) throw new AppError('run-not-found', { runId: surveyId });
    entry.survey.notify = wanted;
  }

  /** Newest first. */
  known(): KnownSurvey[] {
    return [...this.#entries.values()].reverse().map(({ survey: { surveyId, request, done } }) => ({
      surveyId,
      kind: request.kind,
      status: done ? 'done' : 'running',
    }));
  }

  /** Also of the history. Rejects with AppError `run-not-found`. */
  async snapshot(surveyId: string): Promise<SurveySnapshot> {
    return (await this.#find(surveyId)).snapshot();
  }

  /** The events of one session, as far as it is. Rejects with AppError `run-not-found`. */
  async session(surveyId: string, key: CellKey, afterSeq: number): Promise<SessionEvent[]> {
    return (await this.#find(surveyId)).session(key, afterSeq);
  }

  follow(surveyId: string, sink: StreamSink<SurveyBatch>): () => void {
    const entry = this.#entries.get(surveyId);
    if (entry === undefined) throw new AppError('run-not-found', { runId: surveyId });
    return entry.survey.follow(sink);
  }

  /** Stops what runs and resolves when all has ended. */
  async close(): Promise<void> {
    for (const { stop } of this.#entries.values()) stop.abort();
    await Promise.all([...this.#entries.values()].map(({ settled }) => settled));
  }

  async #carryOut(survey: FollowedSurvey, read: () => Promise<Given>, signal: AbortSignal): Promise<void> {
    const { run, check, clock, prepare } = this.#options;
    try {
      const request = prepare(survey.request);
      const given = await read();
      const list = request.kind === 'targets' ? this.#options.listed(request) : null;
      await run(request, {
        ...given,
        ...(list === null || request.kind !== 'targets'
          ? {}
          : { open: async (target) => (await list.open(target)) ?? openedAsTyped(target, request, given) }),
        emit: (event) => {
          if (event.type === 'cell-done') list?.ended(event.key.line ?? 0, event.report, survey.surveyId);
          this.#push(survey, event);
        },
        session: (key, event) => survey.pushSession(key, event),
        signal,
        clock,
        check: (options, context) => check(this.#trusting(options), context),
      });
      survey.finish(null);
    } catch (error) {
      survey.finish(this.#explain(error));
    }
  }

  /** What was typed for this survey comes before what the profile keeps. */
  async #given({ request, secret, secrets, profileId }: SurveyStart): Promise<Given> {
    const typed = {
      secret: secret === null ? undefined : secretOf(secret),
      secrets: secrets === undefined ? undefined : connectionSecretsOf(secrets),
    };
    if (profileId === undefined || (request.kind !== 'watch' && request.kind !== 'mechanisms')) return typed;
    const { profileSecret, profileConnectionSecrets, agreeOthers } = this.#options;
    const { connection, auth } = request;
    const keptAlone = typed.secret === undefined && auth !== null;
    if (keptAlone && request.kind === 'mechanisms' && request.also.length > 0) await agreeOthers(profileId, request);
    const kept = await profileConnectionSecrets(profileId, { connection, auth });
    return {
      secret: keptAlone ? profileSecret(profileId, { connection, auth }) : typed.secret,
      secrets: { ...kept, ...typed.secrets },
    };
  }

  #push(survey: FollowedSurvey, event: SurveyEvent): void {
    // The state is worked out anew each time: not for every event of those that nobody asked about.
    const before = survey.notify ? changesIn(survey.state) : null;
    survey.push(event);
    if (before === null) return;
    const { state } = survey;
    if (state.kind === 'watch' && state.watch.changed > before) this.#options.changed(survey.surveyId, state);
  }

  /** How a profile's credential fared is kept with it. */
  async #mark({ surveyId, request, state }: FollowedSurvey, { profileId }: SurveyStart): Promise<void> {
    const report = state.kind === 'mechanisms' ? (state.cells[0]?.report ?? null) : null;
    if (profileId === undefined || request.kind !== 'mechanisms' || report === null) return;
    await this.#options.tried(profileId, { connection: request.connection, auth: request.auth }, report, surveyId);
  }

  /** Our own authority vouches for our own listeners, and for nobody else. */
  #trusting(options: CheckOptions): CheckOptions {
    const { connection } = options;
    const own = this.#options.ownCa(connection);
    if (own === null) return options;
    const ca = [connection.ca, own].filter((pem) => pem !== undefined).join('\n');
    return { ...options, connection: { ...connection, ca } };
  }

  async #keep(survey: FollowedSurvey): Promise<void> {
    const { sessions, request, state, surveyId } = survey;
    // What never began has nothing to show.
    if (!survey.begun) return;
    try {
      await this.#options.keep({
        entry: surveyEntry(surveyId, survey.startedAt, request, state),
        request,
        state,
        sessions,
      });
    } catch (error) {
      this.#options.log(`a survey could not be kept: ${error instanceof Error ? error.name : typeof error}`);
    }
  }

  async #find(surveyId: string): Promise<FollowedSurvey | PastSurveyView> {
    const current = this.#entries.get(surveyId);
    if (current !== undefined) return current.survey;
    if (this.#past?.surveyId !== surveyId) this.#past = new PastSurveyView(await this.#options.past(surveyId));
    return this.#past;
  }

  #explain(error: unknown): AppErrorValue {
    if (error instanceof AppError) return { code: error.code, params: error.params };
    this.#options.log(`a survey ended by an internal error: ${error instanceof Error ? error.name : typeof error}`);
    return { code: 'internal', params: {} };
  }

  /** The oldest finished ones go: they are in the history. The last one is being looked at. */
  #forget(): void {
    const newestFirst = [...this.#entries].filter(([, { survey }]) => survey.done).reverse();
    let octets = 0;
    newestFirst.forEach(([surveyId, { survey }], nth) => {
      octets += survey.octets;
      if (nth >= limits.surveys.inMemory || (nth > 0 && octets > limits.surveys.octets)) this.#entries.delete(surveyId);
    });
  }
}

const changesIn = (state: SurveyState): number | null => (state.kind === 'watch' ? state.watch.changed : null);
