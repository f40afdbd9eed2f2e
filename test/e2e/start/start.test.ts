/** The start: each of its forms does its job, each of its buttons leads where it says, by mouse and by keys; axe finds nothing. */
import type { Page } from '@playwright/test';
import { axeProblems, loadAxe } from '../window/axe.ts';
import { expect, test } from '../window/app.ts';
import { deliver, html } from '../messages/mail.ts';
import { setTheme, settled, themes } from '../states/states.ts';
import { addressOf, go, inspected, listener, sidebar, verdict } from '../window/screens.ts';

const start = (page: Page) => page.getByRole('region', { name: 'Start' });
const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });
const press = (page: Page, name: string) => start(page).getByRole('button', { name, exact: true }).click();

async function back(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Posthorn', exact: true }).click();
  await expect(start(page)).toBeVisible();
}

test('its forms: a server by Enter alone, a login, a refusal as text and as a file', async ({ app: { page } }) => {
  await go(page, 'Test server', 'Listeners');
  const { port } = await addressOf(listener(page, 'SMTP, STARTTLS offered'));
  await back(page);
  const form = (name: string) => page.getByRole('form', { name });

  await test.step('what is no server is said at the field, and nothing runs', async () => {
    await page.getByRole('textbox', { name: 'Server' }).fill('not a server');
    await page.keyboard.press('Enter');
    await expect(form('Inspect a server')).toContainText('“not a server”');
    await expect(start(page)).toBeVisible();
  });
  await test.step('a server, asked twice', async () => {
    for (let time = 0; time < 2; time += 1) {
      await page.getByRole('textbox', { name: 'Server' }).fill(`127.0.0.1:${port}`);
      await page.keyboard.press('Enter');
      await inspected(page);
      await expect(verdict(page)).toContainText('answers over TLS');
      await back(page);
    }
    const row = start(page)
      .getByRole('row')
      .filter({ hasText: `127.0.0.1:${port}` });
    await expect(row).toContainText('Answers over TLS');
    await expect(row).toContainText('same');
    await row.getByRole('button', { name: 'Run again' }).focus();
    await page.keyboard.press('Enter');
    await inspected(page);
    await back(page);
    await row.getByRole('button', { name: 'Compare' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByText('Nothing differs but names, dates and ids.')).toBeVisible();
    await back(page);
    await row.getByRole('button', { name: /^Remove/ }).focus();
    await page.keyboard.press('Enter');
    await expect(row).toHaveCount(0);
  });
  await test.step('a login', async () => {
    const verify = form('Verify a credential');
    await verify.getByRole('combobox', { name: 'Provider or host' }).fill('ann@gmail.com');
    await expect(verify).toContainText('smtp.gmail.com:');
    await verify.getByRole('combobox', { name: 'Provider or host' }).fill(`127.0.0.1:${port}`);
    await verify.getByRole('button', { name: 'Verify' }).click();
    await expect(verify.getByRole('textbox', { name: 'User name' })).toBeFocused();
    await expect(verify).toContainText('Whose login?');
    await page.keyboard.insertText('ann@example.org');
    await verify.getByLabel('Password or token').fill('open sesame');
    await page.keyboard.press('Enter');
    await expect(tab(page, 'Mechanisms')).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('textbox', { name: 'Host and port' })).toHaveValue(`127.0.0.1:${port}`);
    await expect(page.getByRole('button', { name: 'Verify', exact: true })).toBeVisible();
    await expect(verdict(page)).toContainText('127.0.0.1');
    await back(page);
    await expect(form('Verify a credential').getByLabel('Password or token')).toHaveValue('');
  });
  await test.step('a refusal', async () => {
    const explain = form('Mail does not get through');
    await explain.getByRole('textbox').fill('535 5.7.8 Error: authentication failed');
    await explain.getByRole('button', { name: 'Explain' }).click();
    await expect(page.getByRole('region', { name: 'Explanation' })).toContainText('How sure');
    await go(page, 'Inspector');
    const chosen = page.waitForEvent('filechooser');
    await explain.getByRole('button', { name: 'Open a file…' }).click();
    const file = { name: 'mail.log', mimeType: 'text/plain', buffer: Buffer.from('421 4.3.2 Too busy') };
    await (await chosen).setFiles(file);
    await expect(page.getByRole('region', { name: 'Explanation' })).toContainText('4.3.2');
  });
});

test('its buttons lead where they say', async ({ app: { page } }, info) => {
  await loadAxe(page);
  await deliver(page, html('<p>1</p>', 'Your order 2041'));
  await expect(start(page)).toContainText('Your order 2041');
  for (const theme of themes) {
    await setTheme(page, theme);
    await settled(page);
    expect.soft(await axeProblems(page), `start ${theme}`).toEqual([]);
    await page.screenshot({ path: info.outputPath(`start-${theme}.png`) });
  }
  await press(page, 'Send a test message');
  await expect(sidebar(page, 'Send test')).toHaveAttribute('aria-current', 'page');
  await back(page);
  await press(page, 'Find the port that works');
  await expect(tab(page, 'Port matrix')).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('textbox', { name: 'Host', exact: true })).toBeFocused();
  await back(page);
  await press(page, 'Ask a domain’s MX hosts');
  await expect(tab(page, 'MX hosts')).toHaveAttribute('aria-selected', 'true');
  await back(page);
  await press(page, 'Compare two servers');
  await expect(tab(page, 'Compare')).toHaveAttribute('aria-selected', 'true');
  await back(page);
  await press(page, 'Watch a server');
  await expect(tab(page, 'Watch')).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('textbox', { name: 'Host and port' })).toBeFocused();
  await back(page);
  await press(page, 'Type commands');
  await expect(page.getByRole('button', { name: 'Connect', exact: true })).toBeVisible();
  await back(page);
  await press(page, 'New profile');
  await expect(page.getByRole('main').getByRole('textbox', { name: 'Name', exact: true })).toBeVisible();
  await back(page);
  await press(page, 'Import profiles…');
  await expect(page.getByRole('dialog', { name: /import/i })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await back(page);
  await press(page, 'Open the inbox');
  await expect(page.getByRole('listbox', { name: 'Messages' })).toBeVisible();
  await back(page);
  await press(page, 'Connect a program…');
  await expect(page.getByRole('dialog', { name: /^Send to SMTP/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await back(page);
  await press(page, 'Send it a message');
  await expect(page.getByRole('textbox', { name: 'Server' })).toHaveValue(/^127\.0\.0\.1:\d+$/);
  await back(page);
  await press(page, 'Stop');
  await expect(start(page).getByRole('button', { name: 'Start', exact: true })).toBeEnabled();
  await press(page, 'Start');
  await expect(sidebar(page, 'Test server')).toContainText('3 listeners');
});
