/** The one window: sandboxed, isolated, shown as soon as there is something to see. */
import { BrowserWindow, nativeTheme } from 'electron';
import { APP_ORIGIN } from './security.ts';

export function openWindow(preloadPath: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 900,
    minHeight: 600,
    title: 'Posthorn',
    show: false,
    // Seen for a moment before the page's own colours: --bg of renderer/styles/tokens.css.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#14161a' : '#f5f5f3',
    webPreferences: {
      preload: preloadPath,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      // Its dictionaries would be fetched from the network.
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${APP_ORIGIN}/index.html`);
  return window;
}
