/** State of the explain screen: what was pasted, where it came up, and main's answer to it, asked for while it is typed. */
import { AppError } from '../../../electron/protocol/values/app-error.ts';
import { PASTED_LIMIT, type DecidingFact, type Explained } from '../../../electron/protocol/values/app/explain.ts';
import type { Phase } from '../../../electron/protocol/values/session/phase.ts';
import { visible } from '../../../electron/texts/visible.ts';
import { problemOf } from '../../app/problem.ts';
import type { AppState } from '../../app/app.svelte.ts';
import type { ExplainAsk } from '../../app/ports.ts';
import { readPastedFile } from './pasted-file.ts';

/** Milliseconds without a key before it is judged. */
const PAUSE_MS = 180;

/** An answer with the text that it is for. */
export interface Answered {
  readonly text: string;
  readonly value: Explained;
}

export class ExplainState {
  text = $state('');
  host = $state('');
  port = $state('');
  phase: Phase | '' = $state('');
  /** The session that the text is from, with what is known of it besides the fields. */
  session: ExplainAsk | null = $state.raw(null);
  answer: Answered | null = $state.raw(null);
  /** What stands in the box is not yet judged. */
  busy = $state(false);
  problem: string | null = $state(null);
  /** What was taken of a file, or why nothing was. */
  note: string | null = $state(null);
  /** Asked for by a button: the field gets the focus. A new object asks anew. */
  focus: { readonly field: DecidingFact } | null = $state.raw(null);
  readonly tooLong: number = $derived(Math.max(0, this.text.length - PASTED_LIMIT));
  readonly portError: string | undefined = $derived(
    this.port.trim() === '' || portOf(this.port) !== null ? undefined : 'A port is a number from 1 to 65535',
  );
  #app: AppState;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Rises with every change: an answer to what stood there before is dropped. */
  #turn = 0;

  constructor(app: AppState) {
    this.#app = app;
  }

  type(text: string): void {
    this.text = text;
    this.note = null;
    // What is pasted next is from somewhere else.
    if (text.trim() === '') this.#forgetSession();
    this.#later();
  }

  setHost(host: string): void {
    this.host = host;
    this.#later();
  }

  setPort(port: string): void {
    this.port = port;
    this.#later();
  }

  setPhase(phase: Phase | ''): void {
    this.phase = phase;
    this.#later();
  }

  /** A reply of a session, or a bounce: fills the screen. */
  open(ask: ExplainAsk): void {
    const { text, context } = ask;
    this.text = text;
    this.host = context.host ?? '';
    this.port = context.port === null || context.port === undefined ? '' : String(context.port);
    this.phase = context.phase ?? '';
    this.session = ask;
    this.note = null;
    this.#now();
  }

  example(text: string): void {
    this.open({ text, context: {}, from: null });
    this.session = null;
  }

  /** The fields stay; the rest of the session no longer counts. */
  dropSession(): void {
    this.session = null;
    this.#now();
  }

  clear(): void {
    this.type('');
  }

  /** A log ends in what failed. */
  keepEnd(): void {
    this.text = this.text.slice(-PASTED_LIMIT);
    this.#now();
  }

  /** Only the first: one text is explained at a time. */
  async take(files: readonly File[]): Promise<void> {
    const [file] = files;
    if (file === undefined) return;
    const read = await readPastedFile(file);
    if (read.text === null) {
      this.note = read.note;
      return;
    }
    this.#forgetSession();
    this.text = read.text;
    this.note = files.length > 1 ? `${read.note} The other files were left out.` : read.note;
    this.#now();
  }

  #forgetSession(): void {
    if (this.session === null) return;
    this.session = null;
    this.host = '';
    this.port = '';
    this.phase = '';
  }

  #later(): void {
    this.#start(PAUSE_MS);
  }

  #now(): void {
    this.#start(0);
  }

  #start(pause: number): void {
    clearTimeout(this.#timer);
    const turn = (this.#turn += 1);
    this.problem = null;
    if (this.text.trim() === '' || this.tooLong > 0) {
      this.answer = null;
      this.busy = false;
      return;
    }
    this.busy = true;
    this.#timer = setTimeout(() => void this.#ask(turn), pause);
  }

  async #ask(turn: number): Promise<void> {
    const { text } = this;
    const host = this.host.trim();
    const context = {
      ...this.session?.context,
      host: host === '' ? null : host,
      port: portOf(this.port),
      phase: this.phase === '' ? null : this.phase,
    };
    try {
      const value = await this.#app.client.call('explain.text', { text, context });
      if (turn !== this.#turn) return;
      this.answer = { text, value };
    } catch (error) {
      if (turn !== this.#turn) return;
      if (!(error instanceof AppError)) throw error;
      this.answer = null;
      if (error.code === 'disconnected') this.#app.report(error);
      this.problem = visible(problemOf(error).message);
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }
}

function portOf(text: string): number | null {
  const trimmed = text.trim();
  if (!/^[0-9]{1,5}$/.test(trimmed)) return null;
  const port = Number(trimmed);
  return port >= 1 && port <= 65_535 ? port : null;
}
