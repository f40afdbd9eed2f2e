/** Thousands of servers pasted as a person pastes them: the window stays awake, the list can be stopped and says what there is. */
import type { Page } from '@playwright/test';
import { expect, test } from '../window/app.ts';
import { sidebar, verdict } from '../window/screens.ts';

const SERVERS = 10_000;
const field = (page: Page) =>
  page.getByRole('main').getByRole('textbox', { name: 'Servers or domains, one a line', exact: true });

test('ten thousand servers are pasted, asked and stopped', async ({ app: { page, electron } }) => {
  await sidebar(page, 'Surveys').click();
  await page.getByRole('tab', { name: 'List of servers' }).click();
  // Loopback addresses where nothing listens: each is refused at once.
  const lines = Array.from({ length: SERVERS }, (_, at) => `127.0.${Math.floor(at / 250)}.${(at % 250) + 1}:1`);
  await electron.evaluate(({ clipboard }, text) => clipboard.writeText(text), lines.join('\n'));
  await field(page).focus();
  await page.keyboard.press('ControlOrMeta+V');
  await expect(page.getByText('10000 lines')).toBeVisible();
  await page.getByRole('button', { name: 'Ask all' }).click();
  const rows = page.getByRole('listbox', { name: 'Servers of the list' }).getByRole('option');
  await expect(rows.first()).toBeVisible();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('button', { name: 'Ask all' })).toBeVisible();
  await expect(verdict(page)).toContainText(/\d+ of 10000/);
  // What there is stays, and the field too.
  await expect(rows.first()).toContainText('127.0.0.1:1');
  await expect(field(page)).toHaveValue(/127\.0\.39\.250:1$/);
});
