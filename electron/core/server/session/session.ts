/**
 * One session: takes octets as they come, in whatever pieces, performs commands in order and writes their replies. It knows
 * no socket; what it needs of one is SessionIo. The parts (commands, messages, AUTH, TLS) have files of their own.
 */
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import type { ServerConfig, SessionEndReason } from '../../../protocol/values/server/server.ts';
import type { ChannelBinding } from '../../sasl/types.ts';
import type { TlsInfo } from '../../../protocol/values/session/tls.ts';
import { isTlsHandshake } from '../commands/refusals.ts';
import { limitOutcome, timeoutOutcome } from '../outcomes.ts';
import { replies } from '../commands/replies.ts';
import { SessionAuth } from './auth.ts';
import { SessionCommands } from './line.ts';
import { SessionCore } from './core.ts';
import { SessionData } from './data.ts';
import type { SessionJournal } from './journal.ts';
import { HeaderReader } from './proxy-header.ts';
import { sendGreeting, readHeader, start } from './start.ts';
import type { PumpOwner } from './pump.ts';
import type { SessionConfig } from './state.ts';
import { placeholderLine } from '../commands/shown.ts';
import type { HandlerReply } from '../handlers/types.ts';
import type { Listed } from '../listener/turned-away.ts';
import type { ServerSession, SessionIo, SessionServices, SessionView } from './types.ts';

export class Session implements PumpOwner, ServerSession, SessionView {
  readonly #core: SessionCore;
  readonly #auth: SessionAuth;
  readonly #data: SessionData;
  readonly #commands: SessionCommands;
  #header: HeaderReader | null = null;
  #skipped = 0;

  constructor(io: SessionIo, config: SessionConfig, services: SessionServices, journal: SessionJournal) {
    const core = new SessionCore(io, config, services, journal, this, (kind) => this.#timedOut(kind));
    this.#core = core;
    this.#auth = new SessionAuth(core);
    this.#data = new SessionData(core);
    this.#commands = new SessionCommands(core, this, this.#auth, this.#data);
  }

  get server(): ServerConfig {
    return this.#core.config.server;
  }

  get conn(): SessionIo {
    return this.#core.io;
  }

  get peer(): string {
    return this.#core.state.stated?.peer ?? this.#core.journal.peer;
  }

  get addr(): string {
    return this.#core.journal.peer;
  }

  get fqdn(): string {
    return this.#core.config.server.hostname;
  }

  get smtpState(): 'COMMAND' | 'DATA' {
    return this.#core.state.mode === 'data' ? 'DATA' : 'COMMAND';
  }

  get seenGreeting(): string {
    return this.#core.state.helo?.name ?? '';
  }

  get extendedSmtp(): boolean {
    const verb = this.#core.state.helo?.verb;
    return verb !== undefined && verb !== 'HELO';
  }

  get mailFrom(): string | null {
    return this.#core.state.transaction?.mailFrom ?? null;
  }

  get mailOptions(): readonly string[] {
    return this.#core.state.transaction?.mailOptions ?? [];
  }

  get rcptTos(): readonly string[] {
    return this.#core.state.transaction?.recipients.map(({ address }) => address) ?? [];
  }

  get receivedLine(): string {
    return this.#commands.line;
  }

  get receivedOctets(): number {
    return this.#data.octets;
  }

  get encrypted(): boolean {
    return this.#core.state.encrypted;
  }

  get user(): string | null {
    return this.#core.state.user;
  }

  start(): void {
    if (!this.#core.closed) start(this.#core);
  }

  get heldOctets(): number {
    return this.#core.heldOctets;
  }

  refuse(reply: HandlerReply, listed: Listed): void {
    this.#core.journal.beginPhase('greeting');
    this.#core.journal.note('greeting', 'connection-refused-by-limit', {
      ...(listed.before > 0 ? { before: listed.before } : {}),
      ...(listed.last ? { last: 1 } : {}),
    });
    this.#core.close(reply, 'refused', null);
    this.#core.io.settle();
  }

  receive(chunk: Uint8Array): void {
    if (!this.#core.closed) this.#core.pump.receive(chunk);
  }

  giveWay(reply: HandlerReply, limit: string): void {
    this.#core.dismiss(reply, 'limit', limitOutcome(limit, this.#core.journal.phase()));
  }

  inputEnded(): void {
    this.#core.pump.inputEnded();
  }

  failed(error: unknown): void {
    this.#core.fail(error);
  }

  setBlocked(blocked: boolean): void {
    this.#core.pump.setBlocked(blocked);
  }

  tlsEstablished(info: TlsInfo, bindings: readonly ChannelBinding[], clientNames: readonly string[]): void {
    const { state, journal, config } = this.#core;
    // The handshake may end while the connection is being closed.
    if (this.#core.closed) return;
    state.endTls(bindings, clientNames);
    this.#data.forget();
    journal.encrypted = true;
    journal.fact({ type: 'tls', info });
    journal.note('tls', 'tls-established', { version: info.version, cipher: info.cipher });
    journal.endPhase(true);
    journal.update({ tls: true });
    if (config.security === 'tls') {
      sendGreeting(this.#core);
      return this.#core.pump.run();
    }
    this.#core.reader = this.#core.newReader();
    this.#core.deadline.set(config.limits.commandMs);
  }

  stop(): void {
    const core = this.#core;
    core.stopping = true;
    core.wake();
    if (core.mute) {
      if (!core.closed) return core.abort({ reason: 'server-stopped', error: null });
      return core.io.destroy();
    }
    core.pump.run();
  }

  closed(reason: SessionEndReason, error: Outcome | null): Promise<void> | null {
    const core = this.#core;
    if (!core.closed) core.state.close(null);
    core.deadline.clear();
    core.pump.drop();
    core.abandon?.();
    core.wake();
    const end = core.state.ending ?? { reason, error };
    const conclude = () => {
      if (end.reason === 'client-closed') core.journal.note(core.journal.phase(), 'closed-by-peer');
      if (end.reason === 'client-reset') core.journal.note(core.journal.phase(), 'reset-by-peer');
      core.journal.end(end.reason, end.error);
    };
    const { pending } = core.pump;
    if (pending !== null) return pending.then(conclude);
    conclude();
    return null;
  }

  inputOver(): void {
    const core = this.#core;
    if (core.closed || core.state.mode === 'tls') return;
    core.state.close(null);
    core.abandon?.();
    core.io.end();
  }

  /** One line, or one piece of a message. */
  step(): boolean {
    const core = this.#core;
    if (core.stopping && !core.closed) core.close(replies.shuttingDown, 'server-stopped', null);
    switch (core.state.mode) {
      case 'closed':
      case 'connected':
      case 'tls':
        return false;
      case 'stalled':
        return core.pump.take() !== null;
      case 'header':
        return this.#readHeader(core);
      case 'data': {
        const chunk = core.pump.take();
        if (chunk === null) return false;
        this.#data.take(chunk);
        return true;
      }
      case 'command':
      case 'auth':
        return this.#readLine();
    }
  }

  #readHeader(core: SessionCore): boolean {
    this.#header ??= new HeaderReader();
    const more = readHeader(core, this.#header);
    if (core.state.mode !== 'header') this.#header = null;
    return more;
  }

  #readLine(): boolean {
    const core = this.#core;
    const line = core.reader.next();
    if (line !== null) {
      this.#skipped = 0;
      if (core.state.mode === 'auth') this.#auth.takeResponse(line);
      else this.#commands.take(line);
      return true;
    }
    if (core.reader.overflow) {
      core.reader.skipLine();
      this.#refuseLongLine();
      return true;
    }
    const chunk = core.pump.take();
    if (chunk === null) return false;
    this.#skipped += chunk.length;
    if (this.#skipped > core.config.limits.skippedLine) {
      core.close(replies.lineTooLong, 'limit', limitOutcome('command.maxLine', core.journal.phase()));
      return true;
    }
    if (isTlsHandshake(chunk) && !core.state.encrypted && core.reader.buffered === 0) {
      this.#refuseTls(chunk);
      return true;
    }
    core.reader.push(chunk);
    return true;
  }

  #refuseLongLine(): void {
    const core = this.#core;
    if (core.state.mode === 'auth') return this.#auth.refuseLongLine();
    core.deadline.set(core.config.limits.commandMs);
    core.journal.beginPhase('command');
    core.journal.received(placeholderLine(core.config.limits.authLine));
    core.reply('', replies.lineTooLong);
  }

  #refuseTls(chunk: Uint8Array): void {
    const core = this.#core;
    const raw = Buffer.from(chunk.subarray(0, 64));
    core.pump.drop();
    core.state.close({
      reason: 'protocol',
      error: {
        code: 'security-mismatch',
        phase: core.journal.phase(),
        temporary: false,
        reply: null,
        params: { expected: 'plain', seen: 'tls', raw },
      },
    });
    core.io.end();
  }

  #timedOut(kind: 'step' | 'session'): void {
    const core = this.#core;
    const { limits } = core.config;
    const limitMs = kind === 'session' ? limits.sessionMs : (core.deadline.stepMs ?? limits.commandMs);
    const error = timeoutOutcome(limitMs, core.journal.phase());
    core.dismiss(kind === 'session' ? replies.sessionTooLong : replies.idle, 'timeout', error);
  }
}
