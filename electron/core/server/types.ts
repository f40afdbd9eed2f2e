/** The test server as its owners (main, cli, harness, tests) see it. */
import type { Accounts } from '../sasl/types.ts';
import type { Clock, Mailbox, SpooledMessage, Spool } from '../ports.ts';
import type { ListenerConfig, ListenerState, ServerConfig, SessionSummary } from '../../ipc/schemas/server.ts';
import type { MessageSummary } from '../../ipc/schemas/mailbox.ts';
import type { NewMessage } from '../ports.ts';
import type { TlsMaterial } from '../tls/material.ts';
import type { SessionEvent } from '../../ipc/schemas/event.ts';
import type { ServerLimits } from './session-state.ts';

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
  handle(message: NewMessage, spooled: SpooledMessage): Promise<HandlerResult>;
}

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
