/** State of the test server as main reports it, the sessions it has seen, and what the user asks of it. */
import { AppError } from '../../../electron/protocol/values/app-error.ts';
import type { AppState } from '../../app/app.svelte.ts';
import type { CallInput } from '../../../electron/ipc/contract.ts';
import type { MessageSummary } from '../../../electron/protocol/values/server/mailbox.ts';
import type {
  ListenerConfig,
  NewServerUser,
  ServerConfig,
  ServerState as ServerFacts,
  SessionSummary,
} from '../../../electron/protocol/values/server/server.ts';
import type { Script } from '../../../electron/protocol/values/server/script.ts';
import type { PresetTarget } from '../../session/target/connection-form.svelte.ts';
import { ShownSession } from '../../session/log.svelte.ts';
import { NewestMail } from './newest-mail.svelte.ts';
import { listenerAddress } from './words.ts';

/** Newest first; older ones are in the server's own log. */
const SESSIONS_KEPT = 500;

export interface LocalTarget extends PresetTarget {
  readonly port: number;
}

export interface MailListener {
  message(message: MessageSummary): void;
  mailbox(total: number): void;
}

export class TestServerState {
  state: ServerFacts | null = $state.raw(null);
  sessions: readonly SessionSummary[] = $state.raw([]);
  /** Ready-made scripts; read at the start, so that a list of them is whole when it is opened. */
  presets: readonly Script[] = $state.raw([]);
  /** Sessions put in front so far. */
  arrivals = $state(0);
  /** The session whose transcript is shown. */
  selected: string | null = $state(null);
  selectedLog: ShownSession | null = $state.raw(null);
  /** Actions of the user that are under way or wait for their turn. */
  #acting = $state(0);
  #turn: Promise<unknown> = Promise.resolve();
  /**
   * For buttons that would only repeat what is under way. A setting is never disabled by it: it would lose the keyboard focus
   * while it is changed, and with it the keys that are pressed next. Changes wait for their turn instead.
   */
  readonly busy = $derived(this.#acting > 0 || this.state?.phase === 'starting' || this.state?.phase === 'stopping');
  /** What the first inspection goes to: a listener that shows the most, STARTTLS before implicit TLS before none. */
  readonly localTarget: LocalTarget | null = $derived(localTarget(this.state));
  readonly newest: NewestMail;
  /** The listener whose settings for other programs are to be shown; its card takes it. */
  connectAsked: string | null = $state(null);
  #app: AppState;

  constructor(app: AppState) {
    this.#app = app;
    this.newest = new NewestMail(app);
  }

  /** Subscribes to main and reads the state once; the answer ends the subscription. */
  follow(mail: MailListener): () => void {
    const stop = this.#app.client.subscribe(
      'server.changed',
      {},
      (event) => {
        switch (event.type) {
          case 'state':
            this.state = event.state;
            break;
          case 'session':
            this.#put(event.session);
            break;
          case 'message':
            mail.message(event.message);
            break;
          case 'mailbox':
            if (this.state !== null) this.state = { ...this.state, messages: event.total, unread: event.unread };
            mail.mailbox(event.total);
            void this.newest.read();
            break;
        }
      },
      (error) => this.#app.report(error ?? new AppError('disconnected')),
    );
    void this.#read();
    return stop;
  }

  async #read(): Promise<void> {
    try {
      this.state = await this.#app.client.call('server.state', {});
      if (this.state.messages > 0) void this.newest.read();
      this.sessions = await this.#app.client.call('server.sessions', { limit: SESSIONS_KEPT });
      await this.loadPresets();
    } catch (error) {
      this.#app.report(error);
    }
  }

  #put(session: SessionSummary): void {
    const at = this.sessions.findIndex((each) => each.id === session.id);
    this.sessions = at === -1 ? [session, ...this.sessions].slice(0, SESSIONS_KEPT) : this.sessions.with(at, session);
    if (at === -1) this.arrivals += 1;
    if (session.id === this.selected) void this.#loadEvents(session.id);
  }

  start(): Promise<boolean> {
    return this.#act(() => this.#app.client.call('server.start', {}));
  }

  stop(): Promise<boolean> {
    return this.#act(() => this.#app.client.call('server.stop', {}));
  }

  addListener(listener: CallInput<'server.addListener'>): Promise<boolean> {
    return this.#act(() => this.#app.client.call('server.addListener', listener));
  }

  removeListener(id: string): Promise<boolean> {
    return this.#act(() => this.#app.client.call('server.removeListener', { id }));
  }

  changeListener(changed: ListenerConfig): Promise<boolean> {
    return this.#change(({ listeners }) => ({
      listeners: listeners.map((each) => (each.id === changed.id ? changed : each)),
    }));
  }

  /** What main made in place of a password that was left out, to be shown this once; null when one was given, or it failed. */
  async addUser(given: NewServerUser): Promise<{ readonly ok: boolean; readonly password: string | null }> {
    const made: { password: string | null } = { password: null };
    const ok = await this.#act(async () => {
      const added = await this.#app.client.call('server.addUser', given);
      made.password = added.password;
      return added.state;
    });
    return { ok, password: made.password };
  }

  removeUser(user: string): Promise<boolean> {
    return this.#act(() => this.#app.client.call('server.removeUser', { user }));
  }

  /** `change` is given what is in force when its turn comes, which a change before it may have made. */
  changeAuth(change: (auth: ServerConfig['auth']) => Partial<ServerConfig['auth']>): Promise<boolean> {
    return this.#change(({ auth }) => ({ auth: { ...auth, ...change(auth) } }));
  }

  async loadPresets(): Promise<void> {
    if (this.presets.length > 0) return;
    try {
      this.presets = await this.#app.client.call('server.presets', {});
    } catch (error) {
      this.#app.report(error);
    }
  }

  /** The preset in force; null for none, and for a script of the user's own even where it bears a preset's name. */
  readonly preset: string | null = $derived.by(() => {
    const script = this.state?.config.script ?? null;
    // Both came through the same schema: their members stand in the same order.
    const same = (preset: Script) => preset.name === script?.name && JSON.stringify(preset) === JSON.stringify(script);
    return script === null ? null : (this.presets.find(same)?.name ?? null);
  });

  /** By the name of a preset; null: as usual. A name that is none changes nothing. */
  behave(name: string | null): Promise<boolean> {
    const script = name === null ? null : this.presets.find((preset) => preset.name === name);
    return script === undefined ? Promise.resolve(false) : this.#change(() => ({ script }));
  }

  /** A script of the user's own, from a file that the system's dialog asks for; what it does is explained from then on. */
  async openScript(): Promise<boolean> {
    if (this.state === null) return false;
    try {
      const [file] = await this.#app.client.call('files.choose', { purpose: 'script' });
      if (file === undefined) return false;
      const script = await this.#readScript(file.handle);
      return await this.#change(() => ({ script }));
    } catch (error) {
      this.#app.report(error);
      return false;
    }
  }

  async #readScript(handle: string): Promise<Script> {
    try {
      return await this.#app.client.call('server.readScript', { handle });
    } finally {
      await this.#app.client.call('files.release', { handles: [handle] });
    }
  }

  #change(change: (config: ServerConfig) => Partial<ServerConfig>): Promise<boolean> {
    if (this.state === null) return Promise.resolve(false);
    const { config: asked } = this.state;
    return this.#act(() => {
      const config = this.state?.config ?? asked;
      return this.#app.client.call('server.configure', { ...config, ...change(config) });
    });
  }

  /** One after the other, in the order they were asked for; false for one that failed, which has been said. */
  #act(action: () => Promise<ServerFacts>): Promise<boolean> {
    this.#acting += 1;
    const done = this.#turn.then(async () => {
      try {
        this.state = await action();
        return true;
      } catch (error) {
        this.#app.report(error);
        return false;
      } finally {
        this.#acting -= 1;
      }
    });
    this.#turn = done;
    return done;
  }

  select(id: string): void {
    if (this.selected === id) return;
    this.selected = id;
    this.selectedLog = null;
    void this.#loadEvents(id);
  }

  async #loadEvents(id: string): Promise<void> {
    try {
      const log = await this.sessionLog(id);
      if (this.selected === id) this.selectedLog = log;
    } catch (error) {
      this.#app.report(error);
    }
  }

  async sessionLog(id: string): Promise<ShownSession> {
    const log = new ShownSession();
    log.append(await this.#app.client.call('server.sessionEvents', { id }));
    return log;
  }
}

function localTarget(state: ServerFacts | null): LocalTarget | null {
  const order = ['starttls', 'starttls-required', 'tls', 'none'];
  const [best] = (state?.listeners ?? [])
    .filter(({ config, listening, boundPort }) => listening && config.protocol === 'smtp' && boundPort !== null)
    .sort((a, b) => order.indexOf(a.config.security) - order.indexOf(b.config.security));
  if (best === undefined || best.boundPort === null) return null;
  return {
    text: listenerAddress(best.config, best.boundPort),
    port: best.boundPort,
    protocol: 'smtp',
    security: best.config.security === 'tls' ? 'tls' : 'auto',
  };
}
