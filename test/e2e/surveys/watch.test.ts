/** A watch in the window: ten rounds against a server that changes, by keyboard too, behind another screen, after a reload, in History. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { axeProblems, loadAxe } from '../window/axe.ts';
import { expect, test } from '../window/app.ts';
import { startPeer, type Peer } from '../peers/peer.ts';
import { addressOf, go, inspect, inspected, listener, sidebar, verdict } from '../window/screens.ts';
import { setTheme, settled, themes } from '../states/states.ts';

/** What it offers is another from the fifth session on. */
async function changing(): Promise<Peer> {
  let sessions = 0;
  return startPeer('220 mail.example.com ESMTP\r\n', (line) => {
    if (/^EHLO/i.test(line)) {
      sessions += 1;
      return `250-mail.example.com\r\n250-8BITMIME\r\n250 SIZE ${sessions < 5 ? 1000 : 2000}\r\n`;
    }
    return /^QUIT/i.test(line) ? '221 2.0.0 Bye\r\n' : '250 2.0.0 Ok\r\n';
  });
}

const found = (page: Page) => page.getByRole('region', { name: 'What was found' });
const field = (page: Page, name: string) => page.getByRole('textbox', { name });
const rounds = (page: Page) => page.getByRole('slider', { name: 'Rounds' });
const roundsSoFar = async (page: Page): Promise<number> => Number(await rounds(page).getAttribute('aria-valuemax'));

test('ten rounds against a server that changes, seen, opened, left alone and found again', async ({
  app: { page },
}, info) => {
  const peer = await changing();
  const folder = process.env.POSTHORN_LOOK ?? info.outputDir;
  // From an inspection: one press.
  await inspect(page, `127.0.0.1:${peer.port}`);
  await inspected(page);
  await page.getByRole('button', { name: 'Watch', exact: true }).click();
  await expect(page.getByRole('tab', { name: 'Watch' })).toHaveAttribute('aria-selected', 'true');
  await expect(verdict(page)).toContainText('answers, nothing changed');
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(verdict(page)).not.toContainText('so far');
  // Faster, as this machine may be asked.
  await field(page, 'Seconds between rounds').fill('0.2');
  await page.getByRole('button', { name: 'Watch', exact: true }).click();
  await expect.poll(() => roundsSoFar(page)).toBeGreaterThanOrEqual(10);
  await expect(verdict(page)).toContainText('answers, 1 change');
  await expect(found(page)).toContainText(/Offer of SIZE: 1000.* → 2000/);
  // Behind another screen, and after the page was loaded anew.
  await sidebar(page, 'Settings').click();
  await page.reload();
  await expect(sidebar(page, 'Surveys')).toContainText('1');
  await sidebar(page, 'Surveys').click();
  const before = await roundsSoFar(page);
  await expect.poll(() => roundsSoFar(page)).toBeGreaterThan(before + 1);
  await expect(verdict(page)).toContainText('answers, 1 change');
  // A second one beside it.
  await page.getByRole('button', { name: 'Watch another server' }).click();
  await expect(field(page, 'Host and port')).toBeFocused();
  await page.getByRole('list', { name: 'Watches that run' }).getByRole('button').click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('textbox', { name: 'Seconds between rounds' })).toBeEnabled();
  // By keyboard: from round to round, and into its session.
  await rounds(page).focus();
  await page.keyboard.press('ArrowLeft');
  const newest = await roundsSoFar(page);
  await expect(rounds(page)).toHaveAttribute('aria-valuenow', String(newest - 1));
  await page.keyboard.press('Enter');
  const session = page.getByRole('region', { name: 'Session of the chosen cell' });
  await expect(session.getByRole('heading', { name: `Round ${newest - 1}` })).toBeVisible();
  await expect(session.getByRole('log', { name: 'Transcript' })).toContainText('SIZE 2000');
  await loadAxe(page);
  for (const theme of themes) {
    await setTheme(page, theme);
    await settled(page);
    expect.soft(await axeProblems(page), `watch ${theme}`).toEqual([]);
    await page.screenshot({ path: join(folder, `survey-watch-${theme}.png`) });
  }
  // Kept, and opened from there.
  await sidebar(page, 'History').click();
  const kept = page.getByRole('listbox', { name: 'Past runs' }).getByRole('option');
  await kept.filter({ hasText: '1 change' }).first().click();
  await page.getByRole('button', { name: 'Open the survey' }).click();
  await expect(found(page)).toContainText(/Offer of SIZE: 1000.* → 2000/);
  await peer.close();
});

test('each mechanism is tried on a question that counts the attempts', async ({ app: { page } }, info) => {
  const folder = process.env.POSTHORN_LOOK ?? info.outputDir;
  await loadAxe(page);
  await go(page, 'Test server', 'Listeners');
  const { port } = await addressOf(listener(page, 'SMTP, STARTTLS offered'));
  await sidebar(page, 'Surveys').click();
  await page.getByRole('tab', { name: 'Mechanisms' }).click();
  await field(page, 'Host and port').fill(`127.0.0.1:${port}`);
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect(field(page, 'User name')).toBeFocused();
  await page.keyboard.insertText('ann@example.com');
  await page.getByLabel('Password or token').fill('pencil');
  await field(page, 'May it write as').fill('ann@example.com');
  await page.keyboard.press('Enter');
  await expect(verdict(page)).toHaveText(`127.0.0.1:${port}: the login works`);
  await expect(found(page)).toContainText('ann@example.com may write to every recipient asked about');
  const works = found(page).getByRole('row').filter({ hasText: 'works' });
  await expect(works).toHaveCount(1);
  for (const theme of themes) {
    await setTheme(page, theme);
    await settled(page);
    expect.soft(await axeProblems(page), `mechanisms ${theme}`).toEqual([]);
    await page.screenshot({ path: join(folder, `survey-mechanisms-${theme}.png`) });
  }
  await page.getByRole('button', { name: 'Try each mechanism…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(/Up to \d+ login attempts for ann@example.com at 127\.0\.0\.1/);
  await page.keyboard.press('Escape');
  await expect(works).toHaveCount(1);
  await page.getByRole('button', { name: 'Try each mechanism…' }).click();
  await dialog.getByRole('button', { name: /^Make up to/ }).click();
  await expect(works).not.toHaveCount(1);
  await expect(works.filter({ hasText: 'PLAIN' })).toHaveCount(1);
});
