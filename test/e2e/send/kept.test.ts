/**
 * What stands in a send test is not lost: the app is ended in each step, and what was typed is there again, the password
 * excepted. A file that is no longer what was chosen stops it, where it stands, and is taken anew with one press.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { messages, sidebar, verdict } from '../window/screens.ts';
import { expect, test } from '../window/app.ts';

const step = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: new RegExp(`\\b${name}\\b`) });
const STEPS = ['Server', 'Envelope', 'Message', 'Delivery', 'Review', 'Result'] as const;

async function openWizard(page: Page): Promise<void> {
  await sidebar(page, 'Send test').click();
  await expect(page.getByRole('navigation', { name: 'Steps' })).toBeVisible();
}

// Six starts of the app, on machines that do other things too.
test.setTimeout(180_000);

test('ended in each step: everything but the password is there again', async ({ launch, dataDir }) => {
  let app = await launch();
  const file = join(dataDir, 'send-draft.json');
  await openWizard(app.page);
  await expect(app.page.getByRole('textbox', { name: 'Server' })).not.toHaveValue('');
  await app.page.getByTitle('User name, password, mechanism and EHLO name').click();
  await app.page.getByRole('textbox', { name: 'User name' }).fill('ann');
  await app.page.getByLabel('Password', { exact: true }).fill('S3cret!');
  for (const [at, name] of STEPS.entries()) {
    const { page, electron } = app;
    const sender = `step${at}@example.org`;
    await step(page, 'Envelope').click();
    await page.getByRole('textbox', { name: 'From' }).fill(sender);
    await step(page, 'Message').click();
    await page.getByRole('textbox', { name: 'Subject' }).fill(`In step ${at}`);
    await step(page, name).click();
    await expect(step(page, name)).toHaveAttribute('aria-current', 'step');
    await expect
      .poll(async () => JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as { draft?: object })
      .toMatchObject({ draft: { from: sender, step: name.toLowerCase(), message: { subject: `In step ${at}` } } });
    expect(await readFile(file, 'utf8')).not.toContain('S3cret!');
    electron.process().kill('SIGKILL');
    await electron.waitForEvent('close');
    app = await launch();
    await openWizard(app.page);
    await expect(step(app.page, 'Envelope')).toContainText(sender);
    await expect(step(app.page, 'Message')).toContainText(`In step ${at}`);
    await expect(step(app.page, 'Server')).toContainText('as ann');
    // The result is in the history; the step before it is where one goes on.
    await expect(step(app.page, name === 'Result' ? 'Review' : name)).toHaveAttribute('aria-current', 'step');
  }
});

test('a file that was changed, or is gone, is named where it stands, and nothing is sent until it is looked at', async ({
  app: { page, electron },
  dataDir,
}) => {
  const path = join(dataDir, 'notes.txt');
  await writeFile(path, 'before');
  await electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, path);
  await openWizard(page);
  await step(page, 'Message').click();
  await page.getByRole('button', { name: 'Attach files…' }).click();
  const files = page.getByRole('list', { name: 'Files to attach' });
  await expect(files).toContainText('6 octets');
  await step(page, 'Review').click();
  await expect(page.getByLabel('Source of the message')).toContainText('filename=notes.txt');

  // Behind the window's back: main refuses, and the step says why.
  await writeFile(path, 'after all');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByRole('main')).toContainText('was changed since it was chosen');
  await expect(step(page, 'Message')).toContainText('“notes.txt” was written to since you chose it');
  await expect(page.getByRole('button', { name: 'Send again' })).toBeDisabled();
  await page.getByRole('button', { name: 'Mend', exact: true }).click();
  await expect(files).toContainText('was written to since you chose it: 6 octets then, 9 octets now');
  await page.getByRole('button', { name: 'Take it as it is now' }).click();
  await expect(files).toContainText('9 octets');
  await expect(files).not.toContainText('written');

  await rm(path);
  await step(page, 'Review').click();
  await expect(step(page, 'Message')).toContainText('“notes.txt” is no longer there');
  await expect(page.getByLabel('Source of the message')).toBeHidden();
  await writeFile(path, 'back again');
  await step(page, 'Message').click();
  await page.getByRole('button', { name: 'Take it as it is now' }).click();
  await expect(page.getByRole('button', { name: 'Send again' })).toBeEnabled();
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(verdict(page)).toContainText('took the message');
  await sidebar(page, 'Test server').click();
  await expect(messages(page)).toHaveCount(1);
});
