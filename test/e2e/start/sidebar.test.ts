/** The sidebar by keyboard and by mouse: groups that fold and stay so, recent servers bounded, pinned and removed, menus at every entry. */
import type { Page } from '@playwright/test';
import { axeProblems, loadAxe } from '../window/axe.ts';
import { expect, test } from '../window/app.ts';
import { clientOf, deliver, html } from '../messages/mail.ts';
import { sidebar } from '../window/screens.ts';

const nav = (page: Page) => page.getByRole('navigation', { name: 'Main' });
const recent = (page: Page) => nav(page).getByRole('list', { name: 'Recent servers' });
const servers = (page: Page) => recent(page).locator('bdi');
const item = (page: Page, name: string) => page.getByRole('menuitem', { name, exact: true });

/** Asks a server that is not there, to its end. */
async function ask(page: Page, target: string): Promise<void> {
  const client = clientOf(page);
  const { total } = await client.call('history.list', { offset: 0, limit: 1, search: '' });
  const connection = { target, dnsServer: '127.0.0.1:9', timeouts: { dns: 1_000 } };
  await client.call('runs.start', { command: 'check', connection, auth: null, secret: null, envelope: null });
  await expect
    .poll(async () => (await client.call('history.list', { offset: 0, limit: 1, search: '' })).total)
    .toBe(total + 1);
}

test('recent servers: five and the pinned ones, taken off by keys, menus by both', async ({ app: { page } }) => {
  await loadAxe(page);
  const names = Array.from({ length: 7 }, (_, nth) => `127.0.0.1:${nth + 1}`);
  const at = (nth: number): string => names[nth] ?? '';
  for (const name of names) await ask(page, name);
  const head = nav(page).getByRole('button', { name: /^Recent/ });
  await expect(head).toContainText('7');
  // The same list is in front: here it is folded until somebody wants it.
  await expect(head).toHaveAttribute('aria-expanded', 'false');
  await head.focus();
  await page.keyboard.press('ArrowRight');
  await expect(servers(page)).toHaveText(names.slice(2).reverse());
  await expect(recent(page)).toContainText('2 more in History');

  // By keys alone: down from the head to the third, pinned by its menu.
  for (let down = 0; down < 3; down += 1) await page.keyboard.press('ArrowDown');
  await expect(
    recent(page)
      .getByRole('button', { name: at(4) })
      .first(),
  ).toBeFocused();
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menu')).toBeVisible();
  await expect(item(page, 'Pin to the top')).toBeVisible();
  expect(await axeProblems(page)).toEqual([]);
  await page.keyboard.type('Pin');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(servers(page)).toHaveText([4, 6, 5, 3, 2, 1].map(at));
  await expect(recent(page).getByRole('img', { name: 'Pinned' }).or(recent(page).getByLabel('Pinned'))).toHaveCount(1);

  // By the mouse: its last run, and off the list.
  await recent(page)
    .getByRole('button', { name: at(3) })
    .first()
    .click({ button: 'right' });
  await item(page, 'Look at its last run').click();
  await expect(page.getByRole('textbox', { name: 'Server' })).toHaveValue(at(3));
  await recent(page)
    .getByRole('button', { name: at(3) })
    .first()
    .focus();
  await page.keyboard.press('Delete');
  await expect(servers(page).filter({ hasText: at(3) })).toHaveCount(0);
  await page.getByRole('region', { name: 'Messages of the app' }).getByRole('button', { name: 'Undo' }).click();
  await expect(servers(page).filter({ hasText: at(3) })).toHaveCount(1);

  // What has a profile is not listed again; what was pinned and folded stays so.
  const content = { name: 'Mine', connection: { target: at(6) }, auth: null };
  await clientOf(page).call('profiles.save', {
    id: null,
    rev: 0,
    folder: null,
    content: { ...content, colour: null, tags: [], notes: '', favourite: false, envelope: { from: '', to: [] } },
  } as never);
  await expect(servers(page).filter({ hasText: at(6) })).toHaveCount(0);
  await head.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(recent(page)).toHaveCount(0);
  const profiles = nav(page).getByRole('button', { name: 'List of profiles' });
  await profiles.click();
  await expect(nav(page).getByRole('list', { name: 'Profiles' })).toHaveCount(0);
  await page.reload();
  await expect(profiles).toHaveAttribute('aria-expanded', 'false');
  await expect(head).toHaveAttribute('aria-expanded', 'false');
  await head.click();
  await expect(servers(page).first()).toHaveText(at(4));
});

test('profiles and the test server have menus, and the test server its addresses and newest mail', async ({
  app: { page },
}) => {
  const client = clientOf(page);
  const folder = await client.call('profiles.saveFolder', { id: null, name: 'Customers', colour: 'violet' });
  for (let nth = 1; nth <= 14; nth += 1)
    await client.call('profiles.save', {
      id: null,
      rev: 0,
      folder: nth === 14 ? folder.id : null,
      content: {
        name: `Relay ${nth}`,
        connection: { target: `mx${nth}.example.org` },
        auth: null,
        colour: null,
        tags: [],
        notes: '',
        favourite: nth === 13,
        envelope: { from: '', to: [] },
      },
    } as never);
  const listed = nav(page).getByRole('list', { name: 'Profiles' });
  // Favourites first; the list is bounded, and the rest one press away.
  await expect(listed.locator('bdi').first()).toHaveText('Relay 13');
  await expect(listed.locator('bdi')).toHaveCount(12);
  await listed.getByRole('button', { name: '1 more in Profiles' }).click();
  await expect(sidebar(page, 'Profiles')).toHaveAttribute('aria-current', 'page');
  const folderHead = nav(page).getByRole('button', { name: 'Customers' });
  await folderHead.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(nav(page).getByRole('button', { name: 'Relay 14' })).toBeFocused();
  await page.keyboard.press('ContextMenu');
  await item(page, 'Open in the inspector').click();
  await expect(page.getByRole('textbox', { name: 'Server' })).toHaveValue('mx14.example.org');
  await folderHead.click({ button: 'right' });
  await expect(page.getByRole('menuitem', { name: /^Verify the folder/ })).toBeDisabled();
  await item(page, 'Fold').click();
  await expect(folderHead).toHaveAttribute('aria-expanded', 'false');

  const { listeners } = await client.call('server.state', {});
  const entry = sidebar(page, 'Test server');
  await expect(entry).toContainText(`127.0.0.1:${listeners[0]?.boundPort ?? ''}`);
  await deliver(page, html('<p>1</p>', 'Your order 2041'));
  await expect(entry).toContainText('1 new');
  await expect(entry).toContainText('Your order 2041');
  await entry.focus();
  await page.keyboard.press('Shift+F10');
  await expect(item(page, `Copy 127.0.0.1:${listeners[0]?.boundPort ?? ''}`)).toBeVisible();
  await item(page, 'Open the inbox').click();
  await expect(page.getByRole('listbox', { name: 'Messages' }).getByRole('option')).toHaveCount(1);
});
