/** What can be done with a line or a message stands in a menu at it, by mouse and by keys; and the palette does the same. */
import type { Locator, Page } from '@playwright/test';
import { createTransport } from 'nodemailer';
import { axeProblems, loadAxe } from '../window/axe.ts';
import { expect, test } from '../window/app.ts';
import { startPeer } from '../peers/peer.ts';
import { addressOf, go, inspect, inspected, listener, messages, verdict } from '../window/screens.ts';
import { setTheme, themes } from '../states/states.ts';

const box = (page: Page): Locator => page.getByRole('textbox', { name: 'Reply, log, bounce or error' });
const item = (page: Page, name: string): Locator => page.getByRole('menuitem', { name: new RegExp(`^${name}`) });
const transcript = (page: Page): Locator => page.getByRole('log', { name: 'Transcript' });

const refuses = (): ReturnType<typeof startPeer> =>
  startPeer('554-mx.example.com no\r\n554 5.7.1 No access for 192.0.2.9, see our list\r\n', () => null);

async function palette(page: Page, title: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog', { name: 'Search or run' }).getByRole('combobox')).toBeFocused();
  await page.keyboard.type(title);
  await expect(page.getByRole('option', { selected: true })).toContainText(title);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

test('a reply is explained by the other mouse button, and its bytes are shown', async ({ app: { page } }) => {
  const peer = await refuses();
  await inspect(page, `127.0.0.1:${peer.port}`);
  await inspected(page);
  const line = transcript(page).getByText('554 5.7.1 No access');
  await line.click({ button: 'right' });
  await item(page, 'Show its bytes').click();
  await expect(transcript(page)).toContainText('35 35 34 20');
  // A note of ours is no reply.
  await transcript(page).getByText('Connected to').click({ button: 'right' });
  await expect(item(page, 'Copy line')).toBeVisible();
  await expect(item(page, 'Explain this reply')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await line.click({ button: 'right' });
  await item(page, 'Explain this reply').click();
  await expect(box(page)).toHaveValue('554-mx.example.com no\n554 5.7.1 No access for 192.0.2.9, see our list');
  await expect(page.getByRole('textbox', { name: 'Server' })).toHaveValue('127.0.0.1');
  await peer.close();
});

test('by keys too: Menu or Shift+F10 at the chosen line, else at the one that failed', async ({ app: { page } }) => {
  const peer = await refuses();
  await inspect(page, `127.0.0.1:${peer.port}`);
  await inspected(page);
  await transcript(page).focus();
  await page.keyboard.press('Shift+F10');
  await expect(item(page, 'Explain this reply')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(transcript(page)).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('ContextMenu');
  await expect(item(page, 'Fold')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(transcript(page)).toContainText('folded');
  await expect(transcript(page)).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Shift+F10');
  await page.keyboard.press('Escape');
  // From anywhere on the screen.
  await palette(page, 'Explain this reply');
  await expect(box(page)).toHaveValue(/554 5\.7\.1 No access/);
  await peer.close();
});

test('a bounce is explained from the list of messages; other mail is not called one', async ({ app: { page } }) => {
  await go(page, 'Test server', 'Listeners');
  const { port } = await addressOf(listener(page, 'SMTP, STARTTLS offered'));
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
  await transport.sendMail({ from: 'a@example.org', to: 'b@example.org', subject: 'Hello', text: 'x' });
  await transport.sendMail({
    envelope: { from: '', to: ['me@example.org'] },
    raw: [
      'From: MAILER-DAEMON@relay.example.org',
      'Subject: Undelivered Mail Returned to Sender',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b1',
      '',
      '--b1',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; relay.example.org',
      '',
      'Final-Recipient: rfc822; you@example.net',
      'Action: failed',
      'Status: 5.1.1',
      'Remote-MTA: dns; mx1.example.net',
      'Diagnostic-Code: smtp; 550 5.1.1 <you@example.net>: User unknown',
      '--b1--',
      '',
    ].join('\r\n'),
  });
  transport.close();
  await go(page, 'Test server', 'Inbox');
  await messages(page).filter({ hasText: 'Hello' }).click({ button: 'right' });
  await expect(item(page, 'Delete message')).toBeVisible();
  await expect(item(page, 'Explain this bounce')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await messages(page).filter({ hasText: 'Undelivered' }).click();
  await page.getByRole('listbox', { name: 'Messages' }).focus();
  await page.keyboard.press('Shift+F10');
  await expect(item(page, 'Explain this bounce')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(box(page)).toHaveValue(/^Reporting-MTA: dns; relay\.example\.org\n/);
});

test('the palette makes the next experiment, and runs with implicit TLS on both screens', async ({ app: { page } }) => {
  const peer = await startPeer('220 mx.test ESMTP\r\n', () => '250 mx.test\r\n');
  await go(page, 'Inspector');
  await page.getByRole('textbox', { name: 'Server' }).fill(`127.0.0.1:${peer.port}`);
  await page.keyboard.press('Enter');
  await inspected(page);
  await palette(page, 'Run with implicit TLS');
  await expect(verdict(page)).toHaveText(/^Wrong kind of encryption/);
  await inspected(page);
  await palette(page, 'Make the next experiment');
  await expect(page.getByRole('region', { name: 'Experiment' })).toContainText('With STARTTLS');
  await inspected(page);
  await go(page, 'Send test');
  await palette(page, 'Run with implicit TLS');
  await expect(verdict(page)).toHaveText(/^Wrong kind of encryption/);
  await peer.close();
});

test('axe finds nothing in an open menu and beside an experiment', async ({ app: { page } }) => {
  await loadAxe(page);
  const peer = await startPeer('220 mx.test ESMTP\r\n', () => '250 mx.test\r\n');
  await inspect(page, `smtps://127.0.0.1:${peer.port}`);
  await inspected(page);
  await page.getByRole('button', { name: 'With STARTTLS' }).click();
  await inspected(page);
  await expect(page.getByRole('region', { name: 'Experiment' })).toContainText(/This port begins in plain text/);
  for (const theme of themes) {
    await setTheme(page, theme);
    expect(await axeProblems(page), theme).toEqual([]);
    await transcript(page).getByText('EHLO').last().click({ button: 'right' });
    await expect(item(page, 'Copy line')).toBeVisible();
    expect(await axeProblems(page), `${theme}, menu`).toEqual([]);
    await page.keyboard.press('Escape');
  }
  await peer.close();
});
