/**
 * What the actions of texts/app/actions.ts do, and when they can be done. Where an action belongs to what is on the screen, such as its
 * search field, the screen provides it for as long as it is shown.
 */
import {
  ACTIONS,
  SCREENS,
  isScreenAction,
  type ActionId,
  type ActionInfo,
  type ScreenAction,
} from '../../../electron/texts/app/actions.ts';
import type { AppState } from '../app.svelte.ts';
import type { MessageFile } from '../opening/message-file.svelte.ts';
import type { Opening } from '../opening/opening.svelte.ts';
import type { ProfilesState } from '../../features/profiles/profiles.svelte.ts';
import type { InspectorState } from '../../features/inspector/inspector.svelte.ts';
import type { SendState } from '../../features/send/send.svelte.ts';
import type { SurveysState } from '../../features/survey/survey.svelte.ts';
import type { TestServerState } from '../../features/server/server.svelte.ts';

export interface ActionBody {
  /** Absent: always. */
  readonly enabled?: () => boolean;
  readonly run: () => void;
}

export interface Action extends ActionInfo {
  enabled(): boolean;
  run(): void;
}

/** Only a screen can do these: it has the field to search in, or the result to copy. */
const PROVIDED = [
  'search',
  'copy-for-ticket',
  'copy-transcript',
  'save-report',
  'make-experiment',
  'explain-reply',
] as const;
export type ProvidedId = (typeof PROVIDED)[number];
const isProvided = (id: ActionId): id is ProvidedId => (PROVIDED as readonly string[]).includes(id);

/** What is done here; going to a screen is the same for all of them. */
type OwnId = Exclude<ActionId, ProvidedId | ScreenAction>;

export interface ActionStates {
  readonly app: AppState;
  readonly inspector: InspectorState;
  readonly send: SendState;
  readonly server: TestServerState;
  readonly profiles: ProfilesState;
  readonly surveys: SurveysState;
  readonly opening: Opening;
  readonly messageFile: MessageFile;
}

export class Actions {
  readonly all: readonly Action[];
  readonly #bodies: Readonly<Record<OwnId, ActionBody>>;
  readonly #screens: ReadonlyMap<ActionId, ActionBody>;
  readonly #provided = new Map<ProvidedId, ActionBody[]>();

  constructor(states: ActionStates) {
    this.#bodies = bodies(states);
    this.#screens = new Map(SCREENS.map(({ action, name }) => [action, { run: () => states.app.enter(name) }]));
    this.all = ACTIONS.map((info) => ({
      ...info,
      enabled: () => this.enabled(info.id),
      run: () => void this.run(info.id),
    }));
  }

  enabled(id: ActionId): boolean {
    const body = this.#body(id);
    return body !== undefined && (body.enabled?.() ?? true);
  }

  /** Answers whether it could be done. */
  run(id: ActionId): boolean {
    const body = this.#body(id);
    if (body === undefined || body.enabled?.() === false) return false;
    body.run();
    return true;
  }

  /** For `$effect(() => actions.provide(...))`: the answer takes it back. The one provided last is asked first. */
  provide(id: ProvidedId, body: ActionBody): () => void {
    this.#provided.set(id, [body, ...(this.#provided.get(id) ?? [])]);
    return () =>
      void this.#provided.set(
        id,
        (this.#provided.get(id) ?? []).filter((each) => each !== body),
      );
  }

  #body(id: ActionId): ActionBody | undefined {
    if (isProvided(id)) return this.#provided.get(id)?.find((each) => each.enabled?.() ?? true);
    return isScreenAction(id) ? this.#screens.get(id) : this.#bodies[id];
  }
}

function bodies({
  app,
  inspector,
  send,
  server,
  profiles,
  surveys,
  opening,
  messageFile,
}: ActionStates): Readonly<Record<OwnId, ActionBody>> {
  /** The screen whose run is meant: the one in front. */
  const front = (): InspectorState | SendState | SurveysState | null => (app.screen === 'survey' ? surveys : single());
  /** One that makes a single session. */
  const single = (): InspectorState | SendState | null =>
    app.screen === 'inspector' ? inspector : app.screen === 'send' ? send : null;
  const desktop = (): boolean => app.info?.features.dialogs === true;
  return {
    'go-start': {
      run: () => {
        app.go('inspector');
        inspector.toStart();
        inspector.askForTarget();
      },
    },
    'go-inbox': { run: () => app.enter('server', 'inbox') },
    'go-sessions': { run: () => app.enter('server', 'sessions') },
    'go-listeners': { run: () => app.enter('server', 'listeners') },
    target: {
      run: () => {
        app.go('inspector');
        inspector.askForTarget();
      },
    },
    run: { enabled: () => front() !== null && front()?.current?.active !== true, run: () => front()?.run() },
    'find-port': {
      run: () =>
        surveys.findPort(app.screen === 'send' ? send.form : app.screen === 'survey' ? surveys.form : inspector.form),
    },
    'run-implicit-tls': {
      enabled: () => single() !== null && single()?.form.target.trim() !== '' && single()?.current?.active !== true,
      run: () => single()?.runImplicitTls(),
    },
    'connection-options': {
      enabled: () => front() !== null,
      run: () => {
        const options = front()?.form.options;
        if (options === undefined) return;
        const fromStart = app.screen === 'inspector' && inspector.startInFront;
        if (fromStart) inspector.toBar();
        options.open = fromStart || !options.open;
      },
    },
    stop: { enabled: () => front()?.current?.active === true, run: () => front()?.stop() },
    'inspect-local': {
      enabled: () => server.localTarget !== null,
      run: () => {
        if (server.localTarget === null) return;
        app.go('inspector');
        inspector.inspect(server.localTarget);
      },
    },
    'send-here': {
      enabled: () => app.screen === 'inspector' && inspector.form.target.trim() !== '',
      run: () => send.fromInspector(),
    },
    'open-console': {
      run: () => {
        app.go('inspector');
        inspector.showConsole();
      },
    },
    'open-message': { enabled: desktop, run: () => void messageFile.choose() },
    'open-report': { run: () => opening.ask() },
    'undo-delete': { enabled: () => app.undos.newest !== null, run: () => app.undos.undo() },
    'new-profile': {
      run: () => {
        profiles.edit(null);
        app.go('profiles');
      },
    },
    'import-profiles': {
      run: () => {
        app.go('profiles');
        profiles.exchange.openImport();
      },
    },
    'server-start': {
      enabled: () => server.state?.running === false && !server.busy,
      run: () => void server.start(),
    },
    'server-stop': { enabled: () => server.state?.running === true && !server.busy, run: () => void server.stop() },
    'theme-system': { enabled: () => app.theme !== 'system', run: () => app.setTheme('system') },
    'theme-light': { enabled: () => app.theme !== 'light', run: () => app.setTheme('light') },
    'theme-dark': { enabled: () => app.theme !== 'dark', run: () => app.setTheme('dark') },
    // A browser zooms by itself.
    'zoom-in': { enabled: desktop, run: () => void app.zoom('in') },
    'zoom-out': { enabled: desktop, run: () => void app.zoom('out') },
    'zoom-reset': { enabled: desktop, run: () => void app.zoom('reset') },
    palette: { run: () => (app.dialog = app.dialog === 'palette' ? null : 'palette') },
    shortcuts: { run: () => (app.dialog = 'shortcuts') },
    'whats-new': { run: () => (app.dialog = 'changes') },
    licences: { run: () => (app.dialog = 'licences') },
    'save-diagnostics': { enabled: desktop, run: () => void app.saveDiagnostics() },
  };
}
