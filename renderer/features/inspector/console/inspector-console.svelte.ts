/**
 * State of the console: its session, what was typed in it, and what its last reply means. What was sent is known from the session's own
 * events, in which no secret is; nothing else is kept of what was typed.
 */
import type { AppState } from '../../../app/app.svelte.ts';
import { AppError } from '../../../../electron/protocol/values/app-error.ts';
import type {
  ConsoleExplained,
  ConsoleInput,
  ConsoleStart,
  ConsoleState,
} from '../../../../electron/protocol/values/app/console.ts';
import { completeConsoleLine, type Completions } from '../../../../electron/protocol/parse/console/completion.ts';
import { parseConsoleLine } from '../../../../electron/protocol/parse/console/line.ts';
import { LiveRun } from '../../../session/run.svelte.ts';
import { runInput } from '../../../session/run-input.ts';
import { readTarget } from '../../../session/target/target-words.ts';
import type { ConnectionForm } from '../../../session/target/connection-form.svelte.ts';
import { lastReplySeq, sentLines } from './typed.ts';

/** Lines of the console's own that are remembered besides those that were sent. */
const KEPT = 200;

const nothing: Completions = { from: 0, choices: [] };

export class InspectorConsole {
  /** How far a session goes by itself. */
  until: ConsoleStart = $state('login');
  run: LiveRun | null = $state.raw(null);
  state: ConsoleState | null = $state.raw(null);
  /** What the last reply means, or the one that was asked for. */
  explained: ConsoleExplained | null = $state.raw(null);
  /** Why the last thing that was typed was not taken. */
  refused: AppError | null = $state.raw(null);
  /** The list that is written here and run. */
  list = $state('');
  /** What was sent off before the server had answered what went before; goes out once it has. */
  #held: { readonly waiting: ConsoleState['waiting'] | undefined; readonly act: () => void } | null = $state.raw(null);
  /** Rises when the field for commands should take the focus. */
  asked = $state(0);
  #own: readonly { readonly after: number; readonly text: string }[] = [];
  #explaining = 0;
  readonly #app: AppState;
  readonly #form: ConnectionForm;
  #unfollow: (() => void) | null = null;

  constructor(app: AppState, form: ConnectionForm) {
    this.#app = app;
    this.#form = form;
  }

  /** The session is there and not over. */
  get open(): boolean {
    return this.run?.active === true;
  }

  /** Something can be typed now. */
  get ready(): boolean {
    return this.state?.phase === 'open' && !this.state.busy;
  }

  /** Something that was typed waits for the server's answer to what went before. */
  get holding(): boolean {
    return this.#held !== null && this.open;
  }

  /** Acts now, or once the server has answered; not at all where it asks for something else by then. */
  whenReady(act: () => void): void {
    if (this.ready) act();
    else if (this.open) this.#held = { waiting: this.state?.waiting, act };
  }

  /** What waits does not go out. */
  takeBack(): void {
    this.#held = null;
  }

  /** A session of its own, with what stands in the target bar. False where the bar has to be seen to first. */
  connect(): boolean {
    if (this.open) return true;
    if (readTarget(this.#form.target, this.#form)?.ok !== true) return false;
    const input = runInput(this.#app, this.#form);
    if (input === null) return true;
    const until = input.auth === null && this.until === 'login' ? 'tls' : this.until;
    this.#begin(LiveRun.start(this.#app.client, { command: 'console', ...input, until, envelope: null }));
    return true;
  }

  /** Of a window that was reloaded: the session that it had is found again. */
  async findAgain(): Promise<boolean> {
    const { open } = await this.#app.client.call('console.current', {});
    if (open === null || this.run !== null) return false;
    const { request, ...found } = open;
    this.until = request.until;
    this.#begin(new LiveRun(this.#app.client, request, () => Promise.resolve(found)));
    return true;
  }

  /** True where it was taken: then it need not stand in the field any more. */
  async type(text: string): Promise<boolean> {
    const read = this.state?.waiting === 'response' ? null : parseConsoleLine(text);
    const taken = await this.send({ kind: 'line', text });
    // What goes out is in the events; a login, and what only judges, is not.
    if (taken && ['expect', 'login'].includes(read?.kind ?? '')) this.#remember(text);
    return taken;
  }

  async send(input: ConsoleInput): Promise<boolean> {
    const runId = this.run?.id ?? null;
    if (runId === null) return false;
    this.refused = null;
    try {
      await this.#app.client.call('console.send', { runId, input });
      return true;
    } catch (error) {
      this.refused = error instanceof AppError ? error : new AppError('internal', {}, { cause: error });
      return false;
    }
  }

  stayOpen(seconds: number | null): void {
    this.#call((runId) => this.#app.client.call('console.stayOpen', { runId, seconds }));
  }

  stopList(): void {
    this.#call((runId) => this.#app.client.call('console.stopList', { runId }));
  }

  /** Politely, after what is under way. */
  quit(): void {
    this.#call((runId) => this.#app.client.call('console.close', { runId }));
  }

  /** Whatever is under way. */
  abort(): void {
    this.run?.cancel();
  }

  /** The window has no need of it any more. */
  forget(): void {
    if (this.open) return;
    this.#unfollow?.();
    this.#unfollow = null;
    this.run?.dispose();
    this.run = null;
    this.state = null;
    this.explained = null;
    this.refused = null;
    this.#held = null;
    this.#own = [];
  }

  completions(line: string): Completions {
    if (this.state?.waiting !== 'command') return nothing;
    const { capabilities, encrypted, protocol } = this.state;
    return completeConsoleLine(line, { capabilities, encrypted, protocol });
  }

  /** What was typed, oldest first, nothing twice in a row; of logins only what may be seen. */
  history(): string[] {
    const rows = this.run === null ? [] : sentLines(this.run.log.transcript);
    const all = [...rows, ...this.#own.map(({ after, text }) => ({ seq: after + 0.5, text }))].sort(
      (a, b) => a.seq - b.seq,
    );
    return all.map(({ text }) => text).filter((text, at, texts) => text !== texts[at - 1]);
  }

  /** What the reply at this line means, with the session until then as evidence. */
  async explain(seq: number): Promise<void> {
    const runId = this.run?.id ?? null;
    if (runId === null) return;
    const turn = (this.#explaining += 1);
    try {
      const explained = await this.#app.client.call('console.explain', { runId, seq });
      // A later one was asked for meanwhile.
      if (turn === this.#explaining) this.explained = explained;
    } catch (error) {
      this.#app.report(error);
    }
  }

  /** The last reply that there is. */
  explainLast(): void {
    const seq = this.run === null ? null : lastReplySeq(this.run.log.transcript);
    if (seq !== null) void this.explain(seq);
  }

  /** A list from a file that the user chooses. */
  async load(): Promise<void> {
    try {
      const [file] = await this.#app.client.call('files.choose', { purpose: 'commands' });
      if (file === undefined) return;
      this.list = (await this.#app.client.call('console.readList', { handle: file.handle })).text;
      await this.#app.client.call('files.release', { handles: [file.handle] });
    } catch (error) {
      this.#app.report(error);
    }
  }

  async save(): Promise<void> {
    try {
      const { saved, name } = await this.#app.client.call('console.saveList', { text: this.list });
      if (saved) this.#app.toasts.show({ message: name === null ? 'List saved' : `Saved as ${name}`, tone: 'ok' });
    } catch (error) {
      this.#app.report(error);
    }
  }

  /** A file for a message; null where none was chosen. */
  async chooseMessage(): Promise<string | null> {
    try {
      const [file] = await this.#app.client.call('files.choose', { purpose: 'message' });
      return file?.handle ?? null;
    } catch (error) {
      this.#app.report(error);
      return null;
    }
  }

  #begin(run: LiveRun): void {
    this.forget();
    this.run = run;
    this.asked += 1;
    // Whatever tab is in front: a session that nobody follows is ended.
    void run.begun.then((id) => {
      if (id !== null && this.run === run) this.#follow(id);
    });
  }

  #follow(runId: string): void {
    this.#unfollow = this.#app.client.subscribe(
      'console.state',
      { runId },
      (state) => this.#stands(state),
      (error) => {
        // A session that ended before it could be followed is over, which its run says.
        if (error !== null && error.code !== 'run-not-found') this.#app.report(error);
      },
    );
  }

  #stands(state: ConsoleState): void {
    this.state = state;
    const held = this.#held;
    if (held === null) return;
    // Before the first state a command is all that can have been typed.
    const asked = (held.waiting ?? 'command') === state.waiting;
    if (asked && this.open && !this.ready) return;
    this.#held = null;
    if (asked && this.ready) held.act();
  }

  #remember(text: string): void {
    const after = this.run?.log.lastSeq ?? 0;
    this.#own = [...this.#own, { after, text }].slice(-KEPT);
  }

  #call(call: (runId: string) => Promise<unknown>): void {
    const runId = this.run?.id ?? null;
    if (runId !== null) call(runId).catch((error: unknown) => this.#app.report(error));
  }
}
