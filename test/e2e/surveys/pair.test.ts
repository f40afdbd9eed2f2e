/** Two rows of the history side by side, chosen by the mouse and by keys: runs, and surveys of one kind. */
import type { Page } from '@playwright/test';
import { axeProblems, loadAxe } from '../window/axe.ts';
import { expect, test } from '../window/app.ts';
import { startPeer, type Peer } from '../peers/peer.ts';
import { resize } from '../window/layout.ts';
import { inspect, inspected, sidebar } from '../window/screens.ts';

const runs = (page: Page) => page.getByRole('listbox', { name: 'Past runs' }).getByRole('option');
const comparison = (page: Page) => page.getByRole('region', { name: 'Comparison' });

/** What it offers is another from the second session on. */
async function changing(): Promise<Peer> {
  let sessions = 0;
  return startPeer('220 mail.example.com ESMTP\r\n', (line) => {
    if (!/^EHLO/i.test(line)) return /^QUIT/i.test(line) ? '221 2.0.0 Bye\r\n' : '250 2.0.0 Ok\r\n';
    sessions += 1;
    return `250-mail.example.com\r\n250-8BITMIME\r\n250 SIZE ${sessions < 2 ? 1000 : 2000}\r\n`;
  });
}

test('two runs, then two surveys, and a pair that cannot be compared', async ({ app: { page, electron } }) => {
  const peer = await changing();
  const target = `127.0.0.1:${peer.port}`;
  await loadAxe(page);
  for (let time = 0; time < 2; time += 1) {
    await inspect(page, target);
    await inspected(page);
  }
  await sidebar(page, 'Surveys').click();
  await page.getByRole('tab', { name: 'Addresses' }).click();
  await page.getByRole('textbox', { name: 'Host and port' }).fill(target);
  for (let time = 1; time <= 2; time += 1) {
    await page.getByRole('button', { name: 'Ask every address' }).click();
    await sidebar(page, 'History').click();
    await expect(runs(page)).toHaveCount(2 + time);
    await sidebar(page, 'Surveys').click();
    await expect(page.getByRole('button', { name: 'Ask every address' })).toBeVisible();
  }
  await sidebar(page, 'History').click();

  // By the mouse: one is chosen, the other pressed with Ctrl. The older is A.
  await runs(page).nth(2).click();
  await runs(page)
    .nth(3)
    .click({ modifiers: ['ControlOrMeta'] });
  await expect(page.getByText('1 difference; names, dates and ids are not compared.')).toBeVisible();
  const size = comparison(page).getByRole('row').filter({ hasText: 'SIZE' });
  await expect(size).toContainText(/1000[\s\S]*2000/);
  await expect(runs(page).filter({ hasText: 'to compare' })).toHaveCount(2);
  expect(await axeProblems(page)).toEqual([]);
  // Names as long as these wrap in a small window: nothing lies over anything else, or out of sight.
  await resize({ electron, page }, { width: 900, height: 600, zoom: 1 });
  expect(await comparison(page).evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  await page.getByRole('button', { name: /^Back to one/ }).click();
  await expect(comparison(page)).toHaveCount(0);

  // By keys: Space marks, the arrows go on, Space marks the other.
  const list = page.getByRole('listbox', { name: 'Past runs' });
  await list.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await expect(page.getByText('One to compare: Ctrl+click or Space marks the other')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(page.getByRole('heading', { level: 1, name: /1 cell, no difference/ })).toBeVisible();
  // A run beside a survey.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(page.getByRole('heading', { name: 'These two are not of one kind' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(runs(page).filter({ hasText: 'to compare' })).toHaveCount(0);
  await peer.close();
});
