/** Many messages alike, in the real window: to this machine several at a time, to others one at a time and asked before. */
import type { Page } from '@playwright/test';
import { startPeer } from '../peers/peer.ts';
import { expect, test } from '../window/app.ts';
import { sidebar, verdict } from '../window/screens.ts';

const step = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: new RegExp(`\\b${name}\\b`) });
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const rows = (page: Page) => page.getByRole('main').getByRole('table').first().getByRole('row');

test('forty messages, five at a time: counted by what came of them; cancelled; somebody else is warned about', async ({
  app: { page },
}) => {
  let sent = 0;
  let asked = 0;
  let silent = false;
  const peer = await startPeer('220 many.test\r\n', (line) => {
    if (/^MAIL/i.test(line)) sent += 1;
    if (/^MAIL/i.test(line) && silent) return null;
    if (/^RCPT/i.test(line)) return (asked += 1) % 10 === 0 ? '452 4.3.1 no room\r\n' : '250 ok\r\n';
    if (/^DATA/i.test(line)) return '354 go\r\n';
    return /^QUIT/i.test(line) ? '221 bye\r\n' : '250 ok\r\n';
  });
  try {
    await sidebar(page, 'Send test').click();
    await expect(field(page, 'Server')).not.toHaveValue('');
    await field(page, 'Server').fill(`127.0.0.1:${peer.port}`);
    await step(page, 'Delivery').click();
    await field(page, 'Messages').fill('40000');
    await expect(step(page, 'Delivery')).toContainText('Messages: a whole number from 1 to 10000');
    await field(page, 'Messages').fill('40');
    await field(page, 'Connections at a time').fill('5');
    await expect(step(page, 'Delivery')).toContainText('40 messages, 5 at a time');
    await step(page, 'Review').click();
    await expect(page.getByText(/^Posthorn sends 40 messages, 5 at a time/)).toBeVisible();
    await expect(page.locator('code').filter({ hasText: 'posthorn send' })).toContainText('--count 40 --concurrency 5');
    await page.getByRole('button', { name: /^Send 40 messages/ }).click();
    await expect(step(page, 'Result')).toContainText('of 40 messages without a problem');
    await expect(rows(page)).toHaveCount(3);
    await expect(page.getByText(/^They took /)).toBeVisible();
    expect(sent).toBe(40);
    await rows(page).nth(2).getByRole('button').click();
    await expect(verdict(page)).toContainText('No space on the server');

    silent = true;
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(page.getByRole('progressbar', { name: 'Messages sent' })).toBeVisible();
    await expect.poll(() => sent).toBe(45);
    await page.getByRole('button', { name: /^Cancel/ }).click();
    await expect(page.getByText('35 messages not begun.')).toBeVisible();
    expect(sent).toBe(45);

    // Nothing is sent there: it is only said, and asked.
    await step(page, 'Server').click();
    await field(page, 'Server').fill('mx.example.invalid');
    await step(page, 'Delivery').click();
    await expect(field(page, 'Connections at a time')).toBeDisabled();
    await expect(step(page, 'Delivery')).toContainText('is not known as an address of yours, and gets 40 messages');
    await page.keyboard.press('ControlOrMeta+Enter');
    const dialog = page.getByRole('dialog', { name: 'Send 40 messages?' });
    await expect(dialog).toContainText('recipient@example.org is not known as an address of yours');
    await dialog.getByRole('button', { name: 'Not now' }).click();
    await expect(dialog).toBeHidden();
  } finally {
    await peer.close();
  }
});
