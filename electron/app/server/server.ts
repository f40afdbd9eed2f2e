/**
 * The test server as the app has it: its settings, its state in words of the contract, its mail and its sessions. Changes
 * follow each other, one at a time; what they led to is reported through the feed.
 */
import { randomUUID } from 'node:crypto';
import { AppError, type AppErrorValue } from '../../protocol/values/app-error.ts';
import type {
  ListenerConfig,
  ListenerState,
  NewServerUser,
  ServerConfig,
  ServerState,
} from '../../protocol/values/server/server.ts';
import type { MailboxStore } from '../../storage/mailbox/mailbox.ts';
import type { TestServer } from '../../core/server/types.ts';
import { ChangeFeed } from './change-feed.ts';
import type { ServerParts } from './parts.ts';
import type { SessionLog } from '../../storage/sessions/log.ts';

export class ServerService {
  readonly feed = new ChangeFeed(() => this.state());
  readonly #parts: ServerParts;
  #config: ServerConfig;
  #phase: ServerState['phase'] = 'stopped';
  #server: TestServer | null = null;
  #problem: AppErrorValue | null = null;
  #mailbox: Promise<MailboxStore> | null = null;
  #counts = { total: 0, unread: 0 };
  #sessions: Promise<SessionLog> | null = null;
  #work: Promise<unknown> = Promise.resolve();

  constructor(parts: ServerParts) {
    this.#parts = parts;
    this.#config = parts.defaults();
  }

  /** Reads the settings and starts the server, unless the user had stopped it. Never rejects: trouble is part of the state. */
  open(): Promise<ServerState> {
    return this.#next(async () => {
      this.#enter('starting');
      let run = true;
      try {
        const settings = await this.#parts.settings.load();
        if (settings === null) await this.#save(true);
        else {
          this.#config = settings.config;
          run = settings.run;
        }
      } catch (error) {
        this.#trouble(error);
      }
      try {
        await this.#parts.users.open();
      } catch (error) {
        this.#trouble(error);
      }
      try {
        // Mail is there to be read even while the server is stopped.
        await this.mailbox();
        if (run) await this.#launch();
        else this.#enter('stopped');
      } catch (error) {
        this.#trouble(error);
        this.#enter('stopped');
      }
      return this.state();
    });
  }

  state(): ServerState {
    // While it starts, listeners come one after the other; those still to come are shown as they are, silent.
    const started = this.#server?.listeners() ?? [];
    return {
      running: this.#phase === 'running',
      phase: this.#phase,
      config: this.#config,
      listeners: this.#config.listeners.map(
        (config) => started.find((one) => one.config.id === config.id) ?? silent(config),
      ),
      caPem: this.#parts.caPem(),
      messages: this.#counts.total,
      unread: this.#counts.unread,
      users: this.#parts.users.list(this.#config.hostname),
      problem: this.#problem,
    };
  }

  start(): Promise<ServerState> {
    return this.#next(async () => {
      if (this.#server === null) {
        this.#problem = null;
        this.#enter('starting');
        try {
          await this.#launch();
        } catch (error) {
          this.#enter('stopped');
          throw error;
        }
      }
      await this.#save(true);
      return this.state();
    });
  }

  stop(): Promise<ServerState> {
    return this.#next(async () => {
      await this.#halt();
      await this.#save(false);
      return this.state();
    });
  }

  configure(config: ServerConfig): Promise<ServerState> {
    return this.#change(config, async (server) => {
      await server.configure(config);
    });
  }

  addListener(listener: Omit<ListenerConfig, 'id'>): Promise<ServerState> {
    const added = { ...listener, id: randomUUID() };
    return this.#change({ ...this.#config, listeners: [...this.#config.listeners, added] }, async (server) => {
      await server.addListener(added);
    });
  }

  removeListener(id: string): Promise<ServerState> {
    const listeners = this.#config.listeners.filter((listener) => listener.id !== id);
    return this.#change({ ...this.#config, listeners }, (server) => server.removeListener(id));
  }

  /** Sessions under way go on by the users of before, as far as they have asked. */
  addUser(given: NewServerUser): Promise<{ password: string | null; state: ServerState }> {
    return this.#next(async () => {
      const password = await this.#parts.users.add(given, this.#config);
      this.feed.state();
      return { password, state: this.state() };
    });
  }

  removeUser(user: string): Promise<ServerState> {
    return this.#next(async () => {
      await this.#parts.users.remove(user);
      this.feed.state();
      return this.state();
    });
  }

  /** Opened once; a failure is not remembered, so that the next call tries again. */
  mailbox(): Promise<MailboxStore> {
    this.#mailbox ??= this.#openMailbox().catch((error: unknown) => {
      this.#mailbox = null;
      throw error;
    });
    return this.#mailbox;
  }

  sessions(): Promise<SessionLog> {
    this.#sessions ??= this.#parts.sessions().catch((error: unknown) => {
      this.#sessions = null;
      throw error;
    });
    return this.#sessions;
  }

  /** Sessions get their 421, the mailbox is closed. What the user had chosen stays chosen. */
  close(): Promise<void> {
    return this.#next(async () => {
      await this.#halt();
      this.feed.close();
      await (await this.#sessions)?.close();
      await (await this.#mailbox)?.close();
    });
  }

  async #openMailbox(): Promise<MailboxStore> {
    const mailbox = await this.#parts.mailbox();
    const counted = (counts: { total: number; unread: number }): void => {
      this.#counts = counts;
      this.feed.mailbox(counts);
    };
    mailbox.onChange(counted);
    counted(mailbox.counts());
    return mailbox;
  }

  async #launch(): Promise<void> {
    const [mailbox, sessions] = [await this.mailbox(), await this.sessions()];
    const server = this.#parts.create(
      this.#config,
      mailbox,
      this.feed.observer(sessions, (id, error) => this.#parts.log(`session ${id}: ${kindOf(error)}`)),
      this.#parts.users.verifier(() => this.#config),
    );
    this.#server = server;
    try {
      await server.start();
    } catch (error) {
      this.#server = null;
      throw error;
    }
    this.#enter('running');
  }

  async #halt(): Promise<void> {
    if (this.#server === null) return;
    this.#enter('stopping');
    await this.#server.stop();
    this.#server = null;
    this.#enter('stopped');
  }

  #change(config: ServerConfig, apply: (server: TestServer) => Promise<void>): Promise<ServerState> {
    return this.#next(async () => {
      const ids = new Set(config.listeners.map(({ id }) => id));
      if (ids.size < config.listeners.length) throw new AppError('invalid-argument', { argument: 'listeners' });
      this.#config = config;
      if (this.#server !== null) await apply(this.#server);
      await this.#save(this.#server !== null);
      this.feed.state();
      return this.state();
    });
  }

  #save(run: boolean): Promise<void> {
    return this.#parts.settings.save({ schema: 1, run, config: this.#config });
  }

  #enter(phase: ServerState['phase']): void {
    this.#phase = phase;
    this.feed.state();
  }

  #trouble(error: unknown): void {
    if (error instanceof AppError) this.#problem = { code: error.code, params: error.params };
    else {
      this.#parts.log(`the test server's data could not be opened: ${kindOf(error)}`);
      this.#problem = { code: 'internal', params: {} };
    }
    this.feed.state();
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#work.then(work);
    // A failure goes to whoever asked; what comes after is not held up by it.
    this.#work = next.catch(() => undefined);
    return next;
  }
}

const silent = (config: ListenerConfig): ListenerState => ({
  config,
  boundPort: null,
  listening: false,
  error: null,
  sessions: 0,
});

/** Its name, and the system's code where it has one: messages hold paths and more. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? `${error.name} ${error.code}` : error.name;
}
