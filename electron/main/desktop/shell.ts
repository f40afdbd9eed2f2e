/** What the user's desktop sees of the app beside the page: the window and its place, the tray, notifications. */
import type { BrowserWindow } from 'electron';
import { jsonFile, type JsonFile } from '../../storage/files/json-file.ts';
import { MailNotifier, WatchNotifier } from './notify.ts';
import type { App } from '../../app/compose.ts';
import type { SettingsService } from '../../app/settings.ts';
import { AppTray } from './tray.ts';
import { recoverPage } from '../window/recovery.ts';
import { openWindow } from '../window/window.ts';
import { keepState, WindowStateSchema, type WindowState } from '../window/state.ts';

export interface ShellOptions {
  readonly preloadPath: string;
  readonly statePath: string;
  readonly settings: SettingsService;
  /** Called when a page is no more: what belongs to it ends. */
  readonly onWindowGone: () => void;
  readonly log: (line: string) => void;
}

export class Shell {
  readonly #options: ShellOptions;
  readonly #stateFile: JsonFile<WindowState>;
  #kept: Promise<void> = Promise.resolve();
  /** The window's last place is known. */
  readonly ready: Promise<void>;
  #state: WindowState | null = null;
  #window: BrowserWindow | null = null;
  #keep: (() => void) | null = null;
  #opened = false;
  #tray: AppTray | null = null;
  #notifier: MailNotifier | null = null;
  #watchNotifier: WatchNotifier | null = null;
  #ending = false;

  constructor(options: ShellOptions) {
    this.#options = options;
    this.#stateFile = jsonFile(options.statePath, WindowStateSchema);
    this.ready = this.#stateFile.load().then(
      (state) => void (this.#state = state),
      // It was set aside; the window opens where the system puts it.
      () => options.log('the place of the window could not be read'),
    );
  }

  get window(): BrowserWindow | null {
    return this.#window;
  }

  /** Opens the window, once Electron is ready. Resolves when its first picture is there, or will never be. */
  open(): Promise<void> {
    this.#opened = true;
    const window = this.#open();
    return new Promise((seen) => {
      window.once('ready-to-show', () => seen());
      window.once('closed', () => seen());
      window.webContents.once('did-fail-load', () => seen());
      window.webContents.once('render-process-gone', () => seen());
    });
  }

  /** From now on the window has an app: tray and notifications show its state. */
  serve({ server, events, watched }: App): void {
    if (this.#ending) return;
    const { settings } = this.#options;
    this.#tray = new AppTray(server, () => this.show(), this.#options.log);
    this.#notifier = new MailNotifier((id) => {
      this.show();
      events.notify({ type: 'open-message', id });
    });
    const watches = new WatchNotifier((id) => {
      this.show();
      events.notify({ type: 'open-survey', id, kind: 'watch' });
    });
    this.#watchNotifier = watches;
    watched.follow((surveyId, state) => {
      if (this.#window?.isFocused() !== true) void watches.changed(surveyId, state);
    });
    server.feed.follow({
      event: (change) => {
        if (change.type === 'state' || change.type === 'mailbox') this.#tray?.update();
        const inFront = this.#window?.isFocused() === true;
        if (change.type === 'message' && settings.current.notifyOnMail && !inFront)
          this.#notifier?.message(change.message);
      },
      end: () => undefined,
    });
    const wantTray = (): void => this.#tray?.want(settings.current.tray);
    settings.onChange(wantTray);
    wantTray();
  }

  /** In front, whatever it was before; opened anew when it was closed. */
  show(): void {
    if (!this.#opened) return;
    if (this.#window === null) return void this.#open();
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  /** Something about the window is to be kept. */
  changed(): void {
    this.#keep?.();
  }

  get ending(): boolean {
    return this.#ending;
  }

  /** The app is quitting: closing the window means closing it. */
  end(): void {
    this.#ending = true;
    this.#notifier?.close();
    this.#watchNotifier?.close();
    this.#tray?.want(false);
  }

  /** Settles when the place of the window is with the disk; never rejects. */
  kept(): Promise<void> {
    return this.#kept;
  }

  #open(): BrowserWindow {
    const window = openWindow(this.#options.preloadPath, this.#state);
    this.#window = window;
    this.#keep = keepState(window, (state) => {
      this.#state = state;
      this.#kept = this.#stateFile.save(state).catch((error: unknown) => {
        this.#options.log(
          `the place of the window could not be kept: ${error instanceof Error ? error.name : typeof error}`,
        );
      });
    });
    window.on('close', (event) => {
      if (this.#ending || this.#tray?.present !== true) return;
      event.preventDefault();
      this.#options.onWindowGone();
      window.hide();
    });
    window.on('closed', () => {
      this.#window = null;
      this.#keep = null;
      this.#options.onWindowGone();
    });
    window.webContents.on('render-process-gone', () => this.#options.onWindowGone());
    recoverPage(window, () => this.#ending, this.#options.log);
    window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) this.#options.onWindowGone();
    });
    return window;
  }
}
