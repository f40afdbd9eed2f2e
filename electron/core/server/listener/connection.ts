/**
 * A session's socket: hands octets in when it is their turn, gathers replies and writes each batch in one go, changes to TLS in
 * place, and closes so that the last reply arrives.
 */
import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import type { SessionEndReason } from '../../../protocol/values/server/server.ts';
import { flushSoon, type Flushable } from './flush-queue.ts';
import { SessionGuard } from './guard.ts';
import { acceptTls } from './handshake.ts';
import { HeldInput } from './held-input.ts';
import type { TlsContexts } from './tls.ts';
import type { Turns } from './turns.ts';
import type { ServerLimits } from '../session/state.ts';
import type { HandlerReply } from '../handlers/types.ts';
import type { ServerSession, SessionIo } from '../session/types.ts';
import { tlsOutcome } from '../outcomes.ts';
import { encodeReply, replies } from '../commands/replies.ts';
import type { Buffered, Share } from './buffered.ts';
import type { Listed } from './turned-away.ts';

/** The address that pays for what comes in, in time and in memory. */
interface Payer {
  readonly source: string;
  readonly turns: Turns;
  readonly buffered: Buffered;
}

/** Those who hear of a connection's end, and of what went wrong in its session where that cannot say so itself. */
interface Owner {
  closed(): void;
  failed(error: unknown): void;
}

export class ServerConnection implements SessionIo, Flushable {
  readonly #raw: Socket;
  #socket: Socket;
  readonly #limits: ServerLimits;
  readonly #tls: TlsContexts;
  readonly #owner: Owner;
  readonly #guard: SessionGuard;
  #out: Uint8Array[] = [];
  #blocked = false;
  #linger: NodeJS.Timeout | null = null;
  #handshaking = false;
  #failure: (Error & { code?: string }) | null = null;
  #done = false;
  /** Read together with a PROXY header, and the handshake's. */
  #unread: Uint8Array | null = null;
  readonly #turns: Turns;
  readonly #source: string;
  readonly #buffered: Buffered;
  readonly #share: Share;
  /** Of #out. */
  #outOctets = 0;
  readonly #held = new HeldInput();
  #paused = false;

  constructor(socket: Socket, limits: ServerLimits, tls: TlsContexts, payer: Payer, owner: Owner) {
    const { turns, buffered, source } = payer;
    this.#turns = turns;
    this.#source = source;
    this.#buffered = buffered;
    this.#share = buffered.share(source, () => this.giveWay(replies.memoryNeeded, 'server.bufferedOctets'));
    this.#raw = socket;
    this.#socket = socket;
    this.#limits = limits;
    this.#tls = tls;
    this.#owner = owner;
    this.#guard = new SessionGuard({
      failed: (error) => owner.failed(error),
      endFailed: () => this.#endFailed(),
    });
  }

  /** The session greets, or says what stands before that. */
  run(session: ServerSession): void {
    this.#guard.hold(session);
    this.#raw.once('close', () => this.#closed());
    this.#listen(this.#raw);
    this.#guard.drive(() => session.start());
  }

  /** Not served at all. */
  refuse(session: ServerSession, reply: HandlerReply, listed: Listed): void {
    this.#guard.hold(session);
    this.#raw.once('close', () => this.#closed());
    this.#raw.on('error', (error) => this.#failed(error));
    this.#guard.drive(() => session.refuse(reply, listed));
  }

  /** Ends the session in favour of others; `limit` as in server/limits.ts. */
  giveWay(reply: HandlerReply, limit: string): void {
    this.#held.release();
    if (this.#guard.session?.giveWay === undefined) this.destroy();
    else this.#guard.drive((session) => session.giveWay?.(reply, limit));
  }

  /** The server stops. */
  stop(): void {
    this.#guard.drive((session) => session.stop());
  }

  get queueOctets(): number {
    return this.#buffered.limit(this.#limits.queuedInput);
  }

  /** Many small commands in one piece have many replies: the limit counts before they go out. */
  write(octets: Uint8Array): void {
    this.#out.push(octets);
    this.#outOctets += octets.length;
    if (this.#outOctets > this.#unreadLimit()) this.#setBlocked(true);
  }

  /** What is waited for is most often ready within this turn; its reply then goes out in the same segment. */
  settle(): void {
    if (this.#out.length > 0) flushSoon(this);
  }

  flush(): void {
    this.#write();
  }

  pause(): void {
    this.#paused = true;
    this.#socket.pause();
  }

  resume(): void {
    this.#paused = false;
    if (this.#held.count === 0) this.#socket.resume();
  }

  unread(octets: Uint8Array): void {
    if (octets.length > 0) this.#unread = octets;
  }

  startTls(context: SecureContext | null): void {
    for (const event of ['data', 'end', 'error', 'drain']) this.#raw.removeAllListeners(event);
    this.#raw.on('error', (error) => this.#failed(error));
    this.#raw.pause();
    const rest = [...(this.#unread === null ? [] : [this.#unread]), ...this.#held.release()];
    this.#unread = null;
    if (rest.length > 0) this.#raw.unshift(Buffer.concat(rest));
    // Only when the 220 has left our hands: the handshake writes to the same handle.
    this.#write(() =>
      context === null ? this.#handshake(this.#tls.current(), this.#tls.named) : this.#handshake(context, null),
    );
  }

  end(): void {
    if (this.#done) return;
    this.#done = true;
    this.#write();
    this.#socket.end();
    // Closing with unread octets resets the connection and may destroy our last reply on its way; so they are read away.
    this.#socket.resume();
    this.#linger = setTimeout(() => this.destroy(), this.#limits.lingerMs);
  }

  reset(): void {
    if (this.#done) return;
    this.#done = true;
    // What was written before must be on its way: a reset throws away what still waits here.
    this.#write(() => this.#raw.resetAndDestroy());
  }

  destroy(): void {
    this.#socket.destroy();
    this.#raw.destroy();
  }

  #listen(socket: Socket): void {
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('end', () => {
      if (this.#held.count > 0) this.#held.end();
      else this.#guard.drive((session) => session.inputEnded());
    });
    socket.on('error', (error) => this.#failed(error));
    socket.on('drain', () => {
      this.#setBlocked(false);
      this.#weigh();
    });
  }

  #take(chunk: Buffer): void {
    const turn = this.#held.count === 0 ? this.#turns.begin(this.#source) : null;
    if (turn !== null) {
      this.#receive(chunk);
      this.#turns.end(turn);
      return this.#weigh();
    }
    this.#held.add(chunk);
    this.#weigh();
    if (this.#held.count !== 1) return;
    this.#socket.pause();
    this.#turns.wait(this.#source, () => this.#goOn());
  }

  #goOn(): void {
    const chunk = this.#held.next();
    // The connection is closed, or the handshake has it.
    if (chunk === null) return;
    this.#receive(chunk);
    this.#weigh();
    if (this.#held.count > 0) return this.#turns.wait(this.#source, () => this.#goOn());
    if (!this.#paused) this.#socket.resume();
    if (this.#held.takeEnd()) this.#guard.drive((session) => session.inputEnded());
  }

  #receive(chunk: Uint8Array): void {
    try {
      this.#guard.working?.receive(chunk);
    } catch (error) {
      this.#guard.fail(error);
    }
  }

  /** The session has thrown and cannot end itself. */
  #endFailed(): void {
    if (this.#handshaking || this.#blocked) return this.destroy();
    this.write(encodeReply(replies.failed).reply.raw);
    this.end();
  }

  #write(written?: () => void): void {
    const out = this.#out;
    this.#out = [];
    this.#outOctets = 0;
    const first = out[0];
    if (first === undefined || this.#socket.destroyed) {
      written?.();
      return;
    }
    this.#socket.write(out.length === 1 ? first : Buffer.concat(out), written);
    // Where nothing is to be drained, no word of it comes.
    this.#setBlocked(this.#socket.writableNeedDrain && this.#socket.writableLength > this.#unreadLimit());
    this.#weigh();
  }

  #unreadLimit(): number {
    return this.#buffered.limit(this.#limits.unreadReplies);
  }

  #weigh(): void {
    if (this.#guard.session === null) return;
    const unread = this.#outOctets + this.#socket.writableLength;
    this.#share.set(this.#held.octets + unread + this.#guard.heldOctets);
  }

  #setBlocked(blocked: boolean): void {
    if (this.#blocked === blocked) return;
    this.#blocked = blocked;
    this.#guard.drive((session) => session.setBlocked(blocked));
  }

  /** `named`: for a client that asks for a host by its name. */
  #handshake(context: SecureContext, named: SecureContext | null): void {
    if (this.#raw.destroyed) return;
    this.#handshaking = true;
    const { clientRoots } = this.#tls;
    const secured = acceptTls(
      this.#raw,
      { context, named, clientRoots },
      {
        failed: (error) => this.#failed(error),
        established: (info, bindings, clientNames) => {
          this.#handshaking = false;
          this.#listen(secured);
          this.#guard.drive((session) => session.tlsEstablished(info, bindings, clientNames));
        },
      },
    );
    this.#socket = secured;
  }

  /** 'close' follows every error; what happened is reported there. */
  #failed(error: Error & { code?: string }): void {
    this.#failure ??= error;
  }

  #closed(): void {
    if (this.#linger !== null) clearTimeout(this.#linger);
    this.#socket.destroy();
    this.#held.release();
    this.#share.leave();
    const { reason, error } = this.#ending();
    const session = this.#guard.release();
    try {
      // A message that is being kept is waited for: whoever stops the server closes the mailbox next.
      const pending = session?.closed(reason, error) ?? null;
      if (pending === null) return this.#owner.closed();
      void pending.catch((failure: unknown) => this.#owner.failed(failure)).then(() => this.#owner.closed());
    } catch (failure) {
      this.#owner.failed(failure);
      this.#owner.closed();
    }
  }

  #ending(): { reason: SessionEndReason; error: Outcome | null } {
    if (this.#handshaking) {
      const failure = this.#failure ?? Object.assign(new Error('closed during the handshake'), { code: 'ECONNRESET' });
      return { reason: 'tls-failed', error: tlsOutcome(failure) };
    }
    return { reason: this.#failure === null ? 'client-closed' : 'client-reset', error: null };
  }
}
