/**
 * A session whose commands are typed: greeting, EHLO, TLS and AUTH as asked, then line by line. What is typed is sent as it is, but
 * never more than a line; AUTH lines and responses are hidden in events like any other secret.
 */
import type { Ehlo, Reply } from '../../../protocol/values/session/reply.ts';
import type { Delivery, Outcome } from '../../../protocol/values/session/outcome.ts';
import type { CheckOptions, MessageSource, SessionContext, SessionResult } from '../types.ts';
import { type StepResult, cancelled, done, failed } from '../step.ts';
import { checkAuth, planConnection } from '../plan/arguments.ts';
import { isPositive, replyClass } from '../../wire/reply.ts';
import { ClientSession } from '../session.ts';
import { SessionRecorder } from '../../recording/recorder.ts';
import { TypedLines } from '../commands/typed-line.ts';
import { checkArgument, invalidArgument } from '../../wire/command.ts';
import { establish } from '../reach/establish.ts';
import { exchange } from '../commands/operations.ts';
import { handshake } from '../connection/tls.ts';
import { leave } from '../connection/closing.ts';
import { parseEhlo } from '../../wire/ehlo.ts';
import { sendXforward } from '../commands/xclient.ts';
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
   * `BDAT n [LAST]` with exactly its octets behind it; `invalid-argument` when they are not so many. One reply, or with LMTP and LAST
   * one for each RCPT taken since MAIL.
   */
  chunk(line: string, octets: Uint8Array): Promise<StepResult<Reply[]>>;
  /** The code of the last reply: 334 and 354 tell what the next line is. */
  readonly lastCode: number | null;
  /** QUIT unless it was typed, then closes. Call it once, whatever happened. */
  close(): Promise<SessionResult>;
}

export type OpenedConsole =
  { readonly ok: true; readonly session: ConsoleSession } | { readonly ok: false; readonly result: SessionResult };

/** Never rejects for anything a peer does. The options' envelope is not used. */
export async function openConsole(options: CheckOptions, context: SessionContext): Promise<OpenedConsole> {
  const recorder = new SessionRecorder(context.emit, context.clock);
  const plan = planConnection(options.connection);
  const nowhere = { host: null, port: null, path: null, protocol: 'smtp', security: 'none' } as const;
  const target = plan.ok ? plan.value.target : nowhere;
  recorder.record({ type: 'session-begin', role: 'client', startedAt: recorder.wall(), target, peer: null });
  const end = (error: Outcome | null, delivery: Delivery | null): SessionResult => {
    recorder.record({ type: 'session-end', durationMs: recorder.elapsed(), error, delivery });
    return { error, delivery, recipients: [] };
  };
  const refused = plan.ok && options.auth !== null ? checkAuth(options.auth.options) : null;
  if (!plan.ok) return { ok: false, result: end(plan.error, null) };
  if (refused !== null) return { ok: false, result: end(refused, null) };

  const session = new ClientSession(plan.value, recorder, context, options.secrets);
  const established = await establish(session, {
    auth: options.auth,
    unverified: 'go-on',
    refusedStartTls: 'go-on',
  }).catch(async (error: unknown) => {
    // A secret store that fails is not the peer's doing, and the caller's to tell; nothing stays open behind it.
    await session.connection.close(true);
    throw error;
  });
  if (!established.ok) {
    await leave(session, established.error);
    return { ok: false, result: end(established.error, null) };
  }
  // Broken off where that was asked for: nothing can be typed any more.
  if (session.dropped) return { ok: false, result: end(null, null) };
  session.phases.rest();
  const forwarded = established.value === 'ready' ? await sendXforward(session) : done(null);
  if (!forwarded.ok) {
    await leave(session, forwarded.error);
    return { ok: false, result: end(forwarded.error, null) };
  }
  return { ok: true, session: new TypedSession(session, end) };
}

class TypedSession implements ConsoleSession {
  readonly #session: ClientSession;
  readonly #end: (error: Outcome | null, delivery: Delivery | null) => SessionResult;
  readonly #lines: TypedLines;
  #recipients = 0;
  #quit = false;
  #error: Outcome | null = null;

  constructor(session: ClientSession, end: (error: Outcome | null, delivery: Delivery | null) => SessionResult) {
    this.#session = session;
    this.#lines = new TypedLines(session.secrets);
    this.#end = end;
  }

  get lastCode(): number | null {
    return this.#session.connection.lastCode;
  }

  async command(line: string, octets?: Uint8Array): Promise<StepResult<Reply>> {
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
    this.#lines.answered(line, reply);
    if (!responding) this.#follow(verb, reply);
    return startTls && reply.code === 220 ? this.#secure(reply) : step;
  }

  async data(message: MessageSource, options: { readonly dotStuff?: boolean } = {}): Promise<StepResult<Reply[]>> {
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

  async chunk(line: string, octets: Uint8Array): Promise<StepResult<Reply[]>> {
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

  async close(): Promise<SessionResult> {
    if (this.#quit) await this.#session.connection.close();
    else await leave(this.#session, this.#error);
    return this.#end(this.#error, null);
  }

  #stopped(error: Outcome): StepResult<never> {
    this.#error ??= error;
    return failed(error);
  }

  /** What the engine has to know of what was typed. */
  #follow(verb: string, reply: Reply): void {
    const { connection, recorder } = this.#session;
    const positive = isPositive(reply);
    if (positive && (verb === 'EHLO' || verb === 'LHLO' || verb === 'HELO')) {
      const ehlo: Ehlo = parseEhlo(verb, reply);
      this.#session.ehlo = ehlo;
      recorder.record({ type: 'capabilities', stage: connection.encrypted ? 'tls' : 'plain', ehlo });
    }
    if (verb === 'MAIL' || verb === 'RSET') this.#recipients = 0;
    if (verb === 'RCPT' && positive) this.#recipients += 1;
    if (verb === 'QUIT' && replyClass(reply) === 2) this.#quit = true;
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
