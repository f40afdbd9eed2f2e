/**
 * The session of a console once it is open: line by line as it is typed, a message or a chunk as one, a login as one. What is typed is
 * sent as it is, but never more than a line; AUTH lines and responses are hidden in events like any other secret.
 */
import type { AuthOptions } from '../../../protocol/values/target.ts';
import type { Ehlo, Reply } from '../../../protocol/values/session/reply.ts';
import type { Delivery, Outcome } from '../../../protocol/values/session/outcome.ts';
import type { SecretSource } from '../../ports.ts';
import type { MessageSource, SessionResult } from '../types.ts';
import { type StepResult, cancelled, done, failed, outcome } from '../step.ts';
import { checkAuth } from '../plan/arguments.ts';
import { isPositive, replyClass } from '../../wire/reply.ts';
import type { ClientSession } from '../session.ts';
import type { SessionWatch } from './session-watch.ts';
import { IdleNoop } from './idle-noop.ts';
import { TypedLines } from '../commands/typed-line.ts';
import { authMechanisms, parseEhlo } from '../../wire/ehlo.ts';
import { authenticate } from '../auth/auth.ts';
import { checkArgument, invalidArgument } from '../../wire/command.ts';
import { exchange, hello } from '../commands/operations.ts';
import { handshake } from '../connection/tls.ts';
import { LoginLog } from '../auth/login-log.ts';
import { leave } from '../connection/closing.ts';
import { streamBody } from '../transaction/body.ts';

export interface ConsoleSession {
  /**
   * One line, any line. After a 334 the next line is the SASL response. STARTTLS answered with 220 is followed by the
   * handshake. Fails with `invalid-argument` for control characters, and with the outcome that ended the session. `octets`: what
   * goes out where it is no UTF-8; `line` is then the same read as Latin-1.
   */
  command(line: string, octets?: Uint8Array): Promise<StepResult<Reply>>;
  /** After a 354: the message, then the final dot. One reply, or with LMTP one for each RCPT taken since MAIL. */
  data(message: MessageSource, options?: { readonly dotStuff?: boolean }): Promise<StepResult<Reply[]>>;
  /**
   * `BDAT n [LAST]` with exactly its octets after it; `invalid-argument` when they are not so many. One reply, or with LMTP and LAST
   * one for each RCPT taken since MAIL.
   */
  chunk(line: string, octets: Uint8Array): Promise<StepResult<Reply[]>>;
  /**
   * AUTH as one operation, by the same rules as in every other session. A login that is refused fails with its outcome, and the session
   * goes on. Fails with `invalid-argument` while the server waits for a response or a message.
   */
  login(options: AuthOptions, secret: SecretSource): Promise<StepResult<string>>;
  /** The code of the last reply: 334 and 354 say what the next line is. */
  readonly lastCode: number | null;
  /** Whatever it answered. */
  readonly lastReply: Reply | null;
  readonly encrypted: boolean;
  /** AUTH was answered with success, typed or as an operation. */
  readonly loggedIn: boolean;
  /** Of the last EHLO; null after STARTTLS until it is asked again. */
  readonly ehlo: Ehlo | null;
  /** Why nothing can be said any more; null while the session lives, and after a QUIT. */
  readonly lost: Outcome | null;
  /** Calls back once the session cannot go on, whoever ended it: QUIT, the server, an error. At once where that was before. */
  whenOver(callback: () => void): void;
  /** NOOP whenever nothing was said for so many milliseconds; null for never. It is left out while the server waits for something else. */
  stayOpen(everyMs: number | null): void;
  /** QUIT unless it was typed, then closes. Call it once, whatever happened. `reason`: why the session ends, where it is no error of a line. */
  close(reason?: Outcome | null): Promise<SessionResult>;
}

export class TypedConsole implements ConsoleSession {
  readonly #session: ClientSession;
  readonly #end: (error: Outcome | null, delivery: Delivery | null) => SessionResult;
  readonly #lines: TypedLines;
  readonly #watch: SessionWatch;
  readonly #noop: IdleNoop;
  /** Operations under way. */
  #busy = 0;
  #recipients = 0;
  #quit = false;
  #error: Outcome | null = null;

  constructor(
    session: ClientSession,
    watch: SessionWatch,
    end: (error: Outcome | null, delivery: Delivery | null) => SessionResult,
  ) {
    this.#session = session;
    this.#watch = watch;
    this.#lines = new TypedLines(session.secrets);
    this.#end = end;
    this.#noop = new IdleNoop(
      () => this.#busy === 0 && !this.#waiting && session.connection.usable && !session.signal.aborted,
      () => this.command('NOOP'),
    );
    watch.begin();
    if (!session.connection.usable) watch.over();
  }

  get lastCode(): number | null {
    return this.#session.connection.lastCode;
  }

  get lastReply(): Reply | null {
    return this.#watch.lastReply;
  }

  get encrypted(): boolean {
    return this.#session.connection.encrypted;
  }

  get loggedIn(): boolean {
    return this.#session.loggedIn;
  }

  get ehlo(): Ehlo | null {
    return this.#session.ehlo;
  }

  get lost(): Outcome | null {
    return this.#error ?? (this.#quit ? null : this.#session.connection.lost);
  }

  whenOver(callback: () => void): void {
    this.#watch.whenOver(callback);
  }

  stayOpen(everyMs: number | null): void {
    this.#noop.set(everyMs);
  }

  /** The server waits for a SASL response or for a message, and would take a command for that. */
  get #waiting(): boolean {
    return this.lastCode === 334 || this.lastCode === 354;
  }

  command(line: string, octets?: Uint8Array): Promise<StepResult<Reply>> {
    return this.#operation(() => this.#command(line, octets));
  }

  data(message: MessageSource, options: { readonly dotStuff?: boolean } = {}): Promise<StepResult<Reply[]>> {
    return this.#operation(() => this.#data(message, options));
  }

  chunk(line: string, octets: Uint8Array): Promise<StepResult<Reply[]>> {
    return this.#operation(() => this.#chunk(line, octets));
  }

  login(options: AuthOptions, secret: SecretSource): Promise<StepResult<string>> {
    return this.#operation(() => this.#login(options, secret));
  }

  async #operation<T>(operation: () => Promise<T>): Promise<T> {
    this.#busy += 1;
    try {
      return await operation();
    } finally {
      this.#busy -= 1;
      this.#noop.touch();
    }
  }

  async #login(options: AuthOptions, secret: SecretSource): Promise<StepResult<string>> {
    if (this.#waiting) return failed(invalidArgument('command', 'auth', 'conflict'));
    const refused = checkAuth(options);
    if (refused !== null) return failed(refused);
    const { phases, connection } = this.#session;
    // A secret store that fails ends no session either.
    const step = await this.#authenticate(options, secret).finally(() => phases.rest());
    if (step.ok) this.#session.loggedIn = true;
    // Refused, the session goes on; anything else that ended it is its end.
    else if (!connection.usable) return this.#stopped(step.error);
    return step;
  }

  /** As every other session would: TLS comes first where it was asked for, and what is offered after it is asked for. */
  async #authenticate(options: AuthOptions, secret: SecretSource): Promise<StepResult<string>> {
    const session = this.#session;
    const { encrypted } = session.connection;
    if (session.ehlo === null) {
      const phase = encrypted ? 'ehlo-tls' : 'ehlo';
      const greeted = await session.inPhase(phase, () => hello(session, phase, encrypted ? 'tls' : 'plain'));
      if (!greeted.ok) return greeted;
      session.phases.rest();
    }
    const { security } = session.plan.target;
    if (!encrypted && (security === 'starttls' || (security !== 'none' && session.offers('STARTTLS')))) {
      const offered = session.ehlo === null ? [] : [...authMechanisms(session.ehlo)];
      return failed(
        outcome('auth-unavailable', 'auth', { reason: 'needs-tls', offered, encrypted }, { temporary: false }),
      );
    }
    return session.inPhase('auth', () => authenticate(session, options, secret, new LoginLog()));
  }

  async #command(line: string, octets?: Uint8Array): Promise<StepResult<Reply>> {
    // Octets 128 to 159 are control characters of Latin-1 alone, and end no line.
    const judged = octets === undefined ? line : line.replace(/[\x80-\x9f]/g, '?');
    const unsafe = checkArgument('command', judged.replaceAll('\t', ' '), { secret: true });
    if (unsafe !== null) return failed(unsafe);
    const { connection } = this.#session;
    const typed = this.#lines.read(line, this.lastCode);
    const { verb, responding } = typed;
    const startTls = !responding && verb === 'STARTTLS' && !connection.encrypted;
    if (startTls) connection.guarded = true;
    const sent = octets === undefined ? typed.sent : { ...typed.sent, octets };
    const step = await exchange(this.#session, sent);
    if (startTls && (!step.ok || step.value.code !== 220)) connection.guarded = false;
    if (!step.ok) return this.#stopped(step.error);
    const reply = step.value;
    const mechanism = this.#lines.answered(line, reply);
    if (mechanism !== null) this.#loggedInBy(mechanism, reply);
    if (!responding) this.#follow(verb, reply);
    return startTls && reply.code === 220 ? this.#secure(reply) : step;
  }

  async #data(message: MessageSource, options: { readonly dotStuff?: boolean }): Promise<StepResult<Reply[]>> {
    const { connection, lmtp, plan } = this.#session;
    this.#session.phases.speakAhead('data');
    connection.beginBody();
    // A server that asks for a message for nobody answers all the same.
    const count = lmtp ? Math.max(this.#recipients, 1) : 1;
    const early = () => connection.bodyInProgress;
    const answers = Array.from({ length: count }, () => connection.expect('.', plan.timeouts.finalDot, false, early));
    const facts = { octets: null, eightBit: false, clean: false };
    const stopped = await streamBody(this.#session, message, facts, options.dotStuff !== false);
    if (stopped !== null) return this.#stopped(stopped);
    return this.#answered(answers);
  }

  async #chunk(line: string, octets: Uint8Array): Promise<StepResult<Reply[]>> {
    const { connection, lmtp, plan } = this.#session;
    const [, length, last] = /^\s*BDAT ([0-9]{1,10})( LAST)?\s*$/i.exec(line) ?? [];
    if (length === undefined || Number(length) !== octets.length) {
      return failed(invalidArgument('command', line.slice(0, 200), 'bad-value'));
    }
    const count = lmtp && last !== undefined ? Math.max(this.#recipients, 1) : 1;
    const early = () => connection.bodyInProgress;
    this.#session.phases.speakAhead('data');
    connection.beginBody();
    const answers = Array.from({ length: count }, () => connection.expect(line, plan.timeouts.finalDot, false, early));
    connection.sendLine({ text: line });
    const written = await connection.writeBody([octets], plan.timeouts.bodyIdle);
    if (written === 'interrupted' || connection.finishBody([]) === 'interrupted') {
      // Answered before the chunk was through: the answer is shown, and nothing more can be said.
      const early = connection.dead === null && !this.#session.signal.aborted;
      return early ? this.#answered(answers.slice(0, 1)) : this.#stopped(connection.dead ?? cancelled('data'));
    }
    return this.#answered(answers);
  }

  async #answered(answers: readonly Promise<StepResult<Reply>>[]): Promise<StepResult<Reply[]>> {
    const replies: Reply[] = [];
    for (const step of await Promise.all(answers)) {
      if (!step.ok) return this.#stopped(step.error);
      replies.push(step.value);
    }
    this.#session.phases.rest();
    return done(replies);
  }

  async close(reason: Outcome | null = null): Promise<SessionResult> {
    this.#noop.set(null);
    this.#error ??= reason;
    if (this.#quit) await this.#session.connection.close();
    else await leave(this.#session, this.#error);
    return this.#end(this.#error, null);
  }

  #stopped(error: Outcome): StepResult<never> {
    this.#error ??= error;
    this.#watch.over();
    return failed(error);
  }

  #loggedInBy(mechanism: string, reply: Reply): void {
    const { ehlo, recorder } = this.#session;
    const offered = ehlo === null ? [] : authMechanisms(ehlo);
    recorder.record({ type: 'auth', tried: { mechanism, ok: true, reply }, offered: [...offered], user: null });
    this.#session.loggedIn = true;
  }

  /** What the engine has to know of what was typed. */
  #follow(verb: string, reply: Reply): void {
    const { connection, recorder } = this.#session;
    const positive = isPositive(reply);
    if (positive && (verb === 'EHLO' || verb === 'LHLO' || verb === 'HELO')) {
      const ehlo: Ehlo = parseEhlo(verb, reply);
      this.#session.ehlo = ehlo;
      const stage = this.loggedIn ? 'auth' : connection.encrypted ? 'tls' : 'plain';
      recorder.record({ type: 'capabilities', stage, ehlo });
    }
    if (verb === 'MAIL' || verb === 'RSET') this.#recipients = 0;
    if (verb === 'RCPT' && positive) this.#recipients += 1;
    if (verb === 'QUIT' && replyClass(reply) === 2) {
      this.#quit = true;
      this.#watch.over();
    }
  }

  async #secure(reply: Reply): Promise<StepResult<Reply>> {
    const { connection } = this.#session;
    const raw = connection.dead === null ? connection.detach() : null;
    if (raw === null) return connection.dead === null ? done(reply) : this.#stopped(connection.dead);
    const secured = await this.#session.inPhase('tls', () => handshake(this.#session, raw, 'starttls'));
    if (!secured.ok) return this.#stopped(secured.error);
    connection.attach(raw, secured.value);
    this.#session.phases.rest();
    this.#session.ehlo = null;
    return done(reply);
  }
}
