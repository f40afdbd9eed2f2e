/** A session's ties: to its connection, to what it is given, and to those who look at it or answer commands in its place. */
import type { SecureContext } from 'node:tls';
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import type { BadCertificate } from '../../../protocol/values/server/script.ts';
import type { ServerConfig, SessionEndReason } from '../../../protocol/values/server/server.ts';
import type { TlsInfo } from '../../../protocol/values/session/tls.ts';
import type { Clock, Spool } from '../../ports.ts';
import type { ChannelBinding } from '../../sasl/types.ts';
import type { HandlerReply, MessageHandler, UserVerifier } from '../handlers/types.ts';
import type { SessionScript } from '../script/runtime.ts';
import type { PumpIo } from './pump.ts';
import type { StatedPeer } from './state.ts';
import type { Listed } from '../listener/turned-away.ts';

/** What follows from a command: an answer, or something that only the session can do. */
export type CommandAction =
  | { readonly kind: 'reply'; readonly reply: HandlerReply }
  | { readonly kind: 'data' }
  /** So many octets follow; with a refusal they are read away. */
  | { readonly kind: 'chunk'; readonly size: number; readonly last: boolean; readonly refusal: HandlerReply | null }
  | { readonly kind: 'starttls' }
  | { readonly kind: 'auth'; readonly mechanism: string; readonly initial: string | null }
  /** Begins anew, with another peer. */
  | { readonly kind: 'stated'; readonly stated: StatedPeer }
  /** `reply` and out. `limit`: the one that was reached, as outcomes name it. */
  | { readonly kind: 'leave'; readonly reply: HandlerReply; readonly limit?: string }
  | { readonly kind: 'quit' };

/** The connection, as a session sees it. */
export interface SessionIo extends PumpIo {
  /** Queued until settle() or flush(). */
  write(octets: Uint8Array): void;
  flush(): void;
  /** Octets that were read and are the handshake's. */
  unread(octets: Uint8Array): void;
  /** After what was written: the TLS handshake, answered by tlsEstablished() or closed(). Null: the usual certificate. */
  startTls(context: SecureContext | null): void;
  /** After what was written: our close. */
  end(): void;
  /** After what was written: a TCP reset. */
  reset(): void;
  destroy(): void;
}

export interface SessionServices {
  readonly spool: Spool;
  readonly handler: MessageHandler;
  readonly users: UserVerifier;
  readonly clock: Clock;
  readonly commands?: CommandHandlers;
  readonly script: SessionScript | null;
  /** A certificate that no client should accept. */
  badContext(kind: BadCertificate): Promise<SecureContext>;
}

/** A session as command handlers and observers of one see it; the names of smtpd's SMTPChannel are in docs/library.md. */
export interface SessionView {
  readonly server: ServerConfig;
  readonly conn: SessionIo;
  /** Of the connection itself, as address:port or a socket's path. */
  readonly addr: string;
  /** The same, or what XCLIENT or a PROXY header stated. */
  readonly peer: string;
  readonly fqdn: string;
  readonly smtpState: 'COMMAND' | 'DATA';
  /** The name given in EHLO, HELO or LHLO; '' before. */
  readonly seenGreeting: string;
  readonly extendedSmtp: boolean;
  readonly mailFrom: string | null;
  readonly mailOptions: readonly string[];
  readonly rcptTos: readonly string[];
  /** The last command, as far as it may be shown. */
  readonly receivedLine: string;
  /** Of the message that is coming in. */
  readonly receivedOctets: number;
  readonly encrypted: boolean;
  readonly user: string | null;
}

export interface CommandCall {
  readonly verb: string;
  readonly args: string;
  readonly session: SessionView;
  /** Performs the command as the server does by itself, and gives what it would answer. 500 where it knows none. */
  usual(): CommandAction;
}

/** Answers one command; the reply of a handler that fails is 451. */
export type CommandHandler = (
  call: CommandCall,
) => CommandAction | HandlerReply | Promise<CommandAction | HandlerReply>;

/** By verb in upper case: in place of the server's own, or beside them. */
export type CommandHandlers = Readonly<Record<string, CommandHandler>>;

/** One session as its connection drives it. */
export interface ServerSession {
  /** Greets, or begins with what stands before the greeting: a PROXY header, implicit TLS. */
  start(): void;
  /** Greets with a refusal and closes. */
  refuse(reply: HandlerReply, listed: Listed): void;
  /** Ends, in favour of others: with the reply where one can be given. `limit`: as in server/limits.ts. Absent: the socket is closed. */
  giveWay?(reply: HandlerReply, limit: string): void;
  /** Octets kept in memory for it, beside those of its connection. */
  readonly heldOctets?: number;
  receive(chunk: Uint8Array): void;
  /** The client has closed its side; what it sent before is still served. */
  inputEnded(): void;
  /** Replies pile up because the client does not read them: no more commands until it does. */
  setBlocked(blocked: boolean): void;
  /** `clientNames`: who the client is by its certificate; empty without a trusted one. */
  tlsEstablished(info: TlsInfo, bindings: readonly ChannelBinding[], clientNames: readonly string[]): void;
  /** Something of ours has thrown: 421 where that is possible, and the end. Absent: the connection sees to it. Does not throw. */
  failed?(error: unknown): void;
  /** 421 as soon as nothing is under way (RFC 5321 section 3.8). */
  stop(): void;
  /** The socket is gone. Null, or what is still under way; it does not reject. */
  closed(reason: SessionEndReason, error: Outcome | null): Promise<void> | null;
}
