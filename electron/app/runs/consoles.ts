/** The sessions that the window types into: each is a run, kept in the history like any other once it is over. */
import type { ExplainedReply } from '../../core/explain/typed.ts';
import type { OpenedConsole } from '../../core/smtp/flows/console.ts';
import { planTarget } from '../../core/smtp/plan/target.ts';
import type { SecretSource } from '../../core/ports.ts';
import type { CheckOptions, MessageSource, SessionContext } from '../../core/smtp/types.ts';
import type { StreamSink } from '../../ipc/host.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type {
  ConsoleBody,
  ConsoleExplained,
  ConsoleInput,
  ConsoleRequest,
  ConsoleState,
  OpenConsoleInfo,
} from '../../protocol/values/app/console.ts';
import type { SessionEvent } from '../../protocol/values/session/event.ts';
import type { AuthOptions, Target } from '../../protocol/values/target.ts';
import { limits } from '../limits.ts';
import { LiveConsole, type ConsoleLogin } from './live-console.ts';
import type { Runs } from './runs.ts';
import { secretOf } from './typed-secrets.ts';

export interface ConsolesOptions {
  readonly runs: Runs;
  readonly open: (options: CheckOptions, context: SessionContext) => Promise<OpenedConsole>;
  readonly explain: (events: readonly SessionEvent[], seq: number, target: Target) => Promise<ExplainedReply | null>;
  readonly message: (body: ConsoleBody) => Promise<MessageSource>;
  /** See RunsOptions: judged by what is asked, with the mechanism that was typed. */
  readonly profileSecret: (profileId: string, request: Pick<ConsoleRequest, 'connection' | 'auth'>) => SecretSource;
  /** One line about an unexpected error; without payload. */
  readonly log: (line: string) => void;
}

export class Consoles {
  readonly #options: ConsolesOptions;
  readonly #open = new Map<string, { readonly live: LiveConsole; readonly request: ConsoleRequest }>();
  /** Those that ended last, for whoever asks how they stood. */
  #ended: ReadonlyMap<string, LiveConsole> = new Map();

  constructor(options: ConsolesOptions) {
    this.#options = options;
  }

  /** Its run's id. Rejects where there are too many already. */
  open(request: ConsoleRequest): { runId: string; ownServer: boolean } {
    if (this.#open.size >= limits.console.open)
      throw new AppError('invalid-argument', { argument: 'console', reason: 'too many sessions are open' });
    const { runs, open, message, log } = this.#options;
    const login = (mechanism: string | null): ConsoleLogin | null => this.#loginOf(request, mechanism);
    // What a run would refuse at once, a session that stops before its login does not need.
    const logsIn = request.auth !== null && login(null) !== null;
    if (request.auth !== null && !logsIn && request.until === 'login') throw new AppError('secret-missing');
    const target = targetOf(request);
    return runs.begin(request, [], async (prepared, secret, context, runId) => {
      const live = new LiveConsole({ runId, target, open, login, message, log });
      const { secrets: _secrets, ...asked } = request;
      this.#open.set(runId, { live, request: { ...asked, secret: null } });
      const { connection, auth } = prepared;
      const { until } = request;
      const withLogin = auth !== null && logsIn && until === 'login' ? { options: auth, secret } : null;
      const { quitAfter: _quit, dropAfter: _drop, ...way } = connection;
      const stops = until === 'greeting' || until === 'ehlo' ? { quitAfter: until } : {};
      try {
        const secrets = await runs.connectionSecrets(request);
        return await live.run(
          { connection: { ...way, ...stops }, auth: withLogin, envelope: null, ...secrets },
          context,
        );
      } finally {
        this.#open.delete(runId);
        this.#ended = new Map([...this.#ended, [runId, live] as const].slice(-limits.console.open));
      }
    });
  }

  /** The newest that is open, for a window that was reloaded. */
  get current(): OpenConsoleInfo | null {
    const [runId, open] = [...this.#open].at(-1) ?? [];
    if (runId === undefined || open === undefined) return null;
    return { runId, request: open.request, ownServer: this.#options.runs.snapshot(runId, Infinity).ownServer };
  }

  async send(runId: string, input: ConsoleInput): Promise<void> {
    await this.#live(runId).take(input);
  }

  stopList(runId: string): void {
    this.#live(runId).stopList();
  }

  stayOpen(runId: string, seconds: number | null): void {
    this.#live(runId).stayOpen(seconds);
  }

  /** QUIT; what is over is so already. */
  close(runId: string): void {
    this.#open.get(runId)?.live.close();
  }

  /** null where no reply stands there. Rejects with AppError `run-not-found`. */
  async explain(runId: string, seq: number): Promise<ConsoleExplained | null> {
    const { events } = this.#options.runs.snapshot(runId, 0);
    const begun = events.find((event) => event.type === 'session-begin');
    if (begun?.type !== 'session-begin') return null;
    const explained = await this.#options.explain(events, seq, begun.target);
    return explained === null ? null : { ...explained, findings: [...explained.findings] };
  }

  follow(runId: string, sink: StreamSink<ConsoleState>): () => void {
    return (this.#ended.get(runId) ?? this.#live(runId)).follow(sink);
  }

  #live(runId: string): LiveConsole {
    const live = this.#open.get(runId)?.live;
    if (live === undefined) throw new AppError('run-not-found', { runId });
    return live;
  }

  /** A profile's secret is judged anew for each mechanism: it is bound to those it was kept for. */
  #loginOf({ auth, secret, profileId, connection }: ConsoleRequest, mechanism: string | null): ConsoleLogin | null {
    if (auth === null) return null;
    const options: AuthOptions = mechanism === null ? auth : { ...auth, mechanisms: [mechanism] };
    if (secret !== null) return { options, secret: secretOf(secret) };
    if (profileId === undefined) return null;
    return { options, secret: this.#options.profileSecret(profileId, { connection, auth: options }) };
  }
}

function targetOf({ connection: { target, protocol, security, mx } }: ConsoleRequest): Target | null {
  const parsed = planTarget(target, { protocol, security, mx });
  return parsed.ok ? parsed.target : null;
}
