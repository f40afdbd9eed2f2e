/** The send test step by step: from first start to a received message, by mouse and by keyboard alone; what was typed survives a restart. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '../window/app.ts';
import type { Page } from '@playwright/test';
import { axeProblems, loadAxe } from '../window/axe.ts';
import { misplaced, resize } from '../window/layout.ts';
import { setTheme, settled, themes } from '../states/states.ts';
import { messages, sidebar, verdict } from '../window/screens.ts';

const step = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: new RegExp(`\\b${name}\\b`) });
const button = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true });

async function openWizard(page: Page): Promise<void> {
  await sidebar(page, 'Send test').click();
  await expect(step(page, 'Server')).toHaveAttribute('aria-current', 'step');
  await expect(page.getByRole('textbox', { name: 'Server' })).not.toHaveValue('');
}

test('three presses send a first message; its steps say what stands in them', async ({ app: { page } }) => {
  await openWizard(page);
  await button(page, 'Envelope').click();
  // Leaving the server asked it what it offers.
  await expect(step(page, 'Server')).toContainText(/MiB.*DSN/);
  await step(page, 'Review').click();
  await expect(page.getByText(/^Posthorn sends one message/)).toContainText('to recipient@example.org');
  await expect(page.getByLabel('Source of the message')).toContainText('Subject: Test message from Posthorn');
  await expect(page.locator('code').filter({ hasText: 'posthorn send' })).toContainText('--to recipient@example.org');
  await expect(page.locator('code').filter({ hasText: 'swaks --server' })).toContainText('--to recipient@example.org');
  await button(page, 'Send').click();
  await expect(step(page, 'Result')).toHaveAttribute('aria-current', 'step');
  await expect(verdict(page)).toContainText('took the message');
  const went = page.getByRole('region', { name: 'Where it went' });
  await expect(went).toContainText('Arrived as it was sent, octet by octet');
  await went.getByRole('button', { name: 'Open the message' }).click();
  await expect(messages(page)).toHaveCount(1);
  await expect(page.getByRole('heading', { name: 'Test message from Posthorn' })).toBeVisible();
});

test('by keyboard alone: a ready-made message with a report asked for', async ({ app: { page } }) => {
  await expect(sidebar(page, 'Send test')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+2');
  await expect(step(page, 'Server')).toBeVisible();
  const reach = async (name: string): Promise<void> => {
    await step(page, name).focus();
    await page.keyboard.press('Enter');
    await expect(step(page, name)).toHaveAttribute('aria-current', 'step');
  };
  await reach('Message');
  await page.getByRole('radio', { name: 'Written here' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Ready-made' })).toBeChecked();
  await expect(page.getByRole('radio', { name: 'Plain text' })).toBeChecked();
  await page.getByRole('radio', { name: 'Plain text' }).focus();
  for (let at = 0; at < 2; at += 1) await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('textbox', { name: 'Source' })).toHaveValue(/filename="test\.pdf"/);
  await reach('Delivery');
  await page.getByRole('checkbox', { name: 'When it is delivered' }).focus();
  await page.keyboard.press('Space');
  await expect(step(page, 'Delivery')).toContainText('when it is delivered');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(verdict(page)).toContainText('took the message');
  await sidebar(page, 'Test server').focus();
  await page.keyboard.press('Enter');
  await expect(messages(page).first()).toContainText('attachments');
});

test('what cannot be sent is said in its step, and the way there is a press', async ({ app: { page } }) => {
  await openWizard(page);
  await step(page, 'Envelope').click();
  await page.getByRole('textbox', { name: 'To' }).fill('');
  await step(page, 'Review').click();
  await expect(step(page, 'Envelope')).toContainText('Name at least one recipient.');
  await expect(step(page, 'Review')).toContainText('waits for the envelope');
  await expect(button(page, 'Send')).toBeDisabled();
  await button(page, 'Mend').click();
  await expect(step(page, 'Envelope')).toHaveAttribute('aria-current', 'step');
  await page.getByRole('textbox', { name: 'To' }).fill('ben@example.net, not an address');
  await expect(step(page, 'Envelope')).toContainText('not like an address');
  await expect(button(page, 'Send')).toBeEnabled();
});

test('the source is checked while it is typed, and its line is shown', async ({ app: { page } }) => {
  await openWizard(page);
  await step(page, 'Message').click();
  await page.getByText('Ready-made', { exact: true }).click();
  const source = page.getByRole('textbox', { name: 'Source' });
  await expect(source).toHaveValue(/^From: /);
  await source.fill(`From: a@example.org\n\n${'x'.repeat(1_200)}\n`);
  const checks = page.getByRole('list', { name: 'Checks of the source' });
  await expect(checks).toContainText('Line 3: 1200 octets in a line');
  await expect(checks).toContainText('Date is missing');
  await expect(step(page, 'Message')).toContainText('3 warnings');
  await checks.getByRole('listitem').filter({ hasText: 'Line 3' }).getByRole('button', { name: 'Show' }).click();
  const chosen = await source.evaluate((area: HTMLTextAreaElement) => area.selectionEnd - area.selectionStart);
  expect(chosen).toBe(1_200);
  // Another one in its place: what was written comes back.
  await page.getByText('GTUBE', { exact: true }).click();
  await expect(source).toHaveValue(/GTUBE-STANDARD/);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(source).toHaveValue(/x{1200}/);
});

test('a restart brings back what was typed, and never the password', async ({ launch, dataDir }) => {
  const first = await launch();
  await openWizard(first.page);
  await step(first.page, 'Envelope').click();
  await first.page.getByRole('textbox', { name: 'From' }).fill('kept@example.org');
  await step(first.page, 'Message').click();
  await first.page.getByText('Ready-made', { exact: true }).click();
  await first.page.getByText('Leading dots', { exact: true }).click();
  await expect(first.page.getByText(/^Draft kept/)).toBeVisible();
  await expect(first.page.getByRole('textbox', { name: 'Source' })).toHaveValue(/one dot before/);
  // Ended as a crash ends it, once the last change is written.
  const file = `${dataDir}/send-draft.json`;
  await expect.poll(async () => readFile(file, 'utf8').catch(() => '')).toContain('leading-dots');
  first.electron.process().kill('SIGKILL');
  await first.electron.waitForEvent('close');
  const { page } = await launch();
  await sidebar(page, 'Send test').click();
  await expect(step(page, 'Message')).toContainText('Leading dots');
  await expect(step(page, 'Envelope')).toContainText('kept@example.org');
  await page.getByRole('button', { name: 'Start over' }).click();
  await expect(step(page, 'Envelope')).toContainText('sender@example.org');
});

test('every step is in order for axe and fits, at 900x600 and at 150 %, in either theme', async ({ app }) => {
  const { page } = app;
  await openWizard(page);
  await step(page, 'Envelope').click();
  await expect(step(page, 'Server')).toContainText(/MiB.*DSN/);
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(verdict(page)).toContainText('took the message');
  await step(page, 'Message').click();
  await page.getByText('Ready-made', { exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Source' })).toHaveValue(/^From: /);
  await loadAxe(page);
  for (const [at, zoom] of [1, 1.5].entries()) {
    await resize(app, { width: 900, height: 600, zoom });
    for (const theme of at === 0 ? themes : [...themes].reverse()) {
      await setTheme(page, theme);
      for (const name of ['Server', 'Envelope', 'Message', 'Delivery', 'Review', 'Result']) {
        await step(page, name).click();
        await settled(page);
        const where = `${name}, ${theme}, ${zoom * 100} %`;
        expect.soft(await axeProblems(page), where).toEqual([]);
        expect.soft(await misplaced(page), where).toEqual([]);
      }
    }
  }
  // All on one page too.
  await page.getByText('One page', { exact: true }).click();
  await settled(page);
  expect.soft(await axeProblems(page), 'one page').toEqual([]);
  expect.soft(await misplaced(page), 'one page').toEqual([]);
});
