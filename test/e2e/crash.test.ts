/** What the window says after an update; and its page dies: it comes back by itself with what stood in its forms, and the server behind it never noticed. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './window/app.ts';
import { clientOf } from './messages/mail.ts';
import { killPage, press, shown, text } from './window/page-end.ts';
import { RUN, go, inspected, listener, addressOf, verdict } from './window/screens.ts';

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

test('a half-typed profile and a session of the console are there again', async ({ app: { page, electron } }) => {
  await go(page, 'Test server', 'Listeners');
  const { port } = await addressOf(listener(page, 'SMTP, STARTTLS offered'));
  await go(page, 'Inspector');
  await page.getByRole('textbox', { name: 'Server' }).fill(`127.0.0.1:${port}`);
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.insertText('console');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  const command = page.getByRole('combobox', { name: 'Command' });
  await expect(command).toBeFocused();
  await page.keyboard.insertText('VRFY before-the-end');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log', { name: 'Transcript' })).toContainText('VRFY before-the-end');

  await page.keyboard.press('ControlOrMeta+n');
  const form = page.getByRole('main');
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('Typed before the end');
  await form.getByRole('textbox', { name: 'Server', exact: true }).fill('half.example:587');
  await expect(form.getByRole('textbox', { name: 'Server', exact: true })).toHaveValue('half.example:587');
  // What is typed is kept within a moment.
  await expect
    .poll(async () => JSON.stringify(await clientOf(page).call('profiles.drafts', {})))
    .toContain('half.example:587');

  await killPage(electron);
  await expect.poll(() => shown(electron, text)).toContain('was opened again');
  await press(electron, 'button', 'New profile');
  const values = `JSON.stringify([...document.querySelectorAll('main input')].map((each) => each.value))`;
  await expect.poll(() => shown(electron, values)).toContain('half.example:587');
  expect(await shown(electron, values)).toContain('Typed before the end');

  // The session goes on in main, with all that was said in it.
  await press(electron, 'nav button', 'Inspector');
  await expect.poll(() => shown(electron, text)).toContain('Open · TLS');
  await expect.poll(() => shown(electron, text)).toContain('VRFY before-the-end');
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
