/**
 * One session that the window types into, from its opening to its end: takes one input after the other, and says how it stands. What was
 * said both ways is in the run's events. Secrets live in here until the session ends, and nowhere else.
 */
import { onAbort } from '../../core/recording/on-abort.ts';
import { eventWeight } from '../../core/recording/event-weight.ts';
import { type ConsoleStep, Conversation, type ListEnd } from '../../core/smtp/console/conversation.ts';
import type { ConsoleSession } from '../../core/smtp/console/typed-console.ts';
import type { OpenedConsole } from '../../core/smtp/flows/console.ts';
import type { CheckOptions, MessageSource, SessionContext, SessionResult } from '../../core/smtp/types.ts';
import type { SecretSource } from '../../core/ports.ts';
import type { StreamSink } from '../../ipc/host.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type { ConsoleInput, ConsoleList, ConsoleState } from '../../protocol/values/app/console.ts';
import type { Target, AuthOptions } from '../../protocol/values/target.ts';
import { parseConsoleLine } from '../../protocol/parse/console/line.ts';
import { parseList } from '../../protocol/parse/console/list.ts';
import { listProblemText } from '../../texts/app/console.ts';
import { limits } from '../limits.ts';

export interface ConsoleLogin {
  readonly options: AuthOptions;
  readonly secret: SecretSource;
}

export interface LiveConsoleParts {
  readonly runId: string;
  readonly target: Target | null;
  readonly open: (options: CheckOptions, context: SessionContext) => Promise<OpenedConsole>;
  /** Who the session was opened for, by a mechanism where one is named; null where nobody is known. */
  readonly login: (mechanism: string | null) => ConsoleLogin | null;
  /** Rejects with AppError. */
  readonly message: (body: Extract<ConsoleInput, { kind: 'message' | 'chunk' }>['body']) => Promise<MessageSource>;
  /** One line about an unexpected error; without payload. */
  readonly log: (line: string) => void;
}

type Sink = StreamSink<ConsoleState>;
type Taken = () => Promise<void>;

const busy = (): AppError => new AppError('invalid-argument', { argument: 'input', reason: 'the session is busy' });

export class LiveConsole {
  readonly #parts: LiveConsoleParts;
  readonly #followers = new Set<Sink>();
  #state: ConsoleState;
  #session: ConsoleSession | null = null;
  #conversation: Conversation | null = null;
  /** Typed later, in place of who the session was opened for. */
  #typedLogin: ConsoleLogin | null = null;
  #end: () => void = () => undefined;
  #stopList = false;
  #unwatched: NodeJS.Timeout | null = null;
  #events = 0;
  #octets = 0;

  constructor(parts: LiveConsoleParts) {
    this.#parts = parts;
    this.#state = {
      ...{ runId: parts.runId, seq: 1, phase: 'opening', waiting: 'command', busy: true },
      ...{ encrypted: false, loggedIn: false, user: parts.login(null)?.options.user ?? null },
      protocol: parts.target?.protocol ?? 'smtp',
      ...{ capabilities: null, stayOpen: null, result: null, list: null, full: false },
    };
    this.#watch();
  }

  get state(): ConsoleState {
    return this.#state;
  }

  /** The whole of it, as the flow of its run. */
  async run(options: CheckOptions, context: SessionContext): Promise<SessionResult> {
    try {
      const emit: SessionContext['emit'] = (event) => {
        context.emit(event);
        this.#count(eventWeight(event));
      };
      const opened = await this.#parts.open(options, { ...context, emit });
      if (!opened.ok) return opened.result;
      return await this.#talk(opened.session, context.signal);
    } finally {
      this.#set({ phase: 'over', busy: false, waiting: 'command' });
      if (this.#unwatched !== null) clearTimeout(this.#unwatched);
      for (const sink of this.#followers) sink.end(null);
      this.#followers.clear();
    }
  }

  /** Begins what was typed, and answers at once; what it comes to is in state and events. @throws AppError */
  async take(input: ConsoleInput): Promise<void> {
    const taken = await this.#prepare(input);
    if (this.#state.phase !== 'open' || this.#state.busy) throw busy();
    this.#set({ busy: true, result: null });
    void taken()
      .catch((error: unknown) => this.#failed(error))
      .finally(() => this.#set({ busy: false }));
  }

  stayOpen(seconds: number | null): void {
    this.#session?.stayOpen(seconds === null ? null : seconds * 1000);
    this.#set({ stayOpen: seconds });
  }

  stopList(): void {
    this.#stopList = true;
  }

  /** QUIT. */
  close(): void {
    if (this.#session === null) this.#set({ phase: 'closing' });
    this.#end();
  }

  follow(sink: Sink): () => void {
    sink.event(this.#state);
    if (this.#state.phase === 'over') {
      sink.end(null);
      return () => undefined;
    }
    this.#followers.add(sink);
    this.#watch();
    return () => {
      this.#followers.delete(sink);
      this.#watch();
    };
  }

  async #talk(session: ConsoleSession, signal: AbortSignal): Promise<SessionResult> {
    this.#session = session;
    const login = (mechanism: string | null) => this.#login(mechanism);
    this.#conversation = new Conversation(session, {
      login,
      file: () =>
        Promise.reject(
          new AppError('invalid-argument', { argument: 'file', reason: 'files are chosen in the window' }),
        ),
    });
    const over = new Promise<void>((resolve) => {
      this.#end = resolve;
      session.whenOver(resolve);
      onAbort(signal, resolve);
      if (signal.aborted || this.#state.full || this.#state.phase === 'closing') resolve();
    });
    this.#set({ phase: this.#state.phase === 'closing' ? 'closing' : 'open', busy: false });
    session.stayOpen(this.#state.stayOpen === null ? null : this.#state.stayOpen * 1000);
    await over;
    this.#stopList = true;
    this.#set({ phase: 'closing' });
    return session.close(session.lost);
  }

  /** What is wrong with the input itself is said before anything is begun. */
  async #prepare(input: ConsoleInput): Promise<Taken> {
    const conversation = this.#conversation;
    const session = this.#session;
    if (conversation === null || session === null) throw busy();
    switch (input.kind) {
      case 'line':
        return this.#line(input.text, conversation, session);
      case 'login': {
        const { mechanism, user, secret } = input;
        if (user !== null) {
          if (secret === null) throw new AppError('secret-missing');
          const options = { user, ...(input.allowClear ? { allowClear: true } : {}) };
          this.#typedLogin = { options, secret: { read: async () => secret } };
        }
        const login = this.#login(mechanism);
        if (login === null) throw new AppError('secret-missing');
        return async () => this.#reported(await conversation.loginAs(login.options, login.secret));
      }
      case 'message': {
        if (session.lastCode !== 354)
          throw new AppError('invalid-argument', { argument: 'input', reason: 'no message was asked for' });
        const source = await this.#parts.message(input.body);
        return async () => this.#reported(await conversation.message(source));
      }
      case 'chunk': {
        const source = await this.#parts.message(input.body);
        return async () => this.#reported(await conversation.chunkOf(source, input.last));
      }
      case 'list':
        return this.#list(input.text, conversation);
    }
  }

  #line(text: string, conversation: Conversation, session: ConsoleSession): Taken {
    if (session.lastCode === 334)
      return async () => this.#reported(await conversation.carryOut({ kind: 'wire', text }));
    const read = parseConsoleLine(text);
    if (read.kind === 'nothing') return async () => undefined;
    if (read.kind === 'wrong') throw new AppError('invalid-argument', { argument: 'line', reason: read.usage });
    // Only the octets after it are missing, and the server would take whatever comes next for them.
    if (read.kind === 'wire' && /^\s{0,20}BDAT\s/i.test(read.text))
      throw new AppError('invalid-argument', { argument: 'line', reason: 'a chunk goes out with its message' });
    return async () => this.#reported(await conversation.carryOut(read));
  }

  #list(text: string, conversation: Conversation): Taken {
    const parsed = parseList(text);
    if (!parsed.ok) throw new AppError('invalid-argument', { argument: 'list', reason: listProblemText(parsed) });
    const { steps } = parsed;
    const lines = steps.at(-1)?.line ?? 0;
    this.#stopList = false;
    return async () => {
      const end = await conversation.runList(steps, {
        begun: ({ line }) => this.#set({ list: { line, lines, end: null } }),
        done: (_step, result) => this.#reported(result),
        stopped: () => this.#stopList,
      });
      const line = end.kind === 'done' ? lines : end.line;
      this.#set({ result: null, list: { line, lines, end: endOf(end) } });
    };
  }

  #login(mechanism: string | null): ConsoleLogin | null {
    const typed = this.#typedLogin;
    if (typed === null) return this.#parts.login(mechanism);
    return mechanism === null ? typed : { ...typed, options: { ...typed.options, mechanisms: [mechanism] } };
  }

  #reported(step: ConsoleStep): void {
    switch (step.kind) {
      case 'replies':
        return this.#set({ result: null });
      case 'login':
        return this.#set({ result: { kind: 'login', mechanism: step.mechanism } });
      case 'expected': {
        const { ok, got } = step;
        return this.#set({ result: { kind: 'expected', ok, expected: { text: step.expected.text, got } } });
      }
      case 'failed':
        return this.#set({ result: { kind: 'failed', error: step.error } });
    }
  }

  #failed(error: unknown): void {
    const known = error instanceof AppError;
    if (!known) this.#parts.log(`a console's input ended in ${error instanceof Error ? error.name : typeof error}`);
    const { code, params } = known ? error : new AppError('internal');
    this.#set({ result: { kind: 'error', error: { code, params } } });
  }

  #set(change: Partial<ConsoleState>): void {
    const session = this.#session;
    const { lastCode } = session ?? { lastCode: null };
    const waiting = lastCode === 334 ? 'response' : lastCode === 354 ? 'message' : 'command';
    this.#state = {
      ...this.#state,
      ...(session === null
        ? {}
        : {
            ...{ waiting, encrypted: session.encrypted, loggedIn: session.loggedIn },
            capabilities: session.ehlo === null ? null : [...session.ehlo.capabilities],
          }),
      user: this.#login(null)?.options.user ?? null,
      ...change,
      seq: this.#state.seq + 1,
    };
    for (const sink of this.#followers) sink.event(this.#state);
  }

  /** A hostile server, or a year of NOOPs, fills no memory. */
  #count(octets: number): void {
    this.#events += 1;
    this.#octets += octets;
    const full = this.#events > limits.console.events || this.#octets > limits.console.octets;
    if (!full || this.#state.full) return;
    this.#set({ full: true });
    this.#end();
  }

  /** With nobody who follows it for a while, its window is gone. */
  #watch(): void {
    if (this.#unwatched !== null) clearTimeout(this.#unwatched);
    this.#unwatched = null;
    if (this.#followers.size > 0 || this.#state.phase === 'over') return;
    this.#unwatched = setTimeout(() => {
      this.#set({ phase: 'closing' });
      this.#end();
    }, limits.console.unwatchedMs);
  }
}

function endOf(end: ListEnd): ConsoleList['end'] {
  switch (end.kind) {
    case 'done':
    case 'stopped':
      return { kind: end.kind };
    case 'failed':
      return { kind: 'failed', error: end.error };
    case 'unexpected':
      return { kind: 'unexpected', expected: { text: end.expected.text, got: end.got } };
  }
}
