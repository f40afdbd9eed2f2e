/** Experiments by mouse and by keyboard, on every screen that shows a verdict; both runs stay evidence, and what a press costs is what it does. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../window/app.ts';
import { startPeer } from '../peers/peer.ts';
import { go, inspect, inspected, openBar, sidebar, verdict } from '../window/screens.ts';

const strip = (page: Page): Locator => page.getByRole('region', { name: 'Experiment' });

async function pressByKeyboard(page: Page, target: Locator): Promise<void> {
  for (let tabs = 0; tabs < 80 && !(await target.evaluate((each) => each === document.activeElement)); tabs += 1)
    await page.keyboard.press('Tab');
  await expect(target).toBeFocused();
  await page.keyboard.press('Enter');
}

async function send(page: Page, port: number): Promise<void> {
  await go(page, 'Send test');
  await page.getByRole('textbox', { name: 'Server', exact: true }).fill(`127.0.0.1:${port}`);
  await page.getByRole('textbox', { name: 'From' }).fill('alice@example.org');
  await page.getByRole('textbox', { name: 'To', exact: true }).fill('bob@example.net');
  await page.getByRole('button', { name: /^Send( again)?$/ }).click();
}

/** Refuses in this way as often as told, and has heard these verbs in each session. */
async function refusing(verb: string, refusal: string, times = Infinity) {
  const sessions: string[][] = [];
  let left = times;
  const peer = await startPeer('220 mx.test ESMTP\r\n', (line) => {
    if (/^EHLO/i.test(line)) {
      sessions.push([]);
      return '250-mx.test\r\n250 AUTH PLAIN LOGIN\r\n';
    }
    sessions.at(-1)?.push(
      line
        .split(' ')
        .slice(0, line.startsWith('AUTH') ? 2 : 1)
        .join(' '),
    );
    if (line.startsWith(verb) && left > 0) {
      left -= 1;
      return `${refusal}\r\n`;
    }
    if (line.startsWith('AUTH')) return '235 2.7.0 ok\r\n';
    if (line === 'DATA') return '354 go\r\n';
    return line === 'QUIT' ? '221 bye\r\n' : '250 2.0.0 ok\r\n';
  });
  return { ...peer, sessions };
}

test('in the inspector, by keyboard: the other security, then back to the run before', async ({ app: { page } }) => {
  const peer = await startPeer('220 mx.test ESMTP\r\n', (line) =>
    line === 'QUIT' ? '221 bye\r\n' : '250 mx.test\r\n',
  );
  await inspect(page, `smtps://127.0.0.1:${peer.port}`);
  await inspected(page);
  await expect(verdict(page)).toHaveText(/^Wrong kind of encryption/);
  await pressByKeyboard(page, page.getByRole('button', { name: 'With STARTTLS' }));
  await inspected(page);
  await expect(verdict(page)).toHaveText(/^STARTTLS not offered/);
  await expect(strip(page)).toContainText(/This port begins in plain text/);
  await pressByKeyboard(page, strip(page).getByRole('button', { name: 'Show the run before' }));
  await expect(verdict(page)).toHaveText(/^Wrong kind of encryption/);
  await page.keyboard.press('Enter');
  await expect(verdict(page)).toHaveText(/^STARTTLS not offered/);
  // Another run is no experiment.
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await inspected(page);
  await expect(strip(page)).toHaveCount(0);
  await peer.close();
});

test('in the send test: asked again later, and nothing is sent', async ({ app: { page } }) => {
  const server = await refusing('RCPT', '451 4.7.1 Greylisted, try again later', 1);
  await send(page, server.port);
  await expect(verdict(page)).toHaveText(/^Greylisting/);
  await expect(page.getByText('it only asks, with MAIL and RCPT, and sends nothing')).toBeVisible();
  await page.getByRole('button', { name: 'The same again, later' }).click();
  await expect(verdict(page)).toHaveText(/would take a message/);
  await expect(strip(page)).toContainText(/so that was it: “Greylisting”/);
  expect(server.sessions).toHaveLength(2);
  expect(server.sessions[1]).not.toContain('DATA');
  // The choice of the form is what it was.
  await expect(page.getByRole('checkbox', { name: /^Only ask/ })).not.toBeChecked();
  await server.close();
});

test('a login is typed first, at the field that takes the focus', async ({ app: { page } }) => {
  const server = await refusing('RCPT', '554 5.7.1 Relay access denied', 1);
  await send(page, server.port);
  await expect(verdict(page)).toHaveText(/^Relaying refused/);
  await page.getByRole('button', { name: 'Log in first' }).click();
  await expect(page.getByRole('textbox', { name: 'User name' })).toBeFocused();
  await expect(strip(page)).toContainText('Type user name and password, then press');
  await page.keyboard.type('alice');
  await page.keyboard.press('Tab');
  await page.keyboard.type('secret');
  await page.getByLabel('Send the password even where').check();
  expect(server.sessions).toHaveLength(1);
  await page.getByRole('button', { name: 'Send again' }).click();
  await expect(verdict(page)).toHaveText(/took the message/);
  await expect(strip(page)).toContainText(/so that was it: “/);
  await server.close();
});

test('of the history, where the run was made; a password that was typed is asked for', async ({ app: { page } }) => {
  const server = await refusing('AUTH PLAIN', '535 5.7.8 Error: authentication failed');
  await openBar(page);
  await page.getByRole('button', { name: 'Login' }).click();
  await page.getByRole('textbox', { name: 'User name' }).fill('alice');
  await page.getByLabel('Password', { exact: true }).fill('secret');
  await page.getByLabel('Send the password even where').check();
  await inspect(page, `127.0.0.1:${server.port}`);
  await inspected(page);
  // Another server, so that nothing of it stands in the form.
  await inspect(page, '127.0.0.1:9');
  await inspected(page);
  const sessions = server.sessions.length;
  await sidebar(page, 'History').click();
  const runs = page.getByRole('listbox', { name: 'Past runs' }).getByRole('option');
  await runs.filter({ hasText: /not accepted/ }).click();
  await page.getByRole('button', { name: 'Each login mechanism once' }).click();
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
  await expect(strip(page)).toContainText('Type the password again');
  expect(server.sessions).toHaveLength(sessions);
  await page.keyboard.type('secret');
  await page.keyboard.press('Enter');
  await expect(strip(page)).toContainText(/^Experiment.*It gets past what stopped the session before/);
  // Only for the experiment: the form asks for one attempt, as before.
  await expect(page.getByRole('combobox', { name: /^Mechanism/ })).toContainText('Strongest offered');
  await server.close();
});

test('a plain message is sent in place of one that was refused, which stays in the form', async ({ app: { page } }) => {
  const server = await refusing('.', '554 5.7.1 Message rejected as spam by content filter', 1);
  await go(page, 'Send test');
  await page.getByRole('textbox', { name: 'Subject' }).fill('Win money now');
  await send(page, server.port);
  await expect(verdict(page)).toHaveText(/^Taken for spam/);
  await page.getByRole('button', { name: 'A plain message, without options' }).click();
  await expect(strip(page)).toContainText(/so that was it: “Taken for spam”/);
  await expect(page.getByRole('textbox', { name: 'Subject' })).toHaveValue('Win money now');
  await server.close();
});
