/** The console in the real window: a mail over STARTTLS and AUTH, typed by keyboard alone and by mouse; secrets unseen, axe clean, sizes. */
import type { Page } from '@playwright/test';
import { axeProblems, loadAxe } from '../window/axe.ts';
import { expect, test } from '../window/app.ts';
import { addressOf, go, listener, messages } from '../window/screens.ts';
import { setTheme, themes } from '../states/states.ts';

const line = (page: Page) => page.getByRole('combobox', { name: 'Command' });
const lines = (page: Page) => page.getByRole('log', { name: 'Transcript' });
const meaning = (page: Page) => page.getByRole('region', { name: 'What the reply means' });
const PICTURES = process.env.POSTHORN_CONSOLE_PICTURES;

async function target(page: Page): Promise<string> {
  await go(page, 'Test server', 'Listeners');
  const { host, port } = await addressOf(listener(page, 'SMTP, STARTTLS').first());
  await go(page, 'Inspector');
  return `${host}:${port}`;
}

async function type(page: Page, text: string, answer: RegExp): Promise<void> {
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeEnabled();
  await page.keyboard.insertText(text);
  await page.keyboard.press('Enter');
  await expect(lines(page)).toContainText(answer);
}

async function open(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Server' }).fill(await target(page));
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.insertText('console');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Connect', exact: true })).toBeVisible();
}

test('a mail is typed over STARTTLS and AUTH, and nothing of the password is seen', async ({
  app: { page, console },
}) => {
  await open(page);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(line(page)).toBeFocused();
  await expect(page.getByText('Open · TLS · not logged in')).toBeVisible();

  await page.keyboard.insertText('auth plain');
  await page.keyboard.press('Enter');
  await page.locator('.command').getByLabel('User name').fill('ann');
  await page.locator('.command').getByLabel('Password or token').fill('typed-hunter2');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Logged in by PLAIN')).toBeVisible();
  await expect(line(page)).toBeFocused();

  // One proposal is taken at once, with the caret between its brackets.
  await page.keyboard.insertText('MA');
  await page.keyboard.press('Tab');
  await expect(line(page)).toHaveValue('MAIL FROM:<>');
  await page.keyboard.insertText('a@example.org');
  await page.keyboard.press('End');
  await page.keyboard.insertText(' R');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('listbox', { name: 'Completions' }).getByRole('option')).not.toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  for (let extra = (await line(page).inputValue()).indexOf('>') + 1; (await line(page).inputValue()).length > extra;)
    await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  await expect(meaning(page)).toContainText('250');
  await type(page, 'RCPT TO:<b@example.net>', /RCPT TO/);
  await type(page, 'DATA', /354/);
  await page.getByRole('button', { name: 'Send message' }).click();
  await expect(line(page)).toBeVisible();
  await type(page, 'expect 550', /DATA/);
  await expect(page.getByText(/Expected 550, got 250/)).toBeVisible();
  await type(page, 'FROB', /500/);
  await expect(meaning(page)).toContainText('Who can act');

  await page.keyboard.press('ArrowUp');
  await expect(line(page)).toHaveValue('FROB');
  await page.keyboard.press('ArrowUp');
  await expect(line(page)).toHaveValue('expect 550');
  for (let steps = 0; steps < 12; steps += 1) await page.keyboard.press('ArrowUp');
  expect(await page.getByRole('main').innerText()).not.toContain('hunter2');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');

  await loadAxe(page);
  for (const theme of themes) {
    await setTheme(page, theme);
    for (const [width, height] of [
      [1280, 800],
      [1920, 1080],
      [900, 600],
    ] as const) {
      await page.setViewportSize({ width, height });
      await expect(line(page)).toBeInViewport();
      expect(await axeProblems(page)).toEqual([]);
      if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/console-${theme}-${width}.png` });
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });

  await page.reload();
  await expect(page.getByText('Open · TLS · logged in')).toBeVisible();
  await expect(lines(page)).toContainText('FROB');
  await page.getByRole('button', { name: 'Quit', exact: true }).click();
  await expect(page.getByText('Ended.')).toBeVisible();
  await go(page, 'Test server', 'Inbox');
  await expect(messages(page)).toHaveCount(1);
  expect(console.join('\n')).not.toContain('hunter2');
});

test('a list is written, run and stops where the reply is another, by keyboard alone', async ({ app: { page } }) => {
  await open(page);
  await page.getByRole('button', { name: 'Connect', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(line(page)).toBeFocused();
  await page.getByRole('button', { name: 'List', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByLabel(/Commands, one a line/).focus();
  await page.keyboard.insertText('NOOP\nexpect 250\nVRFY x\nexpect 550\nRSET\n');
  await page.getByRole('button', { name: 'Run list' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/Line 4: Expected 550, got 252/)).toBeVisible();
  await expect(lines(page)).not.toContainText('RSET');
});
