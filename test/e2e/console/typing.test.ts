/** The console in the real window: over STARTTLS and AUTH by mouse, a list by keyboard alone; secrets unseen. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Page } from '@playwright/test';
import { expect, test } from '../window/app.ts';
import { addressOf, go, listener } from '../window/screens.ts';

const line = (page: Page) => page.getByRole('combobox', { name: 'Command' });
const lines = (page: Page) => page.getByRole('log', { name: 'Transcript' });
const meaning = (page: Page) => page.getByRole('region', { name: 'What the reply means' });

async function target(page: Page): Promise<string> {
  await go(page, 'Test server', 'Listeners');
  const { host, port } = await addressOf(listener(page, 'SMTP, STARTTLS').first());
  await go(page, 'Inspector');
  return `${host}:${port}`;
}

async function open(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Server' }).fill(await target(page));
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.insertText('console');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Connect', exact: true })).toBeVisible();
}

test('commands are typed over STARTTLS and AUTH, and nothing of the password is seen', async ({
  app: { page, console },
}) => {
  await open(page);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(line(page)).toBeFocused();
  await expect(page.getByText('Open · TLS · not logged in')).toContainText(/127\.0\.0\.1:\d+/);

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

  await page.keyboard.press('ArrowUp');
  await expect(line(page)).toHaveValue('MAIL FROM:<a@example.org>');
  for (let steps = 0; steps < 12; steps += 1) await page.keyboard.press('ArrowUp');
  expect(await page.getByRole('main').innerText()).not.toContain('hunter2');
  expect(console.join('\n')).not.toContain('hunter2');
});

test('a message is typed after DATA, by keyboard alone', async ({ app: { page } }) => {
  await open(page);
  await page.getByRole('button', { name: 'Connect', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(line(page)).toBeFocused();
  for (const command of ['mail from:<a@example.org>', 'rcpt to:<b@example.org>', 'data']) {
    await page.keyboard.insertText(command);
    await page.keyboard.press('Enter');
    await expect(meaning(page)).toContainText(`answer to ${command}`);
  }
  await expect(lines(page)).toContainText('354 ');
  // The list becomes smaller while it is scrolled, as it does beneath a field that opens: its end stays in sight.
  await lines(page).evaluate((list) => {
    list.style.height = '90px';
    list.dispatchEvent(new Event('scroll'));
  });
  await expect(lines(page)).toContainText('354 ');
  await expect
    .poll(() => lines(page).evaluate((list) => list.scrollHeight - list.clientHeight - list.scrollTop))
    .toBeLessThan(2);
  const message = page.getByRole('textbox', { name: 'Message, without the final dot' });
  await expect(message).toBeFocused();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText('Subject: typed by hand\n\nHello.\n');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(lines(page)).toContainText('250 2.0.0 Message accepted as');
  await expect(line(page)).toBeFocused();
  await go(page, 'Test server', 'Inbox');
  await expect(page.getByRole('listbox', { name: 'Messages' })).toContainText('typed by hand');
});

test('what is typed before the server has answered goes out once it has, and Escape takes it back', async ({
  app: { page },
}) => {
  const received: string[] = [];
  const held: (() => void)[] = [];
  // Answers EHLO at once and all else when the test says so.
  const server = createServer((socket: Socket) => {
    socket.write('220 slow.example.org ESMTP\r\n');
    createInterface(socket).on('line', (text) => {
      received.push(text);
      const answer = () => socket.write(`250 ${text}\r\n`);
      if (text.startsWith('EHLO')) answer();
      else held.push(answer);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await open(page);
  await page.getByRole('textbox', { name: 'Server' }).fill(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(meaning(page)).toContainText('answer to EHLO');

  await page.keyboard.insertText('NOOP one');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Waiting for the reply')).toBeVisible();
  await page.keyboard.insertText('NOOP two');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Goes out once the server has answered')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('Goes out once the server has answered')).toBeHidden();
  await expect(line(page)).toHaveValue('NOOP two');
  await page.keyboard.press('Enter');
  expect(received).not.toContain('NOOP two');
  held.shift()?.();
  await expect.poll(() => received).toContain('NOOP two');
  await expect(line(page)).toHaveValue('');
  held.shift()?.();
  await expect(meaning(page)).toContainText('answer to NOOP two');
  expect(received.filter((text) => text === 'NOOP two')).toHaveLength(1);
  server.close();
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
