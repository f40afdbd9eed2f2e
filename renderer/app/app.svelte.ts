/** What the whole window shares: which screen is in front, whether main still answers, the theme, and problems to be told. */
import { AppError } from '../../electron/ipc/errors.ts';
import { problemOf, type Problem } from './problem.ts';
import type { AppInfo } from '../../electron/ipc/contract.ts';
import type { Client } from '../../electron/ipc/client.ts';

export const SCREENS = ['inspector', 'send', 'server'] as const;
export type Screen = (typeof SCREENS)[number];
export type ServerTab = 'inbox' | 'sessions' | 'listeners';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const THEME_KEY = 'posthorn.theme';

export class AppState {
  readonly client: Client;
  screen: Screen = $state('inspector');
  serverTab: ServerTab = $state('inbox');
  info: AppInfo | null = $state.raw(null);
  /** Main no longer answers. Nothing typed is lost: the screens stay where they are. */
  disconnected = $state(false);
  problem: Problem | null = $state.raw(null);
  theme: Theme = $state(readTheme());

  constructor(client: Client) {
    this.client = client;
  }

  async load(): Promise<void> {
    try {
      this.info = await this.client.call('app.info', {});
      this.disconnected = false;
    } catch (error) {
      this.tell(error);
    }
  }

  go(screen: Screen, tab?: ServerTab): void {
    this.screen = screen;
    if (tab !== undefined) this.serverTab = tab;
  }

  /** For what failed outside a form of its own. A lost host is a state of the window, not a message. */
  tell(error: unknown): void {
    if (error instanceof AppError) {
      if (error.code === 'disconnected') this.disconnected = true;
      else this.problem = problemOf(error);
      return;
    }
    this.problem = { title: 'Internal error', message: error instanceof Error ? error.message : String(error) };
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    try {
      localStorage.setItem(THEME_KEY, theme);
    } catch (error) {
      this.problem = {
        title: 'The theme is not kept',
        message: error instanceof Error ? error.message : String(error),
      };
    }
  }
}

function readTheme(): Theme {
  // Storage can be switched off for a page; the system's theme is then the answer.
  try {
    const kept = localStorage.getItem(THEME_KEY);
    return THEMES.find((theme) => theme === kept) ?? 'system';
  } catch {
    return 'system';
  }
}
