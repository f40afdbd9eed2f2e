/** What the user's desktop sees of the app beside the page: the window and its place, the tray, notifications. */
import type { BrowserWindow } from 'electron';
import { jsonFile, type JsonFile } from '../adapters/json-file.ts';
import { MailNotifier } from './notify.ts';
import type { App } from './services/compose.ts';
import { AppTray } from './tray.ts';
import { openWindow } from './window.ts';
import { keepState, WindowStateSchema, type WindowState } from './window-state.ts';

export interface ShellOptions {
  readonly preloadPath: string;
  readonly statePath: string;
  readonly log: (line: string) => void;
}

export class Shell {
  readonly #options: ShellOptions;
  readonly #stateFile: JsonFile<WindowState>;
  /** The window's last place is known. */
  readonly ready: Promise<void>;
  #state: WindowState | null = null;
  #window: BrowserWindow | null = null;
  #keep: (() => void) | null = null;
  #posthorn: App | null = null;
  #tray: AppTray | null = null;
  #notifier: MailNotifier | null = null;
  #onWindowGone: () => void = () => undefined;
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

  /** Once the app is ready. `onWindowGone` ends what belongs to the window. */
  begin(posthorn: App, onWindowGone: () => void): void {
    const { server, settings, events } = posthorn;
    this.#posthorn = posthorn;
    this.#onWindowGone = onWindowGone;
    this.#tray = new AppTray(server, () => this.show(), this.#options.log);
    this.#notifier = new MailNotifier((id) => {
      this.show();
      events.tell({ type: 'open-message', id });
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
    this.#open();
  }

  /** In front, whatever it was before; opened anew when it was closed. */
  show(): void {
    if (this.#posthorn === null) return;
    if (this.#window === null) return this.#open();
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  /** Something about the window is to be kept. */
  changed(): void {
    this.#keep?.();
  }

  /** The app is quitting: closing the window means closing it. */
  end(): void {
    this.#ending = true;
    this.#notifier?.close();
    this.#tray?.want(false);
  }

  #open(): void {
    const window = openWindow(this.#options.preloadPath, this.#state);
    this.#window = window;
    this.#keep = keepState(window, (state) => {
      this.#state = state;
      this.#stateFile.save(state).catch((error: unknown) => {
        this.#options.log(
          `the place of the window could not be kept: ${error instanceof Error ? error.name : typeof error}`,
        );
      });
    });
    window.on('close', (event) => {
      if (this.#ending || this.#tray?.present !== true) return;
      event.preventDefault();
      this.#onWindowGone();
      window.hide();
    });
    window.on('closed', () => {
      this.#window = null;
      this.#keep = null;
      this.#onWindowGone();
    });
    window.webContents.on('render-process-gone', () => this.#onWindowGone());
    window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) this.#onWindowGone();
    });
  }
}
