/** Reports of single recipients, in the real window: chosen by keyboard, sent, and seen in the result; greyed out where the server has none; bounded. */
import type { Locator, Page } from '@playwright/test';
import { startPeer } from '../peers/peer.ts';
import { expect, test } from '../window/app.ts';
import { axeProblems, loadAxe } from '../window/axe.ts';
import { misplaced, resize } from '../window/layout.ts';
import { settled } from '../states/states.ts';
import { sidebar, verdict } from '../window/screens.ts';

const step = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: new RegExp(`\\b${name}\\b`) });
const to = (page: Page): Locator => page.getByRole('textbox', { name: 'To', exact: true });
const door = (page: Page): Locator => page.getByRole('button', { name: 'Reports by recipient' });
const table = (page: Page): Locator => page.getByRole('table', { name: 'Reports by recipient' });
const result = (page: Page): Locator =>
  page.getByRole('region', { name: 'Recipients' }).locator('tbody').getByRole('row');

async function openEnvelope(page: Page): Promise<void> {
  await sidebar(page, 'Send test').click();
  await expect(page.getByRole('textbox', { name: 'Server' })).not.toHaveValue('');
  await step(page, 'Envelope').click();
}

test('chosen by keyboard, sent with RCPT, and shown beside what became of each', async ({ app }) => {
  const { page } = app;
  await openEnvelope(page);
  await expect(step(page, 'Server')).toContainText('DSN');
  await to(page).fill('ann@example.org, ben@example.org');
  await expect(table(page)).toHaveCount(0);
  await door(page).focus();
  await page.keyboard.press('Enter');
  await expect(table(page)).toBeVisible();
  // From the first address through its five fields to those of the second.
  await page.getByRole('checkbox', { name: 'Never: ann@example.org' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(to(page)).toHaveValue('ann@example.org NOTIFY=SUCCESS\nben@example.org');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(page.getByRole('checkbox', { name: 'When it cannot be delivered: ann@example.org' })).toBeFocused();
  await page.getByRole('textbox', { name: 'Original recipient: ben@example.org' }).focus();
  await page.keyboard.type('rfc822;b+n@old.example');
  await expect(to(page)).toHaveValue(
    'ann@example.org NOTIFY=SUCCESS,FAILURE\nben@example.org ORCPT=rfc822;b+2Bn@old.example',
  );
  await expect(step(page, 'Envelope')).toContainText('2 with reports of their own');

  await loadAxe(page);
  for (const zoom of [1, 1.5]) {
    await resize(app, { width: 900, height: 600, zoom });
    await settled(page);
    expect.soft(await axeProblems(page), `${zoom}`).toEqual([]);
    expect.soft(await misplaced(page), `${zoom}`).toEqual([]);
  }
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(verdict(page)).toContainText('took the message');
  await expect(result(page).nth(0)).toContainText(/ann@example\.org\s+NOTIFY=SUCCESS,FAILURE/);
  await expect(result(page).nth(1)).toContainText(/ben@example\.org\s+ORCPT=rfc822;b\+2Bn@old\.example/);
});

test('greyed out with the reason where the server does not offer DSN; unless it is forced', async ({
  app: { page },
}) => {
  const heard: string[] = [];
  const peer = await startPeer('220 plain.test\r\n', (line) => {
    if (line.startsWith('RCPT')) heard.push(line);
    if (/^DATA/i.test(line)) return '354 go\r\n';
    return /^QUIT/i.test(line) ? '221 bye\r\n' : '250 ok\r\n';
  });
  try {
    await openEnvelope(page);
    await step(page, 'Server').click();
    await page.getByRole('textbox', { name: 'Server' }).fill(`127.0.0.1:${peer.port}`);
    await step(page, 'Envelope').click();
    await to(page).fill('ann@example.org NOTIFY=DELAY');
    await door(page).click();
    await expect(page.getByText(`127.0.0.1:${peer.port} does not offer DSN:`)).toBeVisible();
    const late = page.getByRole('checkbox', { name: 'When it is late: ann@example.org' });
    await expect(late).toBeChecked();
    await expect(late).toBeDisabled();
    await expect(page.getByRole('textbox', { name: /^Original recipient: / })).toBeDisabled();
    await expect(step(page, 'Envelope')).toContainText('DSN is not offered');

    await step(page, 'Delivery').click();
    await page.getByRole('checkbox', { name: 'Ask even where the server does not offer it' }).check();
    await step(page, 'Envelope').click();
    await door(page).click();
    await expect(late).toBeEnabled();
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(verdict(page)).toContainText('took the message');
    expect(heard).toEqual(['RCPT TO:<ann@example.org> NOTIFY=DELAY']);
    await expect(result(page).nth(0)).toContainText('NOTIFY=DELAY');

    await step(page, 'Envelope').click();
    await page.getByRole('button', { name: 'Take them away' }).click();
    await expect(to(page)).toHaveValue('ann@example.org');
  } finally {
    await peer.close();
  }
});

test('of ten thousand recipients fifty are rows; the one that is looked for is found and changed', async ({
  app: { page, electron },
}) => {
  await openEnvelope(page);
  const addresses = Array.from({ length: 10_000 }, (_, at) => `user${at}@example.org`);
  // Pasted as a user does: what Playwright fills in goes in line by line.
  await electron.evaluate(({ clipboard }, text) => clipboard.writeText(text), addresses.join('\n'));
  await to(page).focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('ControlOrMeta+V');
  await expect(step(page, 'Envelope')).toContainText('10000 recipients');
  await door(page).click();
  const rows = table(page).locator('tbody').getByRole('row');
  await expect(rows).toHaveCount(50);
  await page.getByRole('button', { name: '50 more of 9950' }).click();
  await expect(rows).toHaveCount(100);
  await page.getByRole('searchbox', { name: 'Look for a recipient' }).fill('user9999@');
  await expect(rows).toHaveCount(1);
  await page.getByRole('checkbox', { name: 'When it is delivered: user9999@example.org' }).check();
  await expect(page.getByText('1 of 10000 recipients has its own')).toBeVisible();
  expect((await to(page).inputValue()).split('\n').slice(9_998)).toEqual([
    'user9998@example.org',
    'user9999@example.org NOTIFY=SUCCESS',
  ]);
});
