/** What the window says after an update; and its page dies: it comes back by itself with what stood in its forms, and the server behind it never noticed. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ElectronApplication } from '@playwright/test';
import { expect, test } from './window/app.ts';
import { RUN, go, inspected, listener, addressOf, verdict } from './window/screens.ts';

/** As the system ends it when memory is short. Resolves when the page that takes its place is there. */
async function killPage(electron: ElectronApplication): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((resolve) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        contents?.once('did-finish-load', () => resolve());
        contents?.forcefullyCrashRenderer();
      }),
  );
}

/** Playwright's own page is lost with the process; what the window shows is asked of main. */
const shown = (electron: ElectronApplication, script: string): Promise<unknown> =>
  electron.evaluate(
    ({ BrowserWindow }, code) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code),
    script,
  );

const text = 'document.body.innerText';
const target = `document.querySelector('input[aria-label="Server"], [aria-label="Server"] input')?.value ?? [...document.querySelectorAll('input')].map((each) => each.value).find((value) => value !== '')`;

test('an update is spoken of once, and what is new is one press away', async ({ launch, dataDir }) => {
  await writeFile(join(dataDir, 'version.json'), JSON.stringify({ schema: 1, version: '0.0.1' }));
  const first = await launch();
  await first.page.getByRole('button', { name: 'What is new' }).click();
  await expect(first.page.getByRole('dialog', { name: 'What is new' })).toContainText('Unreleased');
  await first.quit();
  const { page } = await launch();
  await expect(page.getByRole('button', { name: 'Inspect the local test server' })).toBeEnabled();
  await expect(page.getByRole('button', { name: 'What is new' })).toHaveCount(0);
});

test('the window comes back with screen, target and login but no password, and the message as it was', async ({
  app: { page, electron },
}) => {
  await go(page, 'Test server', 'Listeners');
  const { port } = await addressOf(listener(page, 'SMTP, STARTTLS offered'));
  const address = `127.0.0.1:${port}`;
  await go(page, 'Send test');
  await page.getByRole('textbox', { name: 'Subject' }).fill('Typed before the end');
  await go(page, 'Inspector');
  await page.getByRole('textbox', { name: 'Server' }).fill(address);
  await page.getByRole('button', { name: RUN }).click();
  await inspected(page);
  await expect(verdict(page)).toContainText('answers over TLS');

  await killPage(electron);
  await expect.poll(() => shown(electron, text)).toContain('was opened again');
  await expect.poll(() => shown(electron, target)).toBe(address);
  // The same server, still there.
  await expect.poll(() => shown(electron, text)).toContain('3 listeners');

  // Again and again: it comes back three times within a minute, and then asks.
  await electron.evaluate(({ dialog }) => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = ((options: { message: string }) => {
      asked.push(options.message);
      return Promise.resolve({ response: 0, checkboxChecked: false });
    }) as never;
  });
  for (let time = 0; time < 3; time += 1) await killPage(electron);
  const asked = await electron.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
  expect(asked).toEqual(['The window of Posthorn keeps ending.']);
  await expect.poll(() => shown(electron, target)).toBe(address);
});
