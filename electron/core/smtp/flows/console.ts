/**
 * A session whose commands are typed: greeting, EHLO, TLS and AUTH as asked, then line by line. What is typed is sent as it is, but
 * never more than a line; AUTH lines and responses are hidden in events like any other secret.
 */
import type { Ehlo, Reply } from '../../../ipc/schemas/reply.ts';
import type { Delivery, Outcome } from '../../../ipc/schemas/outcome.ts';
import type { CheckOptions, MessageSource, SessionContext, SessionResult } from '../types.ts';
import { type Step, done, failed } from '../step.ts';
import { checkAuth, planConnection } from '../arguments.ts';
import { isPositive, replyClass } from '../../wire/reply.ts';
import { ClientSession } from '../session.ts';
import type { SentLine } from '../connection.ts';
import { SessionRecorder } from '../../session/recorder.ts';
import { checkArgument } from '../../wire/command.ts';
import { decodeBase64 } from '../../sasl/base64.ts';
import { establish } from '../establish.ts';
import { exchange } from '../operations.ts';
import { handshake } from '../connection-tls.ts';
import { decodeText } from '../../wire/text.ts';
import { leave } from '../closing.ts';
import { parseEhlo } from '../../wire/ehlo.ts';
import { streamBody } from '../body.ts';

export interface ConsoleSession {
  /**
   * One line, any line. After a 334 the next line is the SASL response. STARTTLS answered with 220 is followed by the
   * handshake. Fails with `invalid-argument` for control characters, and with the outcome that ended the session.
   */
  command(line: string): Promise<Step<Reply>>;
  /** After a 354: the message, then the final dot. One reply, or with LMTP one for each RCPT taken since MAIL. */
  data(message: MessageSource, options?: { readonly dotStuff?: boolean }): Promise<Step<Reply[]>>;
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

  const session = new ClientSession(plan.value, recorder, context);
  const established = await establish(session, {
    auth: options.auth,
    helloAfterAuth: false,
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
  session.connection.phase = 'command';
  return { ok: true, session: new TypedSession(session, end) };
}

/** AUTH in whatever way it is written. */
const authLike = /^\s*AUTH(?:[^A-Za-z]|PLAIN|LOGIN|$)/i;
const commandVerbs: ReadonlySet<string> = new Set(
  'EHLO HELO LHLO MAIL RCPT DATA BDAT RSET NOOP QUIT VRFY EXPN HELP STARTTLS ETRN ATRN TURN XCLIENT XFORWARD'.split(
    ' ',
  ),
);

class TypedSession implements ConsoleSession {
  readonly #session: ClientSession;
  readonly #end: (error: Outcome | null, delivery: Delivery | null) => SessionResult;
  /** Mechanism of the AUTH exchange under way. */
  #mechanism: string | null = null;
  #responses = 0;
  #authRefused = false;
  #recipients = 0;
  #quit = false;
  #error: Outcome | null = null;

  constructor(session: ClientSession, end: (error: Outcome | null, delivery: Delivery | null) => SessionResult) {
    this.#session = session;
    this.#end = end;
  }

  get lastCode(): number | null {
    return this.#session.connection.lastCode;
  }

  async command(line: string): Promise<Step<Reply>> {
    const unsafe = checkArgument('command', line.replaceAll('\t', ' '), { secret: true });
    if (unsafe !== null) return failed(unsafe);
    const { connection } = this.#session;
    const verb = (line.trim().split(/\s+/)[0] ?? '').toUpperCase();
    const responding = this.#mechanism !== null && this.lastCode === 334;
    const startTls = !responding && verb === 'STARTTLS' && !connection.encrypted;
    if (startTls) connection.guarded = true;
    const step = await exchange(this.#session, responding ? this.#response(line) : this.#typed(line, verb));
    if (startTls && (!step.ok || step.value.code !== 220)) connection.guarded = false;
    if (!step.ok) return this.#stopped(step.error);
    const reply = step.value;
    if (reply.code !== 334) this.#mechanism = null;
    if (!responding) this.#follow(verb, reply);
    if (authLike.test(line) && (reply.code === null || reply.code >= 400)) this.#authRefused = true;
    return startTls && reply.code === 220 ? this.#secure(reply) : step;
  }

  async data(message: MessageSource, options: { readonly dotStuff?: boolean } = {}): Promise<Step<Reply[]>> {
    const { connection, lmtp, plan } = this.#session;
    connection.phase = 'data';
    connection.beginBody();
    const count = lmtp ? this.#recipients : 1;
    const answers = Array.from({ length: count }, () => connection.expect('.', plan.timeouts.finalDot));
    const facts = { octets: null, eightBit: false, clean: false };
    const stopped = await streamBody(this.#session, message, facts, options.dotStuff !== false);
    if (stopped !== null) return this.#stopped(stopped);
    connection.phase = 'command';
    connection.transaction = false;
    const replies: Reply[] = [];
    for (const step of await Promise.all(answers)) {
      if (!step.ok) return this.#stopped(step.error);
      replies.push(step.value);
    }
    return done(replies);
  }

  async close(): Promise<SessionResult> {
    if (this.#quit) await this.#session.connection.close();
    else await leave(this.#session, this.#error);
    return this.#end(this.#error, null);
  }

  #stopped(error: Outcome): Step<never> {
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

  #typed(line: string, verb: string): SentLine {
    // What follows a refused AUTH in a script is the responses meant for it, now sent as commands.
    if (!authLike.test(line))
      return this.#authRefused && !commandVerbs.has(verb) ? this.#hidden('', line, line.trim()) : { text: line };
    // "AUTH=PLAIN ..." and "AUTHPLAIN ..." are no commands, yet hold what was meant to be one.
    if (verb !== 'AUTH') return this.#hidden('AUTH', line, line.trim().split(/\s+/).at(-1) ?? '');
    const [, shown = line, mechanism = '', rest = ''] = /^(\s*\S+\s+(\S+))(?:\s+(.*))?$/.exec(line) ?? [];
    this.#mechanism = mechanism.toUpperCase();
    this.#responses = 0;
    return rest === '' ? { text: line } : this.#hidden(shown, line, rest);
  }

  #response(line: string): SentLine {
    return line === '*' ? { text: line } : this.#hidden('', line, line);
  }

  /** Every response is hidden; the server may send back what it holds. */
  #hidden(shown: string, line: string, response: string): SentLine {
    const { secrets } = this.#session;
    this.#responses += 1;
    secrets.addEncoded(response);
    const octets = decodeBase64(response);
    const password = octets === null ? null : this.#passwordIn(decodeText(octets).text);
    if (password !== null) secrets.addSecret(password);
    return { text: shown, secret: { text: line, what: 'sasl-response' } };
  }

  #passwordIn(text: string): string | null {
    if (this.#mechanism === 'PLAIN') return text.split('\0')[2] ?? null;
    return this.#mechanism === 'LOGIN' && this.#responses > 1 ? text : null;
  }

  async #secure(reply: Reply): Promise<Step<Reply>> {
    const { connection } = this.#session;
    const raw = connection.dead === null ? connection.detach() : null;
    if (raw === null) return connection.dead === null ? done(reply) : this.#stopped(connection.dead);
    const secured = await this.#session.inPhase('tls', () => handshake(this.#session, raw, 'starttls'));
    if (!secured.ok) return this.#stopped(secured.error);
    connection.attach(raw, secured.value);
    connection.phase = 'command';
    this.#session.ehlo = null;
    return done(reply);
  }
}
