/** Lists in the window: servers pasted, filtered and saved as a table; the logins of a folder of profiles, all at once, by keyboard. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { axeProblems, loadAxe } from '../window/axe.ts';
import { expect, test } from '../window/app.ts';
import { addressOf, go, listener, sidebar, verdict } from '../window/screens.ts';
import { setTheme, settled, themes } from '../states/states.ts';

const table = (page: Page) => page.getByRole('listbox', { name: 'Servers of the list' });
const field = (page: Page, name: string) => page.getByRole('main').getByRole('textbox', { name, exact: true });

async function saveTo(electron: ElectronApplication, path: string): Promise<void> {
  await electron.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
  }, path);
}

test('a list of servers is asked, filtered and saved; a folder of profiles verified', async ({
  app: { page, electron },
  dataDir,
}, info) => {
  const folder = process.env.POSTHORN_LOOK ?? info.outputDir;
  await loadAxe(page);
  await go(page, 'Test server', 'Listeners');
  const { port } = await addressOf(listener(page, 'SMTP, STARTTLS offered'));
  await sidebar(page, 'Surveys').click();
  await page.getByRole('tab', { name: 'List of servers' }).click();
  await page.getByRole('button', { name: 'Ask all' }).click();
  await expect(page.getByText('Paste servers, one a line, or open a file')).toBeVisible();
  await field(page, 'Servers or domains, one a line').fill(`127.0.0.1:${port}\n127.0.0.1:1\nno such server\n`);
  await page.getByRole('button', { name: 'Ask all' }).click();
  await expect(verdict(page)).toHaveText('3 targets: 1 works, 2 have a problem');
  const rows = table(page).getByRole('option');
  await expect(rows).toHaveCount(3);
  // One without a cause is counted too.
  await expect(page.getByText(/ \(1\)\. 1 other\.$/)).toBeVisible();
  for (const theme of themes) {
    await setTheme(page, theme);
    await settled(page);
    expect.soft(await axeProblems(page), `list ${theme}`).toEqual([]);
    await page.screenshot({ path: join(folder, `survey-list-${theme}.png`) });
  }
  await page.getByRole('radio', { name: 'Fine 1' }).check({ force: true });
  await expect(rows).toHaveCount(1);
  await page.getByRole('radio', { name: 'All 3' }).check({ force: true });
  await page.getByRole('searchbox', { name: 'Filter the rows' }).fill('refused');
  await expect(rows).toHaveCount(1);
  const csv = join(dataDir, 'servers.csv');
  await saveTo(electron, csv);
  await page.getByRole('button', { name: 'Save as CSV…' }).click();
  await expect(page.getByText('Saved as servers.csv')).toBeVisible();
  expect((await readFile(csv, 'utf8')).split('\r\n')).toHaveLength(5);
  // By keyboard, into the inspector.
  await table(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(verdict(page)).toContainText('127.0.0.1:1');

  await page.keyboard.press('ControlOrMeta+6');
  for (const [name, password] of [
    ['With a password', 'pencil'],
    ['Without one', ''],
  ] as const) {
    await page.getByRole('main').getByRole('button', { name: 'New profile' }).first().click();
    await field(page, 'Name').fill(name);
    await field(page, 'Server').fill(`127.0.0.1:${port}`);
    await field(page, 'User name').fill('ann');
    if (password !== '') await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const listed = page.getByRole('main').getByRole('listitem');
    await expect(listed.getByRole('button', { name: new RegExp(`^${name}`) })).toBeVisible();
  }
  await page.getByRole('button', { name: 'Verify, import and export' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: /^Verify all/ }).focus();
  await page.keyboard.press('Enter');
  await expect(verdict(page)).toHaveText('2 targets: 1 works, 1 has a problem');
  await expect(rows.filter({ hasText: 'With a password' })).toContainText('works');
  await expect(rows.filter({ hasText: 'Without one' })).toContainText('has no password');
  await settled(page);
  await page.screenshot({ path: join(folder, 'survey-verify-all.png') });
});
