/** The icon in the tray, while the settings want it: shows the window, starts and stops the test server, quits. */
import { app, Menu, Tray } from 'electron';
import type { ServerService } from '../../app/server/server.ts';
import { trayIcon } from './tray-icon.ts';

export class AppTray {
  readonly #server: ServerService;
  readonly #show: () => void;
  readonly #log: (line: string) => void;
  #tray: Tray | null = null;

  constructor(server: ServerService, show: () => void, log: (line: string) => void) {
    this.#server = server;
    this.#show = show;
    this.#log = log;
  }

  get present(): boolean {
    return this.#tray !== null;
  }

  want(wanted: boolean): void {
    if (wanted === this.present) return;
    this.#tray?.destroy();
    this.#tray = wanted ? new Tray(trayIcon()) : null;
    this.#tray?.on('click', this.#show);
    this.update();
  }

  /** After each change of the server's state. */
  update(): void {
    if (this.#tray === null) return;
    const { running, unread } = this.#server.state();
    this.#tray.setToolTip(`Posthorn: the test server is ${running ? 'running' : 'stopped'}, ${unread} unread`);
    this.#tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: 'Show Posthorn', click: this.#show },
        { type: 'separator' },
        { label: 'Start Test Server', enabled: !running, click: () => this.#change(this.#server.start()) },
        { label: 'Stop Test Server', enabled: running, click: () => this.#change(this.#server.stop()) },
        { type: 'separator' },
        { label: 'Quit', click: () => app.quit() },
      ]),
    );
  }

  #change(change: Promise<unknown>): void {
    // The window shows it by the state; here there is nothing to show it on.
    change.catch((error: unknown) => {
      this.#log(`the test server could not be changed: ${error instanceof Error ? error.name : typeof error}`);
    });
  }
}
