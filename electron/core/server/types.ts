/** The test server as its owners (main, cli, harness, tests) see it. */
import type { BadCertificate } from '../../protocol/values/server/script.ts';
import type { ListenerConfig, ListenerState, ServerConfig } from '../../protocol/values/server/server.ts';
import type { Clock, Spool } from '../ports.ts';
import type { TlsMaterial } from '../tls/material.ts';
import type { MessageHandler, UserVerifier } from './handlers/types.ts';
import type { ServerObserver } from './observer.ts';
import type { SessionJournal } from './session/journal.ts';
import type { ServerLimits, SessionConfig } from './session/state.ts';
import type { CommandHandlers, ServerSession, SessionIo, SessionServices } from './session/types.ts';

/** smtpd's channel_class: Session, a subclass of it, or something else. */
export type SessionClass = new (
  io: SessionIo,
  config: SessionConfig,
  services: SessionServices,
  journal: SessionJournal,
) => ServerSession;

export interface TestServerOptions {
  readonly config: ServerConfig;
  readonly spool: Spool;
  readonly handler: MessageHandler;
  readonly users: UserVerifier;
  /** Called when the first listener that needs TLS starts, and again when the certificate nears its end. */
  readonly tls: () => Promise<TlsMaterial>;
  /** A certificate that no client should accept, for scripts; without it a script's wish is not met. */
  readonly badTls?: (kind: BadCertificate) => Promise<TlsMaterial>;
  /** PEM of the authorities whose client certificates say who logs in by EXTERNAL; absent: none is asked for. */
  readonly clientCa?: string;
  readonly commands?: CommandHandlers;
  readonly sessionClass?: SessionClass;
  readonly clock: Clock;
  readonly observer: ServerObserver;
  /** Caps other than those of server/limits.ts; for tests. */
  readonly limits?: Partial<ServerLimits>;
}

/** core/server/server.ts: `createTestServer(options): TestServer`. */
export interface TestServer {
  /** Starts every configured listener; a listener that cannot start says so in its state, the others run. */
  start(): Promise<readonly ListenerState[]>;
  /** Sessions in progress get 421; resolves when every socket is closed. */
  stop(): Promise<void>;
  /** Applies a new configuration; listeners that did not change keep their sockets. */
  configure(config: ServerConfig): Promise<readonly ListenerState[]>;
  listeners(): readonly ListenerState[];
  addListener(config: ListenerConfig): Promise<ListenerState>;
  removeListener(id: string): Promise<void>;
}
