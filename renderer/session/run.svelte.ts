/**
 * A check or a send test as the window follows it. Events come in batches; a gap, and whatever came before the subscription
 * stood, is repaired by a snapshot. Numbers of events decide, so that nothing is taken twice.
 */
import { AppError } from '../../electron/protocol/values/app-error.ts';
import type { Client } from '../../electron/ipc/client.ts';
import type { Report } from '../../electron/protocol/values/session/report.ts';
import type { PastRequest } from '../../electron/protocol/values/app/console.ts';
import type { RunBatch } from '../../electron/protocol/values/app/run.ts';
import { ShownSession } from './log.svelte.ts';

export type RunStatus = 'starting' | 'running' | 'stopping' | 'done' | 'lost';

/** What a batch and a snapshot have in common. */
type RunPart = Pick<RunBatch, 'events' | 'report' | 'failure'>;

/** The part of a request that can be shown and copied. */
export type Asked = Pick<PastRequest, 'connection' | 'auth' | 'envelope' | 'profileId'>;

export const askedOf = ({ connection, auth, envelope, profileId }: Asked): Asked => ({
  connection,
  auth,
  envelope,
  ...(profileId === undefined ? {} : { profileId }),
});

export interface StartedRun {
  readonly runId: string;
  readonly ownServer: boolean;
}

export class LiveRun {
  readonly log = new ShownSession();
  readonly command: PastRequest['command'];
  /** What was typed as the target: shown until the session says where it really goes. */
  readonly targetText: string;
  readonly user: string | null;
  /** What was asked, without the secrets: those are not kept in the window. */
  readonly asked: Asked;
  status: RunStatus = $state('starting');
  report: Report | null = $state.raw(null);
  /** The target is our own test server: what is sent there lies in the inbox. */
  ownServer = $state(false);
  /** Why the run could not be started or followed; an outcome is no such error, it is in the report. */
  error: AppError | null = $state.raw(null);

  /** Its id, once main has taken the run; null where that was refused. */
  readonly begun: Promise<string | null>;

  /** When it is over, whatever came of it. */
  readonly ended: Promise<void>;
  #end: () => void = () => undefined;

  /** Known once main has taken the run. */
  id: string | null = $state(null);

  readonly #client: Client;
  #unsubscribe: (() => void) | null = null;
  #repairing = false;
  #stopWanted = false;

  /** `begin`: of a run that has begun already, what main said of it; it is followed from its beginning. */
  constructor(client: Client, request: Asked & Pick<PastRequest, 'command'>, begin: () => Promise<StartedRun>) {
    this.#client = client;
    this.command = request.command;
    this.targetText = request.connection.target;
    this.user = request.auth?.user ?? null;
    this.asked = askedOf(request);
    this.ended = new Promise((resolve) => (this.#end = resolve));
    this.begun = this.#start(begin).then(() => this.id);
  }

  static start(client: Client, request: PastRequest): LiveRun {
    return new LiveRun(client, request, () =>
      request.command === 'console' ? client.call('console.open', request) : client.call('runs.start', request),
    );
  }

  get active(): boolean {
    return this.status === 'starting' || this.status === 'running' || this.status === 'stopping';
  }

  /** Asks for the end; the run ends when main says so. */
  cancel(): void {
    if (!this.active) return;
    this.#stopWanted = true;
    if (this.id === null) return;
    this.status = 'stopping';
    this.#client.call('runs.cancel', { runId: this.id }).catch((error: unknown) => this.#lose(error));
  }

  /** Ends the subscription; the run itself goes on in main. */
  dispose(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = null;
  }

  async #start(begin: () => Promise<StartedRun>): Promise<void> {
    try {
      const { runId, ownServer } = await begin();
      this.id = runId;
      this.ownServer = ownServer;
      this.status = 'running';
      this.#unsubscribe = this.#client.subscribe(
        'runs.events',
        { runId },
        (batch) => this.#take(batch),
        (error) => {
          if (error === null) void this.#repair();
          else this.#lose(error);
        },
      );
      await this.#repair();
      if (this.#stopWanted) this.cancel();
    } catch (error) {
      this.#lose(error);
    }
  }

  /** `whole`: all that main still has. What is missing before it is gone, and asking again would bring the same. */
  #take(part: RunPart, whole = false): void {
    if (!this.log.append(part.events, whole)) {
      void this.#repair();
      return;
    }
    if (part.failure !== null) this.#lose(new AppError(part.failure.code, part.failure.params));
    else if (part.report !== null) this.#finish(part.report);
  }

  async #repair(): Promise<void> {
    if (this.#repairing || this.id === null || !this.active) return;
    this.#repairing = true;
    try {
      const snapshot = await this.#client.call('runs.snapshot', { runId: this.id, afterSeq: this.log.lastSeq });
      // Events that came by the stream meanwhile are not taken twice.
      this.#repairing = false;
      this.#take(snapshot, true);
    } catch (error) {
      this.#lose(error);
    } finally {
      this.#repairing = false;
    }
  }

  #finish(report: Report): void {
    this.report = report;
    this.status = 'done';
    this.dispose();
    this.#end();
  }

  #lose(error: unknown): void {
    if (!this.active) return;
    this.error = error instanceof AppError ? error : new AppError('internal', {}, { cause: error });
    this.status = 'lost';
    this.dispose();
    this.#end();
  }
}
