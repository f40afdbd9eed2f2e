/**
 * One session: takes octets as they come, in whatever pieces, performs commands in order and writes their replies. It knows
 * no socket; what it needs of one is SessionIo.
 */
import { randomBytes } from 'node:crypto';
import type { ChannelBinding } from '../sasl/types.ts';
import type { Outcome } from '../../ipc/schemas/outcome.ts';
import type { SessionEndReason } from '../../ipc/schemas/server.ts';
import type { TlsInfo } from '../../ipc/schemas/tls.ts';
import type { Clock, Spool } from '../ports.ts';
import { LineReader, type WireLine } from '../wire/line-reader.ts';
import { parseCommandLine, type ParsedCommand } from '../wire/command.ts';
import { isHttpRequest, isTlsHandshake, refusedLine } from './refusals.ts';
import { recordResult } from './results.ts';
import { SessionPump, type PumpIo, type PumpOwner } from './session-pump.ts';
import { AuthDialogue } from './auth.ts';
import { authMechanisms } from './capabilities.ts';
import { Deadline } from './deadline.ts';
import { Incoming } from './incoming.ts';
import { encodeReply, makeReply, replies } from './replies.ts';
import { isKnownCommand, perform, phaseOf, type Action } from './commands.ts';
import { newSessionState, type SessionConfig, type SessionState } from './session-state.ts';
import { shownCommand, stopgap } from './shown.ts';
import type { HandlerReply, MessageHandler, UserVerifier } from './types.ts';
import type { SessionJournal } from './session-journal.ts';
import { limitOutcome, timeoutOutcome } from './outcomes.ts';

/** The connection, as a session sees it. */
export interface SessionIo extends PumpIo {
  /** Queued until settle(). */
  write(octets: Uint8Array): void;
  /** Behind what was written: the TLS handshake, answered by tlsEstablished() or closed(). */
  startTls(): void;
  /** Behind what was written: our close. */
  end(): void;
  destroy(): void;
}

export interface SessionServices {
  readonly spool: Spool;
  readonly handler: MessageHandler;
  readonly users: UserVerifier;
  readonly clock: Clock;
}

type Mode = 'command' | 'auth' | 'data' | 'tls' | 'closed';

export class Session implements PumpOwner {
  readonly #io: SessionIo;
  readonly #config: SessionConfig;
  readonly #services: SessionServices;
  readonly #journal: SessionJournal;
  readonly #state: SessionState = newSessionState();
  readonly #deadline: Deadline;
  readonly #pump: SessionPump;
  #reader: LineReader;
  #mode: Mode = 'command';
  #skipped = 0;
  #stopping = false;
  #pipeliningNoted = false;
  /** An AUTH command was refused: what comes behind it may be its responses, sent without waiting. */
  #afterRefusedAuth = false;
  #auth: AuthDialogue | null = null;
  #incoming: Incoming | null = null;
  /** Set by whoever closes; else the way in which the socket ended tells. */
  #end: { reason: SessionEndReason; error: Outcome | null } | null = null;

  constructor(io: SessionIo, config: SessionConfig, services: SessionServices, journal: SessionJournal) {
    this.#io = io;
    this.#config = config;
    this.#services = services;
    this.#journal = journal;
    this.#reader = this.#newReader();
    this.#pump = new SessionPump(this, io);
    this.#deadline = new Deadline(services.clock, config.limits.sessionMs, (kind) => this.#timedOut(kind));
  }

  /** Greets. With implicit TLS: after the handshake, see awaitTls(). */
  start(): void {
    const { protocol, server } = this.#config;
    this.#journal.beginPhase('greeting');
    const name = protocol === 'lmtp' ? 'LMTP' : 'ESMTP';
    this.#reply(null, makeReply(220, null, `${server.hostname} ${name} Posthorn`));
    this.#deadline.set(this.#config.limits.commandMs);
    this.#pump.run();
  }

  /** Implicit TLS: the handshake comes first. */
  awaitTls(): void {
    this.#mode = 'tls';
    this.#journal.beginPhase('tls');
    this.#deadline.set(this.#config.limits.tlsMs);
  }

  /** Greets with a refusal and closes. */
  refuse(reply: HandlerReply): void {
    this.#journal.beginPhase('greeting');
    this.#journal.note('greeting', 'connection-refused-by-limit');
    this.#close(reply, 'refused', null);
    this.#io.settle();
  }

  receive(chunk: Uint8Array): void {
    if (this.#mode !== 'closed') this.#pump.receive(chunk);
  }

  /** The client has closed its side; what it sent before is still served. */
  inputEnded(): void {
    this.#pump.inputEnded();
  }

  /** Replies pile up because the client does not read them: no more commands until it does. */
  setBlocked(blocked: boolean): void {
    this.#pump.setBlocked(blocked);
  }

  tlsEstablished(info: TlsInfo, bindings: readonly ChannelBinding[]): void {
    const implicit = this.#config.security === 'tls';
    this.#mode = 'command';
    this.#state.encrypted = true;
    this.#state.bindings = bindings;
    this.#journal.encrypted = true;
    this.#journal.fact({ type: 'tls', info });
    this.#journal.note('tls', 'tls-established', { version: info.version, cipher: info.cipher });
    this.#journal.endPhase(true);
    this.#journal.update({ tls: true });
    if (implicit) return this.start();
    // RFC 3207 section 4.2: everything said before is forgotten.
    this.#state.helo = null;
    this.#state.user = null;
    this.#state.transaction = null;
    this.#reader = this.#newReader();
    this.#deadline.set(this.#config.limits.commandMs);
  }

  /** 421 as soon as nothing is under way (RFC 5321 section 3.8). */
  stop(): void {
    this.#stopping = true;
    // Nothing can be said in mid-handshake, or to a client that does not read.
    if (this.#mode === 'tls' || this.#pump.blocked) {
      this.#end ??= { reason: 'server-stopped', error: null };
      return this.#io.destroy();
    }
    this.#pump.run();
  }

  /** The socket is gone. Null, or what is still under way; it does not reject. */
  closed(reason: SessionEndReason, error: Outcome | null): Promise<void> | null {
    this.#mode = 'closed';
    this.#deadline.clear();
    this.#pump.drop();
    void this.#incoming?.abandon();
    this.#incoming = null;
    const end = this.#end ?? { reason, error };
    const conclude = () => {
      if (end.reason === 'client-closed') this.#journal.note(this.#journal.phase(), 'closed-by-peer');
      if (end.reason === 'client-reset') this.#journal.note(this.#journal.phase(), 'reset-by-peer');
      this.#journal.end(end.reason, end.error);
    };
    const { pending } = this.#pump;
    if (pending !== null) return pending.then(conclude);
    conclude();
    return null;
  }

  #newReader(): LineReader {
    return new LineReader({ maxLine: this.#config.limits.authLine + 2, lineEnd: 'strict' });
  }

  inputOver(): void {
    if (this.#mode === 'closed' || this.#mode === 'tls') return;
    this.#mode = 'closed';
    this.#io.end();
  }

  /** One line, or one piece of a message. */
  step(): boolean {
    if (this.#stopping && this.#mode !== 'closed') this.#close(replies.shuttingDown, 'server-stopped', null);
    if (this.#mode === 'closed' || this.#mode === 'tls') return false;
    if (this.#mode === 'data') {
      const chunk = this.#pump.take();
      if (chunk === null) return false;
      this.#takeData(chunk);
      return true;
    }
    const line = this.#reader.next();
    if (line !== null) {
      this.#skipped = 0;
      if (this.#mode === 'auth') this.#takeResponse(line);
      else this.#takeCommand(line);
      return true;
    }
    if (this.#reader.overflow) {
      this.#reader.skipLine();
      this.#refuseLongLine();
      return true;
    }
    const chunk = this.#pump.take();
    if (chunk === null) return false;
    this.#skipped += chunk.length;
    if (this.#skipped > this.#config.limits.skippedLine) {
      this.#close(replies.lineTooLong, 'limit', limitOutcome('command.maxLine', this.#journal.phase()));
      return true;
    }
    if (isTlsHandshake(chunk) && !this.#state.encrypted && this.#reader.buffered === 0) {
      this.#refuseTls(chunk);
      return true;
    }
    this.#reader.push(chunk);
    return true;
  }

  #takeCommand(line: WireLine): void {
    const command = parseCommandLine(line.content);
    const shown = shownCommand(line, command, this.#afterRefusedAuth);
    this.#deadline.set(this.#config.limits.commandMs);
    this.#journal.beginPhase(phaseOf(command.verb, this.#state));
    this.#journal.received(shown);
    this.#noteUnofferedPipelining(command.verb);
    if (isHttpRequest(command.text)) {
      this.#journal.anomaly('http-request', command.verb);
      return this.#close(replies.http, 'protocol', null);
    }
    this.#state.commands += 1;
    if (this.#state.commands > this.#config.limits.commands) {
      return this.#close(replies.tooManyCommands, 'limit', limitOutcome('server.commands', this.#journal.phase()));
    }
    const known = isKnownCommand(command.verb);
    if (known) this.#afterRefusedAuth = false;
    const refused = refusedLine(line, command, this.#config.limits.commandLine);
    const action: Action =
      refused === null
        ? perform(command.verb, command.args, this.#state, this.#config)
        : { kind: 'reply', reply: refused };
    this.#act(action, command, shown.text);
    if (command.verb === 'AUTH' && action.kind === 'reply') this.#afterRefusedAuth = true;
  }

  #act(action: Action, command: ParsedCommand, shown: string): void {
    switch (action.kind) {
      case 'reply':
        this.#reply(shown, action.reply);
        return recordResult(this.#journal, this.#state, command, action.reply);
      case 'quit':
        return this.#close(replies.bye, 'quit', null, shown);
      case 'starttls':
        return this.#startTls(shown);
      case 'auth':
        return this.#startAuth(action.mechanism, action.initial, shown);
      case 'data':
        return this.#startData(shown);
    }
  }

  #startTls(shown: string): void {
    this.#reply(shown, replies.readyForTls);
    const rest = this.#reader.takeRest().length + this.#pump.octets;
    this.#pump.drop();
    if (rest > 0) {
      // CVE-2011-0411 and kin: these octets must not be taken for what was said inside TLS.
      this.#journal.anomaly('plaintext-after-starttls', `${rest} octets`);
      this.#journal.note('starttls', 'commands-dropped-before-tls', { octets: rest });
    }
    this.#mode = 'tls';
    this.#journal.beginPhase('tls');
    this.#deadline.set(this.#config.limits.tlsMs);
    this.#io.startTls();
  }

  #startAuth(mechanism: string, initial: string | null, shown: string): void {
    this.#auth = new AuthDialogue(mechanism, this.#services.users, {
      hostname: this.#config.server.hostname,
      bindings: this.#state.bindings,
      offered: authMechanisms(this.#state, this.#config),
      random: (octets) => randomBytes(octets),
    });
    this.#pump.wait(this.#auth.start(initial), (step) => this.#answerAuth(step, shown));
  }

  #takeResponse(line: WireLine): void {
    const auth = this.#auth;
    if (auth === null) return;
    this.#deadline.set(this.#config.limits.commandMs);
    this.#journal.received(auth.shown(line.raw.length));
    if (line.content.length > this.#config.limits.authLine)
      return this.#answerAuth(auth.fail(replies.authLineTooLong), '');
    this.#pump.wait(auth.respond(line.content), (step) => this.#answerAuth(step, ''));
  }

  #answerAuth(step: Awaited<ReturnType<AuthDialogue['start']>>, shown: string): void {
    const auth = this.#auth;
    if (auth === null || this.#mode === 'closed') return;
    if (step.failure !== null) this.#journal.failure(step.failure);
    for (const said of auth.takeSaid()) this.#journal.note('auth', 'sasl-message', said);
    if (step.kind === 'challenge') {
      this.#mode = 'auth';
      return this.#reply(shown, step.reply, { keepPhase: true });
    }
    this.#auth = null;
    this.#mode = 'command';
    this.#afterRefusedAuth = step.kind === 'failure';
    const tried = { mechanism: auth.mechanism, ok: step.kind === 'success', reply: encodeReply(step.reply).reply };
    this.#journal.fact({ type: 'auth', tried, offered: authMechanisms(this.#state, this.#config), user: step.user });
    if (step.kind === 'success') {
      this.#state.user = step.user;
      this.#journal.update({ user: step.user });
    }
    this.#reply(shown, step.reply);
  }

  #startData(shown: string): void {
    const { transaction, helo } = this.#state;
    if (transaction === null) return;
    const incoming = new Incoming(
      {
        sessionId: this.#journal.id,
        protocol: this.#config.protocol,
        peer: this.#journal.peer,
        helo: helo?.name ?? null,
        tls: this.#state.encrypted,
        user: this.#state.user,
      },
      transaction,
      { ...this.#services, journal: this.#journal, maxMessageBytes: this.#config.server.maxMessageBytes },
    );
    this.#pump.wait(incoming.open(), (opened) => {
      if (this.#mode === 'closed') return void incoming.abandon();
      if (!opened) return this.#reply(shown, replies.storage);
      this.#incoming = incoming;
      this.#mode = 'data';
      this.#reply(shown, replies.startData, { keepPhase: true });
      this.#deadline.set(this.#config.limits.dataIdleMs);
      this.#pump.putBack(this.#reader.takeRest());
    });
  }

  #takeData(chunk: Uint8Array): void {
    const incoming = this.#incoming;
    if (incoming === null) return;
    this.#deadline.set(this.#config.limits.dataIdleMs);
    const { written, done, rest } = incoming.take(chunk);
    this.#pump.putBack(rest);
    if (!done) {
      if (written !== null) this.#pump.wait(written, () => undefined);
      return;
    }
    // No deadline while the handler works: it is not the client's doing.
    this.#deadline.set(null);
    this.#pump.wait(incoming.finish(), (answers) => {
      this.#incoming = null;
      this.#state.transaction = null;
      // Nobody is left to be answered; what was kept is told of all the same.
      if (this.#mode === 'closed') return incoming.conclude(answers);
      this.#mode = 'command';
      this.#state.commands = 0;
      this.#deadline.set(this.#config.limits.commandMs);
      answers.forEach((reply, i) => this.#reply('.', reply, { keepPhase: i < answers.length - 1 }));
      incoming.conclude(answers);
    });
  }

  #refuseLongLine(): void {
    if (this.#mode === 'auth' && this.#auth !== null) {
      return this.#answerAuth(this.#auth.fail(replies.authLineTooLong), '');
    }
    this.#deadline.set(this.#config.limits.commandMs);
    this.#journal.beginPhase('command');
    this.#journal.received(stopgap(this.#config.limits.authLine));
    this.#reply('', replies.lineTooLong);
  }

  #refuseTls(chunk: Uint8Array): void {
    const raw = Buffer.from(chunk.subarray(0, 64));
    this.#pump.drop();
    this.#mode = 'closed';
    this.#end = {
      reason: 'protocol',
      error: {
        code: 'security-mismatch',
        phase: this.#journal.phase(),
        temporary: false,
        reply: null,
        params: { expected: 'plain', seen: 'tls', raw },
      },
    };
    this.#io.end();
  }

  #noteUnofferedPipelining(verb: string): void {
    if (this.#pipeliningNoted || this.#reader.buffered + this.#pump.octets === 0) return;
    // RFC 2920 section 3.1: EHLO, DATA and some others end a group; before EHLO there are no groups.
    const mayFollow =
      this.#state.helo !== null && this.#state.helo.verb !== 'HELO' && verb !== 'EHLO' && verb !== 'LHLO';
    if (mayFollow || verb === 'QUIT' || verb === 'STARTTLS') return;
    this.#pipeliningNoted = true;
    this.#journal.anomaly('unoffered-pipelining', verb.slice(0, 32));
  }

  #reply(command: string | null, reply: HandlerReply, options: { keepPhase?: boolean } = {}): void {
    if (reply.code >= 500 && this.#mode !== 'closed') {
      this.#state.errors += 1;
      if (this.#state.errors >= this.#config.limits.errors) {
        return this.#close(
          replies.tooManyErrors,
          'limit',
          limitOutcome('server.errors', this.#journal.phase()),
          command,
        );
      }
    }
    const encoded = encodeReply(reply);
    this.#io.write(encoded.reply.raw);
    this.#journal.replied(command, encoded);
    if (options.keepPhase !== true) this.#journal.endPhase(reply.code < 400);
  }

  #close(reply: HandlerReply, reason: SessionEndReason, error: Outcome | null, command: string | null = null): void {
    this.#mode = 'closed';
    this.#end = { reason, error };
    this.#pump.drop();
    this.#deadline.clear();
    const encoded = encodeReply(reply);
    this.#io.write(encoded.reply.raw);
    this.#journal.replied(command, encoded);
    this.#journal.endPhase(reply.code < 400);
    this.#journal.note(this.#journal.phase(), 'closed-by-us');
    void this.#incoming?.abandon();
    this.#incoming = null;
    this.#io.end();
  }

  #timedOut(kind: 'step' | 'session'): void {
    if (this.#mode === 'closed') return;
    const { limits } = this.#config;
    const limitMs =
      kind === 'session'
        ? limits.sessionMs
        : this.#mode === 'tls'
          ? limits.tlsMs
          : this.#mode === 'data'
            ? limits.dataIdleMs
            : limits.commandMs;
    const error = timeoutOutcome(limitMs, this.#journal.phase());
    if (this.#mode === 'tls' || this.#pump.blocked) {
      // Nothing can be said in mid-handshake, or to a client that does not read.
      this.#end = { reason: 'timeout', error };
      return this.#io.destroy();
    }
    this.#close(kind === 'session' ? replies.sessionTooLong : replies.idle, 'timeout', error);
    this.#io.settle();
  }
}
