/** The test server: a set of listeners that come and go without disturbing each other. */
import type { ListenerConfig, ListenerState, ServerConfig } from '../../protocol/values/server/server.ts';
import { clientRoots } from '../tls/client-certificate.ts';
import { limits } from './limits.ts';
import { refuseOpenRelay } from './listener/relay-rule.ts';
import { Listener, type ListenerContext } from './listener/listener.ts';
import { TlsContexts } from './listener/tls.ts';
import { Buffered } from './listener/buffered.ts';
import { reportFailure } from './observer.ts';
import { Places } from './listener/places.ts';
import { ScriptRuntime } from './script/runtime.ts';
import { TurnedAway } from './listener/turned-away.ts';
import { Turns } from './listener/turns.ts';
import type { TestServer, TestServerOptions } from './types.ts';

/**
 * @throws RangeError for a handler that wants text together with SMTPUTF8, or that passes on what strangers could send; Error for a
 * clientCa that holds no authority
 */
export function createTestServer(options: TestServerOptions): TestServer {
  refuseUnfit(options, options.config);
  return new Server(options);
}

class Server implements TestServer {
  #config: ServerConfig;
  readonly #context: ListenerContext;
  #listeners: Listener[] = [];
  #running = false;
  #script: ScriptRuntime;
  readonly #options: TestServerOptions;
  /** One change at a time, in the order asked for. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: TestServerOptions) {
    this.#options = options;
    this.#config = options.config;
    this.#script = this.#runtime(options.config);
    const roots = options.clientCa === undefined ? [] : clientRoots(options.clientCa);
    const caps = { ...limits.server, ...options.limits };
    this.#context = {
      options,
      limits: caps,
      tls: new TlsContexts(
        options.tls,
        options.badTls,
        (error) => reportFailure(options.observer, 'tls', error),
        roots,
      ),
      config: () => this.#config,
      script: () => this.#script,
      places: new Places(caps),
      buffered: new Buffered(caps.bufferedOctets),
      turnedAway: new TurnedAway(options.clock),
      turns: new Turns(options.clock),
    };
  }

  start(): Promise<readonly ListenerState[]> {
    return this.#change(async () => {
      this.#running = true;
      await this.#apply(this.#config);
    });
  }

  async stop(): Promise<void> {
    await this.#change(async () => {
      this.#running = false;
      await Promise.all(this.#listeners.map((listener) => listener.stop()));
    });
  }

  configure(config: ServerConfig): Promise<readonly ListenerState[]> {
    refuseUnfit(this.#options, config);
    return this.#change(() => this.#apply(config));
  }

  listeners(): readonly ListenerState[] {
    return this.#listeners.map((listener) => listener.state());
  }

  async addListener(config: ListenerConfig): Promise<ListenerState> {
    const states = await this.#change(() => {
      const { listeners } = this.#config;
      const changed = { ...this.#config, listeners: [...listeners.filter(({ id }) => id !== config.id), config] };
      refuseUnfit(this.#options, changed);
      return this.#apply(changed);
    });
    const state = states.find((one) => one.config.id === config.id);
    if (state === undefined) throw new Error('a listener that was added is missing');
    return state;
  }

  async removeListener(id: string): Promise<void> {
    await this.#change(() =>
      this.#apply({ ...this.#config, listeners: this.#config.listeners.filter((listener) => listener.id !== id) }),
    );
  }

  #runtime(config: ServerConfig): ScriptRuntime {
    return new ScriptRuntime(config.script ?? null, config.magicRecipients !== false, this.#options.clock);
  }

  async #change(work: () => Promise<void>): Promise<readonly ListenerState[]> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    await done;
    return this.listeners();
  }

  /** Stops what is gone or changed before it starts what is new: a changed listener often keeps its port. */
  async #apply(config: ServerConfig): Promise<void> {
    // A script that is set anew begins to count anew; one that stays goes on.
    const before = this.#config;
    if (before.script !== config.script || before.magicRecipients !== config.magicRecipients)
      this.#script = this.#runtime(config);
    this.#config = config;
    const kept = new Map<string, Listener>();
    const gone: Listener[] = [];
    for (const listener of this.#listeners) {
      const wanted = config.listeners.find(({ id }) => id === listener.config.id);
      if (wanted !== undefined && sameListener(wanted, listener.config)) kept.set(wanted.id, listener);
      else gone.push(listener);
    }
    await Promise.all(gone.map((listener) => listener.stop()));
    this.#listeners = config.listeners.map((one) => kept.get(one.id) ?? new Listener(one, this.#context));
    if (!this.#running) return;
    // One after the other, so that two defaults that want the next free port do not race for it.
    for (const listener of this.#listeners) if (!listener.state().listening) await listener.start();
  }
}

function refuseUnfit(options: TestServerOptions, config: ServerConfig): void {
  refuseTextWithUtf8(options, config);
  refuseOpenRelay(options.handler, options.users, config);
}

/** smtpd: "decode_data and enable_SMTPUTF8 cannot be set to True at the same time". */
function refuseTextWithUtf8({ handler }: TestServerOptions, { smtputf8 }: ServerConfig): void {
  if (handler.wants === 'text' && smtputf8)
    throw new RangeError('a handler that wants text and SMTPUTF8 exclude each other');
}

function sameListener(a: ListenerConfig, b: ListenerConfig): boolean {
  return (
    a.protocol === b.protocol &&
    a.security === b.security &&
    a.host === b.host &&
    a.port === b.port &&
    a.path === b.path &&
    a.nextFree === b.nextFree &&
    a.proxyProtocol === b.proxyProtocol
  );
}
