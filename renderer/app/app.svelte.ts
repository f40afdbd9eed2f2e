/** What the whole window shares: which screen is in front, the settings, whether main still answers, and what has to be reported. */
import { AppError } from '../../electron/protocol/values/app-error.ts';
import { isActionId, type ActionId, type Screen } from '../../electron/texts/app/actions.ts';
import { problemOf, type Problem } from './problem.ts';
import { Toasts } from '../ui/overlay/toasts.svelte.ts';
import { Undos } from './undo/undos.svelte.ts';
import type { ExplainAsk } from './ports.ts';
import type { AppInfo } from '../../electron/ipc/contract.ts';
import type { Client } from '../../electron/ipc/client.ts';
import type { Settings, Theme } from '../../electron/protocol/values/app/settings.ts';
import type { UpdateState } from '../../electron/protocol/values/app/updates.ts';
import type { SurveyKind } from '../../electron/protocol/values/survey/request.ts';

export type ServerTab = 'inbox' | 'sessions' | 'listeners';

/** What main may ask of the window at any time. */
export interface AppListener {
  action(id: ActionId): void;
  /** The number of past runs, at the start and after each change. */
  history(total: number): void;
  updates(state: UpdateState): void;
  openMessage(id: string): void;
  /** A message file that the desktop asked to have shown. */
  openFile(id: string): void;
  openSurvey(kind: SurveyKind, id: string): void;
  viewEnded(id: string, error: AppError): void;
}

export class AppState {
  readonly client: Client;
  readonly toasts = new Toasts();
  readonly undos = new Undos(this.toasts);
  screen: Screen = $state('inspector');
  serverTab: ServerTab = $state('inbox');
  /** Rises when the screen in front should take the focus. */
  entered = $state(0);
  /** Lies over the screen, whichever it is. */
  dialog: 'palette' | 'shortcuts' | 'changes' | 'licences' | 'open-report' | null = $state(null);
  /** Taken by the explain screen once it is in front. */
  explainAsked: ExplainAsk | null = $state.raw(null);
  info: AppInfo | null = $state.raw(null);
  settings: Settings | null = $state.raw(null);
  /** Main no longer answers. Nothing typed is lost: the screens stay where they are. */
  disconnected = $state(false);
  problem: Problem | null = $state.raw(null);
  readonly theme: Theme = $derived(this.settings?.theme ?? 'system');
  /** The name our client gives where none is typed for a run. */
  readonly ehloName: string = $derived(this.settings?.ehloName ?? this.info?.defaultEhloName ?? '');

  constructor(client: Client) {
    this.client = client;
  }

  async load(): Promise<void> {
    try {
      this.info = await this.client.call('app.info', {});
      this.settings = await this.client.call('settings.get', {});
      this.disconnected = false;
      const { settingsProblem, updatedFrom, version } = this.info;
      if (updatedFrom !== undefined) {
        this.toasts.show({
          message: `This is version ${version}; before it was ${updatedFrom}.`,
          action: { label: 'What is new', run: () => (this.dialog = 'changes') },
          lasts: 30_000,
        });
      }
      if (settingsProblem !== null) this.report(new AppError(settingsProblem.code, settingsProblem.params));
    } catch (error) {
      this.report(error);
    }
  }

  /** The answer ends it. */
  follow(listener: AppListener): () => void {
    return this.client.subscribe(
      'app.events',
      {},
      (event) => {
        switch (event.type) {
          case 'settings':
            this.settings = event.settings;
            break;
          case 'action':
            // A menu may offer what this screen has not; main then asked for nothing.
            if (isActionId(event.action)) listener.action(event.action);
            break;
          case 'history':
            listener.history(event.total);
            break;
          case 'updates':
            listener.updates(event.state);
            break;
          case 'view-ended':
            listener.viewEnded(event.id, new AppError(event.error.code, event.error.params));
            break;
          case 'open-message':
            listener.openMessage(event.id);
            break;
          case 'open-file':
            listener.openFile(event.id);
            break;
          case 'open-failed':
            this.report(new AppError(event.error.code, event.error.params));
            break;
          case 'open-survey':
            listener.openSurvey(event.kind, event.id);
            break;
        }
      },
      (error) => this.report(error ?? new AppError('disconnected')),
    );
  }

  go(screen: Screen, tab?: ServerTab): void {
    this.screen = screen;
    if (tab !== undefined) this.serverTab = tab;
  }

  /** Gone to by a key or the palette: the focus goes along, so that the next key is the screen's. */
  enter(screen: Screen, tab?: ServerTab): void {
    this.go(screen, tab);
    this.entered += 1;
  }

  /** To the explain screen, filled in. */
  explain(ask: ExplainAsk): void {
    this.explainAsked = ask;
    this.enter('explain');
  }

  /** For what failed outside a form of its own. A lost host is a state of the window, not a message. */
  report(error: unknown): void {
    if (error instanceof AppError) {
      if (error.code === 'disconnected') this.disconnected = true;
      else this.problem = problemOf(error);
      return;
    }
    this.problem = { title: 'Internal error', message: error instanceof Error ? error.message : String(error) };
  }

  /** Shown at once, kept by main. Answers why it was not kept; what was shown then is as before. */
  async change(changes: Partial<Settings>): Promise<Problem | null> {
    const before = this.settings;
    if (before === null) return { title: 'Not kept', message: 'The settings are not known yet.' };
    this.settings = { ...before, ...changes };
    try {
      this.settings = await this.client.call('settings.set', changes);
      return null;
    } catch (error) {
      this.settings = before;
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'disconnected') this.disconnected = true;
      return problemOf(error);
    }
  }

  /** Main asks where to. */
  async saveDiagnostics(): Promise<void> {
    try {
      const { saved, name } = await this.client.call('app.saveDiagnostics', {});
      if (saved) this.toasts.show({ message: `Diagnostics saved as ${name ?? ''}. Read it before you pass it on.` });
    } catch (error) {
      this.report(error);
    }
  }

  /** Main asks first, with the whole address in sight. */
  async openExternal(url: string): Promise<void> {
    try {
      await this.client.call('app.openExternal', { url });
    } catch (error) {
      this.report(error);
    }
  }

  async zoom(change: 'in' | 'out' | 'reset'): Promise<void> {
    try {
      await this.client.call('app.zoom', { change });
    } catch (error) {
      this.report(error);
    }
  }

  setTheme(theme: Theme): void {
    void this.change({ theme }).then((problem) => (this.problem = problem ?? this.problem));
  }
}
