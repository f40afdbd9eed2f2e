/**
 * Checks and test messages that the window starts: each gets an id, an AbortSignal and a place in a bounded history. The secret
 * lives in the closure of its run until the run ends, and nowhere else.
 */
import { randomUUID } from 'node:crypto';
import { AppError, type AppErrorValue } from '../../protocol/values/app-error.ts';
import type {
  CheckFlow,
  ConnectionSecrets,
  MessageSource,
  SendFlow,
  SessionContext,
  SessionResult,
} from '../../core/smtp/types.ts';
import type { Clock, SecretSource } from '../../core/ports.ts';
import type { ConnectionOptions, Envelope, Target } from '../../protocol/values/target.ts';
import type { PastRequest } from '../../protocol/values/app/console.ts';
import type { FoundRun, MessageInput, RunBatch, RunRequest, RunSnapshot } from '../../protocol/values/app/run.ts';
import type { ReportCommand } from '../../protocol/values/session/report.ts';
import type { SessionEvent } from '../../protocol/values/session/event.ts';
import type { StreamSink } from '../../ipc/host.ts';
import { limits as appLimits } from '../limits.ts';
import { limits } from '../../storage/limits.ts';
import { planTarget } from '../../core/smtp/plan/target.ts';
import { Run, type Fold } from './run.ts';
import type { FinishedRun } from './past-runs.ts';
import { connectionSecretsOf, secretOf } from './typed-secrets.ts';

export interface RunsOptions {
  readonly check: CheckFlow;
  readonly send: SendFlow;
  readonly compose: (message: MessageInput, envelope: Envelope) => Promise<MessageSource>;
  /** The files that a request names, as long as their handles stand. Throws AppError `file-unreadable` for one that does not. */
  readonly filesOf: (request: RunRequest) => FinishedRun['files'];
  readonly fold: (command: ReportCommand) => Fold;
  readonly clock: Clock;
  /** PEM of our own authority when the target is one of our own listeners, else null. */
  readonly ownCa: (connection: ConnectionOptions) => string | null;
  /** Adds the user's settings to what was asked. */
  readonly prepare: (connection: ConnectionOptions) => ConnectionOptions;
  /** The secret of a profile, for a run that began from it and brings none of its own. */
  readonly profileSecret: (profileId: string, request: Pick<RunRequest, 'connection' | 'auth'>) => SecretSource;
  /** What the profile keeps of the connection's own secrets. */
  readonly profileConnectionSecrets: (
    profileId: string,
    request: Pick<RunRequest, 'connection' | 'auth'>,
  ) => Promise<ConnectionSecrets>;
  /** Called with each run that ended with a report, after its followers. */
  readonly finished: (run: FinishedRun) => void;
  /** One line about an unexpected error; without payload. */
  readonly log: (line: string) => void;
}

/** What carries a request out, with everything of ours added to it. */
export type Flow<R> = (request: R, secret: SecretSource, context: SessionContext, id: string) => Promise<SessionResult>;

/** Without its secrets. */
const askedIn = ({ connection, auth, envelope, profileId }: PastRequest): FoundRun['asked'] => ({
  connection,
  auth,
  envelope,
  ...(profileId === undefined ? {} : { profileId }),
});

interface Entry {
  readonly run: Run;
  readonly stop: AbortController;
  readonly settled: Promise<void>;
}

export class Runs {
  readonly #options: RunsOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #sent = new Map<string, MessageSource>();

  constructor(options: RunsOptions) {
    this.#options = options;
  }

  start(request: RunRequest): { runId: string; ownServer: boolean } {
    if (request.auth !== null && request.secret === null && request.profileId === undefined)
      throw new AppError('secret-missing');
    return this.begin(request, this.#filesOf(request), (given, secret, context, id) =>
      this.#flow(given, secret, context, id),
    );
  }

  /** A run whose flow is somebody else's. It lasts until that has ended. */
  begin<R extends PastRequest>(
    request: R,
    files: FinishedRun['files'],
    flow: Flow<R>,
  ): { runId: string; ownServer: boolean } {
    const ca = this.#options.ownCa(request.connection);
    const runId = randomUUID();
    const run = new Run(
      {
        runId,
        command: request.command,
        startedAt: this.#options.clock.wall(),
        target: targetOf(request.connection),
        ownServer: ca !== null,
        asked: askedIn(request),
      },
      this.#options.fold(request.command),
    );
    const stop = new AbortController();
    const prepared = { ...request, connection: this.#options.prepare(request.connection) };
    const trusting = ca === null ? prepared : trust(prepared, ca);
    const secret = this.#secret(request);
    const settled = this.#carryOut(run, (context) => flow(trusting, secret, context, runId), stop.signal).then(() =>
      this.#handOver(run, request, files),
    );
    this.#entries.set(runId, { run, stop, settled });
    this.#forget();
    return { runId, ownServer: ca !== null };
  }

  snapshot(runId: string, afterSeq: number): RunSnapshot {
    return this.#entry(runId).run.snapshot(afterSeq);
  }

  /** The newest send test that goes on, or whose end nobody has seen: its window was reloaded, or its page died. */
  unseen(): FoundRun | null {
    const found = [...this.#entries.values()].reverse().find(({ run }) => run.facts.command === 'send' && run.unseen);
    if (found === undefined) return null;
    const { runId, ownServer, asked } = found.run.facts;
    return asked === undefined ? null : { runId, ownServer, asked };
  }

  cancel(runId: string): void {
    this.#entry(runId).stop.abort();
  }

  follow(runId: string, sink: StreamSink<RunBatch>): () => void {
    return this.#entry(runId).run.follow(sink);
  }

  /** Cancels what runs and resolves when all has ended; each flow says QUIT within its own limit. */
  async close(): Promise<void> {
    for (const { stop } of this.#entries.values()) stop.abort();
    await Promise.all([...this.#entries.values()].map(({ settled }) => settled));
  }

  async #carryOut(
    run: Run,
    flow: (context: SessionContext) => Promise<SessionResult>,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      const context = { emit: (event: SessionEvent) => run.push(event), signal, clock: this.#options.clock };
      await run.finish({ result: await flow(context) });
    } catch (error) {
      await run.finish({ failure: this.#explain(error) });
    }
  }

  /** Where the files of a request lie. One that cannot be had fails the run itself, which then is not kept. */
  #filesOf(request: RunRequest): FinishedRun['files'] {
    try {
      return this.#options.filesOf(request);
    } catch (error) {
      if (error instanceof AppError) return [];
      throw error;
    }
  }

  #handOver(run: Run, request: PastRequest, files: FinishedRun['files']): void {
    const { runId, startedAt, events, report } = run.snapshot(0);
    if (report !== null) this.#options.finished({ runId, startedAt, request, events, report, files });
  }

  async #flow(
    request: RunRequest,
    secret: SecretSource,
    context: SessionContext,
    runId: string,
  ): Promise<SessionResult> {
    const auth = request.auth === null ? null : { options: request.auth, secret };
    const secrets = await this.connectionSecrets(request);
    const { connection } = request;
    if (request.command === 'check') {
      return this.#options.check({ connection, auth, envelope: request.envelope, ...secrets }, context);
    }
    const { envelope, dryRun, addressed = envelope.to } = request;
    const message = await this.#options.compose(request.message, { ...envelope, to: addressed });
    if (!dryRun) this.#hold(runId, message);
    return this.#options.send({ connection, auth, envelope, message, dryRun, ...secrets }, context);
  }

  /** The message that a run sent, as long as it is held; null where it is not. */
  sentBy(runId: string): MessageSource | null {
    return this.#sent.get(runId) ?? null;
  }

  /** When it ended, in milliseconds since 1970; null while it goes on, or where it could not be carried out. */
  endedAt(runId: string): number | null {
    const { startedAt, report } = this.snapshot(runId, Number.MAX_SAFE_INTEGER);
    return report === null ? null : Date.parse(startedAt) + report.durationMs;
  }

  /** Those of the newest runs: a source of octets is in memory. */
  #hold(runId: string, message: MessageSource): void {
    if (message.size === null || message.size > appLimits.messages.comparedOctets) return;
    this.#sent.set(runId, message);
    const [oldest] = this.#sent.keys();
    if (this.#sent.size > appLimits.messages.heldSent && oldest !== undefined) this.#sent.delete(oldest);
  }

  /** Judged by what was asked, before anything of ours is added to it. */
  #secret(request: PastRequest): SecretSource {
    const { secret, profileId } = request;
    if (secret === null && profileId !== undefined) return this.#options.profileSecret(profileId, request);
    return secretOf(secret);
  }

  /** What was typed for this run comes before what the profile keeps. */
  async connectionSecrets(request: PastRequest): Promise<{ secrets?: ConnectionSecrets }> {
    const { profileId, secrets } = request;
    const kept = profileId === undefined ? {} : await this.#options.profileConnectionSecrets(profileId, request);
    const all = { ...kept, ...connectionSecretsOf(secrets ?? {}) };
    return Object.keys(all).length === 0 ? {} : { secrets: all };
  }

  #explain(error: unknown): AppErrorValue {
    if (error instanceof AppError) return { code: error.code, params: error.params };
    this.#options.log(`run ended by an internal error: ${error instanceof Error ? error.name : typeof error}`);
    return { code: 'internal', params: {} };
  }

  #entry(runId: string): Entry {
    const entry = this.#entries.get(runId);
    if (entry === undefined) throw new AppError('run-not-found', { runId });
    return entry;
  }

  /** The oldest finished runs go; a running one never does. */
  #forget(): void {
    const newestFirst = [...this.#entries].filter(([, { run }]) => run.done).reverse();
    let octets = 0;
    newestFirst.forEach(([runId, { run }], i) => {
      octets += run.octets;
      // The last one is being looked at.
      if (i >= appLimits.runs.kept || (i > 0 && octets > limits.history.memoryOctets)) this.#entries.delete(runId);
    });
  }
}

/** Handles of the files that a request names: of its message, or of its attachments. */
export function filesIn(request: RunRequest): readonly string[] {
  if (request.command === 'check') return [];
  const { message } = request;
  if (message.kind === 'file') return [message.handle];
  return message.kind === 'composed' ? (message.attachments ?? []) : [];
}

function targetOf({ target, protocol, security, mx }: ConnectionOptions): Target | null {
  const parsed = planTarget(target, { protocol, security, mx });
  return parsed.ok ? parsed.target : null;
}

/** Adds a root to those the user gave. */
function trust<R extends PastRequest>(request: R, caPem: string): R {
  const ca = [request.connection.ca, caPem].filter((pem) => pem !== undefined).join('\n');
  return { ...request, connection: { ...request.connection, ca } };
}
