/**
 * Lines of the console carried out on its session, one after the other: what is the console's own is done, the rest is sent. Lists of them
 * are run by the same rules, on the command line and in the window.
 */
import type { AuthOptions } from '../../../protocol/values/target.ts';
import { type ConsoleLine, type ExpectedReply, isExpected } from '../../../protocol/parse/console/line.ts';
import type { ListStep } from '../../../protocol/parse/console/list.ts';
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import type { Reply } from '../../../protocol/values/session/reply.ts';
import type { SecretSource } from '../../ports.ts';
import type { ConsoleSession } from './typed-console.ts';
import type { MessageSource } from '../types.ts';
import type { StepResult } from '../step.ts';
import { DotStuffer } from '../../wire/body/dot.ts';
import { concatBytes, utf8Bytes } from '../../wire/text.ts';
import { invalidArgument } from '../../wire/command.ts';
import { limits } from '../limits.ts';

export interface ConsoleResources {
  /** Who logs in, by which mechanism where one is named; null where nobody is known. */
  readonly login: (mechanism: string | null) => { readonly options: AuthOptions; readonly secret: SecretSource } | null;
  /** Rejects where there is no such file. */
  readonly file: (name: string) => Promise<MessageSource>;
  /** False: whoever writes the messages of a list minds the dots. */
  readonly dotStuff?: boolean;
}

export type ConsoleStep =
  | { readonly kind: 'replies'; readonly replies: readonly Reply[] }
  | { readonly kind: 'login'; readonly mechanism: string }
  /** `got`: the reply that is not so; null where all are, or there was none. */
  | { readonly kind: 'expected'; readonly expected: ExpectedReply; readonly ok: boolean; readonly got: Reply | null }
  /** The session may go on: see ConsoleSession.lost. */
  | { readonly kind: 'failed'; readonly error: Outcome };

/** How a list ended; `line` is counted from 1. */
export type ListEnd =
  | { readonly kind: 'done' }
  /** `got`: the reply that was not as expected; null where there was none. */
  | { readonly kind: 'unexpected'; readonly line: number; readonly expected: ExpectedReply; readonly got: Reply | null }
  | { readonly kind: 'failed'; readonly line: number; readonly error: Outcome }
  | { readonly kind: 'stopped'; readonly line: number };

export interface ListWatch {
  /** Not of a message that the server did not ask for: it is passed over. */
  readonly begun?: (step: ListStep) => void;
  readonly done: (step: ListStep, result: ConsoleStep) => void;
  /** Asked before each step. */
  readonly stopped?: () => boolean;
}

const replied = (step: StepResult<readonly Reply[]>): ConsoleStep =>
  step.ok ? { kind: 'replies', replies: step.value } : { kind: 'failed', error: step.error };

export class Conversation {
  readonly #session: ConsoleSession;
  readonly #resources: ConsoleResources;
  /** What the line before was answered with; over LMTP a message has several. */
  #last: readonly Reply[];

  constructor(session: ConsoleSession, resources: ConsoleResources) {
    this.#session = session;
    this.#resources = resources;
    this.#last = session.lastReply === null ? [] : [session.lastReply];
  }

  /** `octets`: see ConsoleSession.command. Rejects where a file cannot be read. */
  async carryOut(read: Exclude<ConsoleLine, { kind: 'nothing' | 'wrong' }>, octets?: Uint8Array): Promise<ConsoleStep> {
    switch (read.kind) {
      case 'wire':
        return this.#wire(read.text, octets);
      case 'expect':
        return this.#expect(read.expected);
      case 'login':
        return this.#login(read.mechanism, read.text);
      case 'file':
        return this.#file(read);
    }
  }

  /** After a 354. */
  async message(source: MessageSource, dotStuff = true): Promise<ConsoleStep> {
    return this.#kept(replied(await this.#session.data(source, { dotStuff })));
  }

  async chunk(line: string, octets: Uint8Array): Promise<ConsoleStep> {
    return this.#kept(replied(await this.#session.chunk(line, octets)));
  }

  /** AUTH with what was typed for it. */
  async loginAs(options: AuthOptions, secret: SecretSource): Promise<ConsoleStep> {
    const step = await this.#session.login(options, secret);
    const reply = step.ok ? this.#session.lastReply : step.error.reply;
    this.#last = reply === null ? [] : [reply];
    return step.ok ? { kind: 'login', mechanism: step.value } : { kind: 'failed', error: step.error };
  }

  /** One step after the other, until one fails, a reply is not as expected, or it is stopped. Rejects where a file cannot be read. */
  async runList(steps: readonly ListStep[], watch: ListWatch): Promise<ListEnd> {
    for (const step of steps) {
      const { line } = step;
      if (watch.stopped?.() === true) return { kind: 'stopped', line };
      if (step.kind === 'message' && this.#session.lastCode !== 354) continue;
      watch.begun?.(step);
      const result = await this.#step(step);
      watch.done(step, result);
      if (result.kind === 'failed') return { kind: 'failed', line, error: result.error };
      if (result.kind === 'expected' && !result.ok) {
        const { expected, got } = result;
        return { kind: 'unexpected', line, expected, got };
      }
    }
    return { kind: 'done' };
  }

  async #step(step: ListStep): Promise<ConsoleStep> {
    switch (step.kind) {
      case 'line': {
        // The server waits for a response: whatever stands there is one.
        if (this.#session.lastCode === 334) return this.#wire(step.read.kind === 'wire' ? step.read.text : step.text);
        // Typed, it may be meant for the server; in a list it is a login, and nobody is known.
        if (step.read.kind === 'login' && this.#resources.login(step.read.mechanism) === null)
          return { kind: 'failed', error: invalidArgument('user', null, 'bad-value') };
        return this.carryOut(step.read);
      }
      case 'message':
        return this.message(lineSource(step.lines), this.#resources.dotStuff !== false);
      case 'chunk':
        return this.chunk(step.text, utf8Bytes(step.lines.map((line) => `${line}\r\n`).join('')));
    }
  }

  async #wire(text: string, octets?: Uint8Array): Promise<ConsoleStep> {
    const step = await this.#session.command(text, octets);
    return this.#kept(replied(step.ok ? { ok: true, value: [step.value] } : step));
  }

  #kept(step: ConsoleStep): ConsoleStep {
    // What was not sent changes nothing; what the server closed upon was answered with nothing.
    if (step.kind === 'replies') this.#last = step.replies;
    else if (step.kind === 'failed' && step.error.code !== 'invalid-argument') this.#last = [];
    return step;
  }

  #login(mechanism: string | null, text: string): Promise<ConsoleStep> {
    const login = this.#resources.login(mechanism);
    return login === null ? this.#wire(text) : this.loginAs(login.options, login.secret);
  }

  async #file({ verb, name, last }: Extract<ConsoleLine, { kind: 'file' }>): Promise<ConsoleStep> {
    const source = await this.#resources.file(name);
    if (verb === 'BDAT') return this.chunkOf(source, last);
    const asked = await this.#wire('DATA');
    const [reply] = asked.kind === 'replies' ? asked.replies : [];
    return reply?.code === 354 ? this.message(source) : asked;
  }

  /** BDAT with the whole of it; `invalid-argument` where it is more than one chunk may be. Rejects where it cannot be read. */
  async chunkOf(source: MessageSource, last: boolean): Promise<ConsoleStep> {
    const pieces: Uint8Array[] = [];
    let octets = 0;
    const ends = new DotStuffer(source.lineEnds, { stuff: false });
    for await (const piece of source.open()) {
      octets += piece.length;
      if (octets > limits.client.maxChunkOctets)
        return { kind: 'failed', error: invalidArgument('command', 'bdat', 'too-long') };
      pieces.push(...ends.push(piece));
    }
    pieces.push(...ends.end());
    const whole = concatBytes(...pieces);
    return this.chunk(`BDAT ${whole.length}${last ? ' LAST' : ''}`, whole);
  }

  #expect(expected: ExpectedReply): ConsoleStep {
    const got = this.#last.find((reply) => !isExpected(expected, reply)) ?? null;
    return { kind: 'expected', expected, ok: got === null && this.#last.length > 0, got };
  }
}

/** Lines without their ends, as they were typed. */
function lineSource(lines: readonly string[]): MessageSource {
  return {
    size: null,
    lineEnds: 'raw',
    async *open() {
      for (const line of lines) yield utf8Bytes(`${line}\r\n`);
    },
  };
}
