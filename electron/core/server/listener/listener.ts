/** One listening socket with its sessions. Listeners know nothing of each other. */
import { randomUUID } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import type { BadCertificate } from '../../../protocol/values/server/script.ts';
import type {
  ListenError,
  ListenerConfig,
  ListenerState,
  ServerConfig,
} from '../../../protocol/values/server/server.ts';
import { bind, listenError } from './bind.ts';
import { ServerConnection } from './connection.ts';
import type { TlsContexts } from './tls.ts';
import { replies } from '../commands/replies.ts';
import type { HandlerReply } from '../handlers/types.ts';
import { hiddenKeywords } from '../commands/capabilities.ts';
import type { ScriptRuntime } from '../script/runtime.ts';
import { Session } from '../session/session.ts';
import { SessionJournal } from '../session/journal.ts';
import { sourceOf } from './source.ts';
import type { ServerLimits, SessionConfig } from '../session/state.ts';
import { reportFailure } from '../observer.ts';
import type { ServerSession, SessionServices } from '../session/types.ts';
import type { SessionClass, TestServerOptions } from '../types.ts';
import type { Buffered } from './buffered.ts';
import type { Arrival, Places } from './places.ts';
import type { Listed, TurnedAway } from './turned-away.ts';
import type { Turns } from './turns.ts';
import { hostPortText } from '../../../protocol/parse/host-port.ts';

/** What the server shares with its listeners. */
export interface ListenerContext {
  readonly options: TestServerOptions;
  readonly limits: ServerLimits;
  readonly tls: TlsContexts;
  /** As it is now; a session keeps what it began with. */
  config(): ServerConfig;
  script(): ScriptRuntime;
  /** Of all listeners together, as the rest. */
  readonly places: Places;
  readonly buffered: Buffered;
  readonly turnedAway: TurnedAway;
  readonly turns: Turns;
}

export class Listener {
  readonly config: ListenerConfig;
  readonly #context: ListenerContext;
  readonly #connections = new Set<ServerConnection>();
  #server: Server | null = null;
  #boundPort: number | null = null;
  #error: ListenError | null = null;
  #sessionGone: (() => void) | null = null;
  #sessionConfig: SessionConfig | null = null;

  constructor(config: ListenerConfig, context: ListenerContext) {
    this.config = config;
    this.#context = context;
  }

  state(): ListenerState {
    return {
      config: this.config,
      boundPort: this.#boundPort,
      listening: this.#server !== null,
      error: this.#error,
      sessions: this.#connections.size,
    };
  }

  async start(): Promise<void> {
    this.#error = null;
    if (this.config.security !== 'none') {
      try {
        await this.#context.tls.load();
      } catch (error) {
        this.#report(error);
        this.#error = { ...listenError(error), reason: 'no-certificate' };
        return this.#announce();
      }
    }
    const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => this.#accept(socket));
    const bound = await bind(server, this.config);
    if (bound.ok) {
      this.#server = server;
      this.#boundPort = bound.port;
      // Out of file descriptors and the like: the listener lives on, the connection is lost.
      server.on('error', (error) => this.#report(error));
    } else {
      this.#error = bound.error;
    }
    this.#announce();
  }

  /** Nobody new; sessions in progress get 421. Resolves when all sockets are closed. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    const closed = server === null ? Promise.resolve() : new Promise<void>((resolve) => server.close(() => resolve()));
    for (const connection of this.#connections) connection.stop();
    await closed;
    while (this.#connections.size > 0) {
      await new Promise<void>((resolve) => {
        this.#sessionGone = resolve;
      });
    }
    this.#boundPort = null;
    this.#announce();
  }

  #accept(socket: Socket): void {
    const { limits, places, turnedAway, turns } = this.#context;
    turns.arrived();
    const arrival = { source: this.#sourceOf(socket), listener: this.config.id };
    const refusal = places.refusalFor(arrival);
    if (refusal === null) return this.#serve(socket, arrival);
    const listed = turnedAway.list(arrival.source ?? '');
    if (listed === null) return turnedAway.answer(socket, refusal, limits.lingerMs);
    this.#refuse(socket, refusal, listed);
  }

  #serve(socket: Socket, arrival: Arrival): void {
    const { limits, tls, turns, places, buffered } = this.#context;
    const source = arrival.source ?? `listener ${this.config.id}`;
    const connection = new ServerConnection(
      socket,
      limits,
      tls,
      { turns, buffered, source },
      {
        closed: () => {
          leave();
          this.#gone(connection);
        },
        failed: (error) => this.#report(error),
      },
    );
    const leave = places.take(arrival, {
      giveUpPlace: () => {
        leave();
        connection.giveWay(replies.placeNeeded, 'server.connections');
      },
    });
    connection.run(this.#begin(socket, connection));
  }

  #refuse(socket: Socket, refusal: HandlerReply, listed: Listed): void {
    const { limits, tls, turns, buffered, turnedAway } = this.#context;
    const connection = new ServerConnection(
      socket,
      limits,
      tls,
      { turns, buffered, source: '' },
      {
        closed: () => {
          gone();
          this.#gone(connection);
        },
        failed: (error) => this.#report(error),
      },
    );
    const gone = turnedAway.leaves(() => connection.destroy());
    connection.refuse(this.#begin(socket, connection), refusal, listed);
  }

  #gone(connection: ServerConnection): void {
    this.#connections.delete(connection);
    this.#announce();
    this.#sessionGone?.();
  }

  #begin(socket: Socket, connection: ServerConnection): ServerSession {
    const { options, tls } = this.#context;
    const config = this.#configNow();
    const journal = new SessionJournal({
      // The last part of a UUID is random throughout, and Node draws many of them at a time.
      id: `s${Date.now().toString(36)}-${randomUUID().slice(-12)}`,
      listener: this.config,
      boundPort: this.#boundPort,
      peer: peerName(socket, this.config),
      observer: options.observer,
      clock: options.clock,
    });
    const SessionClass = options.sessionClass ?? Session;
    const services: SessionServices = {
      spool: options.spool,
      handler: options.handler,
      users: options.users,
      clock: options.clock,
      ...(options.commands === undefined ? {} : { commands: options.commands }),
      script: this.#context.script().session(this.config),
      badContext: (kind: BadCertificate) => tls.bad(kind),
    };
    const session = this.#session(SessionClass, [connection, config, services, journal]);
    this.#connections.add(connection);
    this.#announce();
    return session;
  }

  /** Of the class that is wanted. Where that fails, ours ends it with a word. */
  #session(Wanted: SessionClass, parts: ConstructorParameters<SessionClass>): ServerSession {
    try {
      return new Wanted(...parts);
    } catch (error) {
      const session = new Session(...parts);
      session.failed(error);
      return session;
    }
  }

  /** Null where many may come from one address without being one client. */
  #sourceOf(socket: Socket): string | null {
    if (this.config.path !== null || this.config.proxyProtocol === true) return null;
    return socket.remoteAddress === undefined ? null : sourceOf(socket.remoteAddress);
  }

  /** Sessions share it until the server is configured anew. */
  #configNow(): SessionConfig {
    const { options, limits } = this.#context;
    const server = this.#context.config();
    if (this.#sessionConfig?.server !== server) {
      this.#sessionConfig = {
        protocol: this.config.protocol,
        security: this.config.security,
        server,
        limits: limitsFor(server, limits),
        hidden: hiddenKeywords(server, options.handler.wants === 'text'),
        proxyProtocol: this.config.proxyProtocol === true,
      };
    }
    return this.#sessionConfig;
  }

  #announce(): void {
    try {
      this.#context.options.observer.listener(this.state());
    } catch (error) {
      this.#report(error);
    }
  }

  #report(error: unknown): void {
    reportFailure(this.#context.options.observer, this.config.id, error);
  }
}

/** What is configured in place of the usual. Recipients never exceed what bounds an envelope. */
function limitsFor({ maxRecipients, timeouts }: ServerConfig, usual: ServerLimits): ServerLimits {
  return {
    ...usual,
    recipients: Math.min(maxRecipients ?? usual.recipients, usual.recipients),
    greetingMs: timeouts?.greeting ?? usual.greetingMs,
    commandMs: timeouts?.command ?? usual.commandMs,
    tlsMs: timeouts?.tls ?? usual.tlsMs,
  };
}

function peerName(socket: Socket, config: ListenerConfig): string {
  if (config.path !== null) return config.path;
  const address = (socket.remoteAddress ?? 'unknown').replace(/^::ffff:(?=\d+\.)/i, '');
  return hostPortText(address, socket.remotePort ?? 0);
}
