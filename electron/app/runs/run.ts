/**
 * One run as it is followed: keeps its events, folds its report, and sends its followers what is new about every 33 ms. Each follower has
 * its own numbering from 1, and its first batch holds everything so far, so that nothing is missed between start and
 * subscription.
 */
import type { RunBatch, RunRequest, RunSnapshot } from '../../protocol/values/app/run.ts';
import type { ReportOptions } from '../../core/report/write.ts';
import type { Report, ReportCommand } from '../../protocol/values/session/report.ts';
import type { AppErrorValue } from '../../protocol/values/app-error.ts';
import type { SessionEvent } from '../../protocol/values/session/event.ts';
import type { SessionResult } from '../../core/smtp/types.ts';
import type { StreamSink } from '../../ipc/host.ts';
import type { Target } from '../../protocol/values/target.ts';
import { limits } from '../limits.ts';
import { RunLog } from './log.ts';

export interface Fold {
  push(event: SessionEvent): void;
  report(options: ReportOptions): Promise<Report>;
}

export interface RunFacts {
  readonly runId: string;
  readonly command: ReportCommand;
  readonly startedAt: string;
  /** Where it goes, for a session that never began; null when that could not be read. */
  readonly target: Target | null;
  /** The target is our own test server, and its certificate authority is trusted for this run. */
  readonly ownServer: boolean;
  /** As it was asked for: the commands of experiments carry it on. */
  readonly asked?: Pick<RunRequest, 'connection' | 'auth' | 'envelope' | 'profileId'>;
}

interface Follower {
  readonly sink: StreamSink<RunBatch>;
  batch: number;
  position: number;
}

export class Run {
  readonly facts: RunFacts;
  readonly #fold: Fold;
  readonly #log = new RunLog();
  readonly #followers = new Set<Follower>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** The flow has ended; its report may still be written. */
  #over = false;
  /** A window has followed it. */
  #followed = false;
  /** Somebody was there when it ended, or has looked since. */
  #seen = false;
  #result: { report: Report | null; failure: AppErrorValue | null } | null = null;

  constructor(facts: RunFacts, fold: Fold) {
    this.facts = facts;
    this.#fold = fold;
  }

  /** Of its events, estimated. */
  get octets(): number {
    return this.#log.octets;
  }

  get done(): boolean {
    return this.#result !== null;
  }

  /** A window has followed it, and it goes on, or its end was seen by nobody. */
  get unseen(): boolean {
    return this.#followed && (!this.done || !this.#seen);
  }

  push(event: SessionEvent): void {
    // A session that is over has nothing to add; a late event would contradict the report.
    if (this.#over) return;
    this.#log.add(event);
    this.#fold.push(event);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#sendToAll();
    }, limits.runs.batchMs);
  }

  /** A failure is what the flow itself could not do; what a server does is in its result. */
  async finish(end: { result: SessionResult } | { failure: AppErrorValue }): Promise<void> {
    if (this.done) return;
    this.#over = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#result =
      'failure' in end
        ? { report: null, failure: end.failure }
        : { report: await this.#report(end.result), failure: null };
    this.#seen = this.#followers.size > 0;
    this.#sendToAll();
    for (const follower of this.#followers) follower.sink.end(null);
    this.#followers.clear();
  }

  snapshot(afterSeq: number): RunSnapshot {
    const { runId, command, startedAt, ownServer } = this.facts;
    return {
      runId,
      command,
      startedAt,
      ownServer,
      status: this.done ? 'done' : 'running',
      events: this.#log.afterSeq(afterSeq),
      report: this.#result?.report ?? null,
      failure: this.#result?.failure ?? null,
    };
  }

  follow(sink: StreamSink<RunBatch>): () => void {
    const follower: Follower = { sink, batch: 0, position: 0 };
    this.#followed = true;
    this.#sendTo(follower);
    if (this.done) {
      this.#seen = true;
      sink.end(null);
    } else this.#followers.add(follower);
    return () => void this.#followers.delete(follower);
  }

  #report({ error, delivery }: SessionResult): Promise<Report> {
    const { startedAt, target, asked } = this.facts;
    return this.#fold.report({
      transcript: true,
      startedAt,
      error,
      delivery,
      ...(target === null ? {} : { target }),
      ...(asked === undefined ? {} : { asked }),
    });
  }

  #sendToAll(): void {
    for (const follower of this.#followers) this.#sendTo(follower);
  }

  #sendTo(follower: Follower): void {
    const events = this.#log.from(follower.position);
    if (events.length === 0 && !this.done) return;
    follower.position = this.#log.end;
    follower.batch += 1;
    const { report, failure } = this.#result ?? { report: null, failure: null };
    follower.sink.event({ runId: this.facts.runId, batch: follower.batch, events, report, failure });
  }
}
