/** The window's page killed, and what is seen and pressed in the one that takes its place, which Playwright does not know. */
import { expect, type ElectronApplication } from '@playwright/test';

/** As the system ends it when memory is short. Resolves when the page that takes its place is there. */
export async function killPage(electron: ElectronApplication): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((resolve) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        contents?.once('did-finish-load', () => resolve());
        contents?.forcefullyCrashRenderer();
      }),
  );
}

/** What a script answers in the page that is there now. */
export const shown = (electron: ElectronApplication, script: string): Promise<unknown> =>
  electron.evaluate(
    ({ BrowserWindow }, code) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code),
    script,
  );

/** Script: all that can be read. */
export const text = 'document.body.innerText';

/** Clicks what matches that selector and begins with that text, as soon as it is there and can be pressed. */
export async function press(electron: ElectronApplication, selector: string, name: string): Promise<void> {
  const script = `(() => {
    const found = [...document.querySelectorAll(${JSON.stringify(selector)})].find((each) => (each.ariaLabel ?? each.textContent).trim().startsWith(${JSON.stringify(name)}));
    if (found === undefined || found.disabled === true) return false;
    found.click();
    return true;
  })()`;
  await expect.poll(() => shown(electron, script)).toBe(true);
}
