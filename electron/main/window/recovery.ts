/**
 * A page that dies (out of memory, killed, a fault of Chromium's) is loaded anew, which puts back what stood in its forms. One that dies
 * again and again is not: then the user is asked.
 */
import { app, dialog, type BrowserWindow } from 'electron';
import { limits } from '../limits.ts';

/** `ending`: the app quits, and nothing is brought back. */
export function recoverPage(window: BrowserWindow, ending: () => boolean, log: (line: string) => void): void {
  let deaths: readonly number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (ending() || reason === 'clean-exit') return;
    log(`the page of the window ended: ${reason}, ${exitCode}`);
    const now = Date.now();
    deaths = [...deaths.filter((at) => now - at < limits.recovery.withinMs), now];
    if (deaths.length <= limits.recovery.reloads) return load(window);
    deaths = [];
    ask(window).catch((error: unknown) => log(`could not ask: ${error instanceof Error ? error.name : typeof error}`));
  });
}

/** Outside the event: Chromium is still taking the old page down. */
function load(window: BrowserWindow): void {
  setImmediate(() => {
    if (!window.isDestroyed()) window.webContents.reload();
  });
}

async function ask(window: BrowserWindow): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: 'The window of Posthorn keeps ending.',
    detail: 'The test server still runs, and nothing that was kept is lost.',
    buttons: ['Open It Again', 'Quit'],
    defaultId: 0,
    cancelId: 0,
  });
  if (response === 1) app.quit();
  else load(window);
}
