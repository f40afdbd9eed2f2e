/** The options of a connection: counted while closed, used by a run, taken back with one click. */
import { expect, test } from './window/app.ts';
import { addressOf, go, inspected, listener } from './window/screens.ts';

test('options are used, counted on the closed disclosure, and reset', async ({ app: { page } }) => {
  await go(page, 'Test server', 'Listeners');
  const { port } = await addressOf(listener(page, 'SMTP, STARTTLS offered'));
  await go(page, 'Inspector');
  await page.getByRole('textbox', { name: 'Server' }).fill(`127.0.0.1:${port}`);
  const toggle = page.getByRole('button', { name: 'Connection options' });
  await toggle.click();
  await page.getByRole('checkbox', { name: /^Say HELO at once/ }).check();
  await page.getByRole('combobox', { name: /^Say QUIT after/ }).click();
  await page.getByRole('option', { name: 'EHLO', exact: true }).click();
  await toggle.click();
  await expect(toggle).toHaveAttribute('aria-expanded', 'false');
  const changed = page.getByRole('list', { name: 'Changed options' }).getByRole('listitem');
  await expect(changed).toHaveText([/^HELO only/, /^QUIT early\s*after ehlo/]);
  await expect(page.getByText('2 changed')).toBeVisible();

  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await inspected(page);
  const transcript = page.getByRole('log', { name: 'Transcript' });
  await expect(transcript).toContainText('HELO ');
  await expect(transcript).toContainText('QUIT');
  await expect(transcript).not.toContainText('STARTTLS');

  // They stay while other screens are looked at.
  await go(page, 'Send test');
  await go(page, 'Inspector');
  await expect(changed).toHaveCount(2);
  // Each has its own way back, by keyboard too.
  await changed.getByRole('button', { name: 'Reset HELO only' }).focus();
  await page.keyboard.press('Enter');
  await expect(changed).toHaveText([/^QUIT early/]);
  await page.getByRole('button', { name: 'Reset all' }).click();
  await expect(changed).toHaveCount(0);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await inspected(page);
  await expect(transcript).toContainText('STARTTLS');
});

test('what cannot be is said at its field, and nothing is run', async ({ app: { page } }) => {
  await go(page, 'Inspector');
  await page.getByRole('textbox', { name: 'Server' }).fill('127.0.0.1:9');
  await page.getByRole('button', { name: 'Connection options' }).click();
  await page.getByRole('textbox', { name: 'Connecting' }).fill('soon');
  await expect(page.getByText('A number of seconds from 1 to 3600.')).toBeVisible();
  await page.getByRole('button', { name: 'Connection options' }).click();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Connecting' })).toBeVisible();
  await expect(page.getByRole('log', { name: 'Transcript' })).toHaveCount(0);
});
