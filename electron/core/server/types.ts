/** The test server as its owners (main, cli, harness, tests) see it. */
import type { Accounts, ChannelBinding } from '../sasl/types.ts';
import type { Clock, Mailbox, SpooledMessage, Spool } from '../ports.ts';
import type {
  ListenerConfig,
  ListenerState,
  ServerConfig,
  SessionEndReason,
  SessionSummary,
} from '../../ipc/schemas/server.ts';
import type { BadCertificate } from '../../ipc/schemas/script.ts';
import type { Outcome } from '../../ipc/schemas/outcome.ts';
import type { TlsInfo } from '../../ipc/schemas/tls.ts';
import type { Action } from './commands.ts';
import type { SessionIo, SessionServices } from './session-core.ts';
import type { SessionJournal } from './session-journal.ts';
import type { MessageSummary } from '../../ipc/schemas/mailbox.ts';
import type { NewMessage } from '../ports.ts';
import type { TlsMaterial } from '../tls/material.ts';
import type { SessionEvent } from '../../ipc/schemas/event.ts';
import type { ServerLimits, SessionConfig } from './session-state.ts';

/** A reply that a handler asks for; text lines without CR, LF or control characters. */
export interface HandlerReply {
  readonly code: number;
  readonly enhancedCode: string | null;
  readonly lines: readonly string[];
}

/** Answers a message: null for the usual 250; for LMTP one entry per accepted recipient, by index. */
export interface HandlerResult {
  readonly reply: HandlerReply | null;
  readonly perRecipient?: readonly (HandlerReply | null)[];
  /** Set when the message was kept. */
  readonly message: MessageSummary | null;
}

/** What happens to a message that came in whole. Rejecting answers 451 without a word of the reason. */
export interface MessageHandler {
  readonly name: string;
  /**
   * `text`: the handler reads messages as text, so that 8BITMIME, BINARYMIME and SMTPUTF8 are not offered. Together with
   * `smtputf8` in the configuration it is refused by createTestServer (RangeError), as smtpd refuses decode_data with it.
   */
  readonly wants?: 'text' | 'bytes';
  handle(message: NewMessage, spooled: SpooledMessage): HandlerResult | Promise<HandlerResult>;
}

/** A session as command handlers and observers of one see it; the names of smtpd's SMTPChannel are in docs/server.md. */
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
  usual(): Action;
}

/** Answers one command; the reply of a handler that fails is 451. */
export type CommandHandler = (call: CommandCall) => Action | HandlerReply | Promise<Action | HandlerReply>;

/** By verb in upper case: in place of the server's own, or beside them. */
export type CommandHandlers = Readonly<Record<string, CommandHandler>>;

/** One session as its connection drives it. */
export interface ServerSession {
  /** Greets, or begins with what stands before the greeting: a PROXY header, implicit TLS. */
  start(): void;
  /** Greets with a refusal and closes. */
  refuse(reply: HandlerReply): void;
  receive(chunk: Uint8Array): void;
  /** The client has closed its side; what it sent before is still served. */
  inputEnded(): void;
  /** Replies pile up because the client does not read them: no more commands until it does. */
  setBlocked(blocked: boolean): void;
  tlsEstablished(info: TlsInfo, bindings: readonly ChannelBinding[]): void;
  /** 421 as soon as nothing is under way (RFC 5321 section 3.8). */
  stop(): void;
  /** The socket is gone. Null, or what is still under way; it does not reject. */
  closed(reason: SessionEndReason, error: Outcome | null): Promise<void> | null;
}

/** smtpd's channel_class: Session, a subclass of it, or something else. */
export type SessionClass = new (
  io: SessionIo,
  config: SessionConfig,
  services: SessionServices,
  journal: SessionJournal,
) => ServerSession;

/** Who may log in to the test server, and as whom. Passwords are test data, kept as verifiers where that suffices. */
export interface UserVerifier extends Accounts {
  /** May this user, who has logged in, act as somebody else (authorization identity)? */
  mayActAs(user: string, authzid: string): boolean;
}

export interface TestServerOptions {
  readonly config: ServerConfig;
  readonly spool: Spool;
  readonly handler: MessageHandler;
  readonly users: UserVerifier;
  /** Called when the first listener that needs TLS starts, and again when the certificate nears its end. */
  readonly tls: () => Promise<TlsMaterial>;
  /** A certificate that no client should accept, for scripts; without it a script's wish is not met. */
  readonly badTls?: (kind: BadCertificate) => Promise<TlsMaterial>;
  readonly commands?: CommandHandlers;
  readonly sessionClass?: SessionClass;
  readonly clock: Clock;
  readonly observer: ServerObserver;
  /** Caps other than those of wire/limits.ts; for tests. */
  readonly limits?: Partial<ServerLimits>;
}

/** Told of everything, in order. Must not throw. */
export interface ServerObserver {
  listener(state: ListenerState): void;
  /** At the start, whenever a shown fact changes, and at the end of a session (endedAt set). */
  session(summary: SessionSummary): void;
  event(sessionId: string, event: SessionEvent): void;
  message(message: MessageSummary): void;
  /** Something of ours failed (handler, spool, user check); the client was told 4yz without a word of the reason. */
  failure?(sessionId: string, error: unknown): void;
}

/** core/server/server.ts: `createTestServer(options): TestServer`. */
export interface TestServer {
  /** Starts every configured listener; a listener that cannot start is told through its state, the others run. */
  start(): Promise<readonly ListenerState[]>;
  /** Sessions in progress get 421; resolves when every socket is closed. */
  stop(): Promise<void>;
  /** Applies a new configuration; listeners that did not change keep their sockets. */
  configure(config: ServerConfig): Promise<readonly ListenerState[]>;
  listeners(): readonly ListenerState[];
  addListener(config: ListenerConfig): Promise<ListenerState>;
  removeListener(id: string): Promise<void>;
}

export type { Mailbox };
