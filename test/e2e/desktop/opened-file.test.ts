/**
 * A message file from the desktop (with the start, with a second start, from the Finder) and one that is chosen or dropped in the window:
 * shown as mail is, and not kept.
 */
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { counter, html, shownAddress } from '../messages/mail.ts';
import { expect, test, type RunningApp } from '../window/app.ts';
import { go, sidebar } from '../window/screens.ts';
import { expectNoAxeProblems } from '../states/states.ts';
import { loadAxe } from '../window/axe.ts';
import { framebuffer, grab } from '../window/display.ts';

let dir: string;
test.beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'posthorn-files-'));
});
test.afterAll(() => rm(dir, { recursive: true, force: true }));

async function file(name: string, octets: string): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, octets);
  return path;
}

test('a message file is shown with the start and with a second one, fetches nothing, and is gone after it', async ({
  launch,
}) => {
  const elsewhere = await counter();
  const painted = `<body style="margin:0;background:rgb(18,184,160)"><img src="http://127.0.0.1:${elsewhere.port}/pixel.png"><div style="height:3000px">`;
  const first = await file('first.eml', `From: a@example.org\r\n${html(painted, 'From a folder')}`);
  const app = await launch({}, undefined, { args: [first] });
  const { page, electron } = app;
  const shown = page.getByRole('article', { name: 'Opened message' });
  await expect(shown.getByRole('heading', { name: 'From a folder' })).toBeVisible();
  await expect(shown).toContainText('first.eml');
  await expect(shown).toContainText('not kept in the inbox');
  await expect(shown).toContainText('1 reference to 1 server, none loaded');
  await expect.poll(() => shownAddress(electron)).toMatch(/^mail:/);
  if (framebuffer !== null) {
    const place = await page.getByRole('img', { name: 'The message as its HTML shows it' }).boundingBox();
    if (place === null) throw new Error('no place is kept for the message');
    const area = {
      x: Math.ceil(place.x),
      y: Math.ceil(place.y),
      width: Math.floor(place.width),
      height: Math.floor(place.height),
    };
    await expect.poll(async () => (await grab(electron)).share(area, [18, 184, 160])).toBeGreaterThan(0.8);
  }
  await loadAxe(page);
  await expectNoAxeProblems(page);
  for (const tab of ['Headers', 'Parts', 'Source']) {
    await page.getByRole('tablist', { name: 'Message' }).getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('tabpanel').last()).toContainText(/text\/html/i);
  }
  await expect(page.getByRole('tab', { name: 'Session', exact: true })).toHaveCount(0);

  const second = await file('second.eml', 'Subject: The second\r\n\r\nplain\r\n');
  await launch({}, undefined, { args: [second] }).catch(() => undefined);
  await expect(shown.getByRole('heading', { name: 'The second' })).toBeVisible();
  const third = await file('third.eml', 'Subject: The third\r\n\r\nplain\r\n');
  await electron.evaluate(({ app: one }, path) => {
    one.emit('open-file', { preventDefault: () => undefined }, path);
  }, third);
  await expect(shown.getByRole('heading', { name: 'The third' })).toBeVisible();

  // One that is too large is named, and what is shown stays.
  const large = await file('large.eml', '');
  await truncate(large, 67_108_865);
  await electron.evaluate(({ app: one }, path) => {
    one.emit('second-instance', {}, ['posthorn', '--', path], '/', null);
  }, large);
  await expect(page.getByText('larger than 64 MiB')).toContainText('large.eml');
  await expect(shown.getByRole('heading', { name: 'The third' })).toBeVisible();

  await page.getByRole('button', { name: 'Back to the inbox' }).click();
  await expect(shown).toHaveCount(0);
  await expect(page.getByText('No messages yet')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Search or run' })).toBeVisible();
  await expect(shown).toHaveCount(0);
  expect(elsewhere.connections()).toBe(0);
  await elsewhere.close();
  await app.quit();
});

/** What the system's dialog answers from now on; null: it was cancelled. */
const answer = ({ electron }: RunningApp, path: string | null): Promise<void> =>
  electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () =>
      Promise.resolve({ canceled: chosen === null, filePaths: chosen === null ? [] : [chosen] });
  }, path);

/** As the system gives what is dragged over a place. */
async function drop(page: Page, place: string, name: string, text: string): Promise<void> {
  const data = await page.evaluateHandle(
    ([file, content]) => {
      const made = new DataTransfer();
      made.items.add(new File([String(content)], String(file), { type: 'message/rfc822' }));
      return made;
    },
    [name, text],
  );
  const target = page.locator(place);
  await target.dispatchEvent('dragenter', { dataTransfer: data });
  expect(
    await target.evaluate((element, dataTransfer) => {
      const over = new DragEvent('dragover', {
        dataTransfer,
        bubbles: true,
        cancelable: true,
      });
      return !element.dispatchEvent(over);
    }, data),
  ).toBe(true);
  await target.dispatchEvent('drop', { dataTransfer: data });
}

test('a message file is chosen by key, menu and button, or dropped; what is none is refused by its name', async ({
  app,
}) => {
  const { page, electron } = app;
  const shown = page.getByRole('article', { name: 'Opened message' });
  const heading = (subject: string) => shown.getByRole('heading', { name: subject });
  const refused = page.locator('main [aria-live="assertive"] p');
  await expect(page.getByRole('button', { name: 'Inspect the local test server' })).toBeEnabled();

  await answer(app, await file('key.eml', `From: a@example.org\r\n${html('<p>hello</p>', 'By key')}`));
  await page.keyboard.press('ControlOrMeta+Shift+o');
  await expect(heading('By key')).toBeVisible();
  await expect(sidebar(page, 'Test server')).toHaveAttribute('aria-current', 'page');
  // The next key is the message's.
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);

  // From here on the menu: what is refused is named, and what is shown stays.
  const choose = (): Promise<void> =>
    electron.evaluate(({ Menu }) => {
      Menu.getApplicationMenu()?.getMenuItemById('open-message')?.click();
    });
  for (const [name, octets, words] of [
    ['photo.eml', '\u0000\u0001JFIF', 'does not begin as a message does'],
    ['nothing.eml', '', 'is empty'],
  ] as const) {
    await answer(app, await file(name, octets));
    await choose();
    await expect(refused.filter({ hasText: name })).toContainText(words);
    await expect(heading('By key')).toBeVisible();
  }
  await answer(app, join(dir, 'vanished.eml'));
  await choose();
  await expect(refused.filter({ hasText: 'vanished.eml' })).toContainText('it is not there (ENOENT)');
  await answer(app, null);
  await choose();
  await answer(app, await file('menu.eml', 'Subject: By menu\r\n\r\nplain\r\n'));
  await choose();
  await expect(heading('By menu')).toBeVisible();
  await expect(refused).toHaveCount(0);

  await page.getByRole('button', { name: 'Back to the inbox' }).click();
  await answer(app, await file('button.eml', 'Subject: By button\r\n\r\nplain\r\n'));
  await page.getByRole('button', { name: 'Open a message file…' }).click();
  await expect(heading('By button')).toBeVisible();

  await go(page, 'Settings');
  await drop(page, 'main', 'dropped.eml', 'Subject: By drop\r\n\r\nplain\r\n');
  await expect(heading('By drop')).toBeVisible();
  await expect(shown).toContainText('dropped.eml');
  await page.getByRole('button', { name: 'Back to the inbox' }).click();

  // Where a drop has a meaning, it keeps that.
  await page.keyboard.press('ControlOrMeta+e');
  await expect(page.getByRole('textbox', { name: 'Reply, log, bounce or error' })).toBeVisible();
  await drop(page, 'main textarea', 'explained.eml', 'Subject: x\r\n\r\n550 5.7.1 Relaying denied\r\n');
  await expect(page.getByRole('textbox', { name: 'Reply, log, bounce or error' })).toHaveValue(/Relaying denied/);
  await expect(shown).toHaveCount(0);
  await go(page, 'Test server', 'Inbox');
  await expect(page.getByText('No messages yet')).toBeVisible();
});
