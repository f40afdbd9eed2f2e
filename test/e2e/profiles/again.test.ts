/** What came from a profile or an earlier run, by clicking: in force for its server alone, repeated as it was, and never a second copy unasked. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../window/app.ts';
import { LOGIN, startLoginServer } from '../peers/login-server.ts';
import { addressOf, go, inspected, listener, messages, sidebar, verdict } from '../window/screens.ts';

const security = (page: Page) => page.getByRole('main').getByRole('combobox', { name: /^Security/ });

test('a profile is verified: the login is the headline, there is a way back, and nothing of it meets another server', async ({
  app: { page, electron },
  dataDir,
}) => {
  const server = await startLoginServer(dataDir);
  await electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, server.caFile);
  await sidebar(page, 'Profiles').click();
  const main = page.getByRole('main');
  await main.getByRole('button', { name: 'New profile' }).first().click();
  await main.getByRole('textbox', { name: 'Name', exact: true }).fill('Work');
  await main.getByRole('textbox', { name: 'Server', exact: true }).fill(`127.0.0.1:${server.port}`);
  await security(page).click();
  await page
    .getByRole('option', { name: /^STARTTLS required|^STARTTLS/ })
    .first()
    .click();
  await main.getByRole('textbox', { name: 'User name', exact: true }).fill(LOGIN.user);
  await page.getByLabel('Password', { exact: true }).fill(LOGIN.password);
  await page.getByRole('button', { name: 'TLS and certificates' }).click();
  await page.getByRole('group', { name: 'Trusted roots' }).getByRole('button', { name: 'Choose a file…' }).click();
  await expect(page.getByText('1 certificate', { exact: true })).toBeVisible();
  // Before it is saved.
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await inspected(page);
  await expect(verdict(page)).toHaveText(/^The login works \(SCRAM-SHA-256\) over TLSv1\.3: /);
  const changed = page.getByRole('list', { name: 'Changed options' }).getByRole('listitem');
  await expect(main).toContainText('1 changed, from the profile “Work”');
  await expect(changed).toHaveText(/^trusted roots\s*1 certificate/);

  await page.getByRole('textbox', { name: 'Server' }).fill('stranger.example:25');
  await expect(changed).toHaveCount(0);
  await expect(security(page)).toContainText('TLS (auto)');
  await page.getByRole('textbox', { name: 'Server' }).fill(`127.0.0.1:${server.port}`);
  await expect(changed).toHaveText(/^trusted roots/);
  await expect(security(page)).toContainText('STARTTLS');

  await page.getByRole('button', { name: 'Back to the profile' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('In the keychain.')).toBeVisible();
  await expect(page.getByText('The login worked just now: SCRAM-SHA-256 over TLS 1.3')).toBeVisible();
  await page.getByRole('button', { name: 'Show that check' }).click();
  await expect(page.getByRole('heading', { name: /^The login works \(SCRAM-SHA-256\) over TLSv1\.3: / })).toBeVisible();
  await server.stop();
});

test('a send is repeated with its attachment after a question, and not at all once the file is gone', async ({
  app: { page, electron },
  dataDir,
}) => {
  const file = join(dataDir, 'figures.bin');
  await writeFile(file, Buffer.alloc(40_000, 7));
  await electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, file);
  await go(page, 'Test server', 'Listeners');
  const { port } = await addressOf(listener(page, 'SMTP, STARTTLS offered'));
  await go(page, 'Send test');
  await page.getByRole('textbox', { name: 'Server' }).fill(`127.0.0.1:${port}`);
  await page.getByRole('button', { name: 'Attach files…' }).click();
  await expect(page.getByText('figures.bin')).toBeVisible();
  await page.getByRole('button', { name: /^Send( again)?$/ }).click();
  await expect(verdict(page)).toHaveText(/took the message for /);

  const again = async (): Promise<void> => {
    await sidebar(page, 'History').click();
    await page.getByRole('listbox', { name: 'Past runs' }).getByRole('option').first().click();
    await page.getByRole('button', { name: 'Run again' }).click();
    await expect(page.getByRole('dialog', { name: 'Send it a second time?' })).toBeVisible();
    await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();
  };
  await again();
  await expect(verdict(page)).toHaveText(/took the message for /);
  await go(page, 'Test server', 'Inbox');
  await expect(messages(page)).toHaveCount(2);
  await rm(file);
  await again();
  await expect(page.getByText('Not sent: “figures.bin” is gone or cannot be read. Choose it again.')).toBeVisible();
  await go(page, 'Test server', 'Inbox');
  await expect(messages(page)).toHaveCount(2);
});
