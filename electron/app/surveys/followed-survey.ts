/**
 * One survey as it is followed: folds its events, keeps those of its sessions, and reports to its followers about every 33 ms. What was
 * found until now is in the snapshot, so that a watch of days holds no more than its fold; a batch has what came since.
 */
import { eventWeight } from '../../core/recording/event-weight.ts';
import type { StreamSink } from '../../ipc/host.ts';
import { cellName } from '../../protocol/fold/survey/head.ts';
import { surveyFold, type SurveyFold } from '../../protocol/fold/survey/survey.ts';
import type { AppErrorValue } from '../../protocol/values/app-error.ts';
import type { LiveCell, CellSession, SurveyBatch, SurveySnapshot } from '../../protocol/values/app/survey.ts';
import type { SessionEvent } from '../../protocol/values/session/event.ts';
import type { CellKey } from '../../protocol/values/survey/cell.ts';
import type { SurveyEvent } from '../../protocol/values/survey/event.ts';
import type { SurveyRequest } from '../../protocol/values/survey/request.ts';
import type { SurveyState } from '../../protocol/values/survey/state.ts';
import { limits as asked } from '../../protocol/values/survey/limits.ts';
import { limits } from '../limits.ts';

interface Session {
  readonly key: CellKey;
  readonly startedAt: string;
  readonly events: SessionEvent[];
  octets: number;
  /** Null before the first phase. */
  phase: LiveCell['phase'];
  /** Number of its newest event, kept or not. */
  seq: number;
  over: boolean;
}

interface Follower {
  readonly sink: StreamSink<SurveyBatch>;
  batch: number;
  events: SurveyEvent[];
}

export class FollowedSurvey {
  readonly surveyId: string;
  readonly request: SurveyRequest;
  readonly startedAt: string;
  readonly #fold: SurveyFold;
  readonly #sessions = new Map<string, Session>();
  readonly #followers = new Set<Follower>();
  /** Of a watch: somebody wants to be told of changes while the window is not in front. */
  notify = false;
  #seq = 0;
  #octets = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #end: { readonly failure: AppErrorValue | null } | null = null;

  constructor(surveyId: string, request: SurveyRequest, startedAt: string) {
    this.surveyId = surveyId;
    this.request = request;
    this.startedAt = startedAt;
    this.#fold = surveyFold(request);
  }

  get done(): boolean {
    return this.#end !== null;
  }

  /** It has begun. */
  get begun(): boolean {
    return this.#seq > 0;
  }

  /** Of the events of its sessions, estimated. */
  get octets(): number {
    return this.#octets;
  }

  get state(): SurveyState {
    return this.#fold.state;
  }

  /** In the order in which they began. */
  get sessions(): CellSession[] {
    return [...this.#sessions.values()].map(({ key, events }) => ({ key, events }));
  }

  session(key: CellKey, afterSeq: number): SessionEvent[] {
    return (this.#sessions.get(cellName(key))?.events ?? []).filter(({ seq }) => seq > afterSeq);
  }

  push(event: SurveyEvent): void {
    this.#seq = event.seq;
    this.#fold.push(event);
    if (event.type === 'cell-done' || event.type === 'login-done') {
      const session = this.#sessions.get(cellName(event.key));
      if (session !== undefined) session.over = true;
    }
    for (const { events } of this.#followers) events.push(event);
    this.#soon();
  }

  /** Of the session of a cell. One that was broken off to be made again begins anew. */
  pushSession(key: CellKey, event: SessionEvent): void {
    const name = cellName(key);
    let session = this.#sessions.get(name);
    if (session === undefined || event.type === 'session-begin') {
      this.#drop(name);
      const startedAt = event.type === 'session-begin' ? event.startedAt : this.startedAt;
      session = { key, startedAt, events: [], octets: 0, phase: null, seq: 0, over: false };
      this.#sessions.set(name, session);
    }
    if (event.type === 'phase-begin') session.phase = event.phase;
    session.seq = event.seq;
    this.#soon();
    const weight = eventWeight(event);
    // Its report stays whole: that is bounded by itself.
    if (session.octets + weight > limits.surveys.cellOctets) return;
    session.events.push(event);
    session.octets += weight;
    this.#octets += weight;
    this.#keepWithin();
  }

  finish(failure: AppErrorValue | null): void {
    if (this.done) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#end = { failure };
    this.#sendToAll();
    for (const { sink } of this.#followers) sink.end(null);
    this.#followers.clear();
  }

  snapshot(): SurveySnapshot {
    return {
      surveyId: this.surveyId,
      request: this.request,
      startedAt: this.startedAt,
      status: this.done ? 'done' : 'running',
      seq: this.#seq,
      state: this.#fold.state,
      live: this.#live(),
      notify: this.notify,
      failure: this.#end?.failure ?? null,
    };
  }

  /** What came before is in the snapshot. */
  follow(sink: StreamSink<SurveyBatch>): () => void {
    const follower: Follower = { sink, batch: 0, events: [] };
    this.#sendTo(follower);
    if (this.done) sink.end(null);
    else this.#followers.add(follower);
    return () => void this.#followers.delete(follower);
  }

  #live(): LiveCell[] {
    if (this.done) return [];
    return [...this.#sessions.values()]
      .filter(({ over }) => !over)
      .map(({ key, startedAt, phase, seq }) => ({ key, startedAt, phase, seq }));
  }

  /** The oldest that are over go first: of a watch, rounds that its fold has long forgotten. */
  #keepWithin(): void {
    const most = this.request.kind === 'watch' ? asked.watch.reports : limits.surveys.sessions;
    if (this.#sessions.size <= most && this.#octets <= limits.surveys.octets) return;
    const oldest = [...this.#sessions].find(([, { over }]) => over);
    if (oldest !== undefined) this.#drop(oldest[0]);
  }

  #drop(name: string): void {
    this.#octets -= this.#sessions.get(name)?.octets ?? 0;
    this.#sessions.delete(name);
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#sendToAll();
    }, limits.runs.batchMs);
  }

  #sendToAll(): void {
    for (const follower of this.#followers) this.#sendTo(follower);
  }

  #sendTo(follower: Follower): void {
    const { events } = follower;
    follower.events = [];
    follower.batch += 1;
    const failure = this.#end?.failure ?? null;
    follower.sink.event({ surveyId: this.surveyId, batch: follower.batch, events, live: this.#live(), failure });
  }
}
