/** The one window: sandboxed, isolated, shown as soon as there is something to see. */
import { BrowserWindow, nativeTheme } from 'electron';
import { windowIcon } from '../desktop/tray-icon.ts';
import { APP_ORIGIN } from './security.ts';
import { placed, workAreas, type WindowState } from './state.ts';

export function openWindow(preloadPath: string, state: WindowState | null): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    ...(state === null ? {} : placed(state.bounds, workAreas())),
    minWidth: 900,
    minHeight: 600,
    title: 'Posthorn',
    show: false,
    ...(process.platform === 'linux' ? { icon: windowIcon() } : {}),
    // Seen for a moment before the page's own colours: --bg of renderer/styles/tokens.css.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#14161a' : '#f5f5f3',
    webPreferences: {
      preload: preloadPath,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      zoomFactor: state?.zoom ?? 1,
      // Its dictionaries would be fetched from the network.
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => {
    if (state?.maximized === true) window.maximize();
    window.show();
  });
  void window.loadURL(`${APP_ORIGIN}/index.html`);
  return window;
}
