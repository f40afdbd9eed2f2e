/** Every action of the registry that the palette offers is run by keyboard alone; nothing breaks, and what it names comes about. */
import type { Page } from '@playwright/test';
import { ACTIONS } from '../../../electron/texts/app/actions.ts';
import { expect, test } from '../window/app.ts';
import { sidebar, verdict } from '../window/screens.ts';

test.setTimeout(240_000);

const titles = new Map<string, string>(ACTIONS.map(({ title, id }) => [title, id]));
/** Only there while something runs, failed or was just deleted: other tests have them. The palette does not offer itself. */
const elsewhere = new Set(['stop', 'undo-delete', 'palette', 'make-experiment', 'explain-reply', 'run-implicit-tls']);

const here = (page: Page, name: string) => () => expect(sidebar(page, name)).toHaveAttribute('aria-current', 'page');
const tab = (page: Page, name: RegExp) => () =>
  expect(page.getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true');
const theme = (page: Page, name: string) => () => expect(page.locator('html')).toHaveAttribute('data-theme', name);

/** What is seen afterwards, by the action's id. */
const effects = (page: Page): Readonly<Record<string, () => Promise<void>>> => ({
  'go-inspector': async () => expect(page.getByRole('textbox', { name: 'Server' })).toBeVisible(),
  'go-start': () =>
    expect(page.getByRole('region', { name: 'Start' }).getByLabel('Server', { exact: true })).toBeFocused(),
  'go-send': here(page, 'Send test'),
  'go-explain': here(page, 'Explain'),
  'go-server': here(page, 'Test server'),
  'go-history': here(page, 'History'),
  'go-settings': here(page, 'Settings'),
  'go-inbox': tab(page, /^Inbox/),
  'go-sessions': tab(page, /^Sessions/),
  'go-listeners': tab(page, /^Listeners/),
  target: () => expect(page.getByRole('textbox', { name: 'Server' })).toBeFocused(),
  'connection-options': () =>
    expect(page.getByRole('button', { name: 'Connection options' })).toHaveAttribute('aria-expanded', 'true'),
  'inspect-local': () => expect(verdict(page)).toHaveText(/answers over TLSv1\.3$/),
  'send-here': here(page, 'Send test'),
  'copy-transcript': () => expect(page.getByText('Transcript copied')).toBeVisible(),
  'server-stop': () => expect(sidebar(page, 'Test server')).toContainText('stopped'),
  'server-start': () => expect(sidebar(page, 'Test server')).toContainText('3 listeners'),
  'theme-light': theme(page, 'light'),
  'theme-dark': theme(page, 'dark'),
  'theme-system': () => expect(page.locator('html')).not.toHaveAttribute('data-theme'),
  'new-profile': () => expect(page.getByRole('main').getByRole('textbox', { name: 'Name', exact: true })).toBeVisible(),
  'import-profiles': () => expect(page.getByRole('dialog', { name: /import/i })).toBeVisible(),
  'open-report': () => expect(page.getByRole('dialog', { name: 'Open a report or survey' })).toBeVisible(),
  shortcuts: () => expect(page.getByRole('dialog', { name: /shortcuts/i })).toBeVisible(),
  'whats-new': () => expect(page.getByRole('dialog', { name: 'What is new' })).toContainText('Unreleased'),
  licences: () => expect(page.getByRole('dialog', { name: 'Licences' })).toBeVisible(),
});

async function offered(page: Page): Promise<string[]> {
  await page.keyboard.press('ControlOrMeta+k');
  const options = page.getByRole('listbox', { name: 'Actions, profiles and servers' }).getByRole('option');
  await expect(options.first()).toBeVisible();
  const texts = await options.allInnerTexts();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  return texts.map((text) => text.split('\n')[0]?.trim() ?? '').filter((title) => titles.has(title));
}

async function choose(page: Page, title: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  const dialog = page.getByRole('dialog', { name: 'Search or run' });
  await expect(dialog.getByRole('combobox')).toBeFocused();
  await page.keyboard.type(title);
  const active = dialog.getByRole('option', { selected: true });
  for (let tries = 0; tries < 30; tries += 1) {
    if ((await active.innerText()).split('\n')[0]?.trim() === title) break;
    await page.keyboard.press('ArrowDown');
  }
  expect((await active.innerText()).split('\n')[0]?.trim()).toBe(title);
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
}

test('every action is run by keyboard alone', async ({ app: { page, console, electron } }) => {
  // The system's own dialogs would wait for somebody.
  await electron.evaluate(({ dialog }) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: true, filePaths: [] });
    dialog.showSaveDialog = () => Promise.resolve({ canceled: true, filePath: '' });
  });
  const after = effects(page);
  const done = new Set<string>();
  await expect(page.getByRole('button', { name: 'Inspect the local test server' })).toBeEnabled();
  // What can be done depends on what was done, so the list is read again until it has nothing new.
  for (let round = 0; round < 6; round += 1) {
    const start = round % 2 === 0 ? 'Inspector' : 'Inspect the local test server';
    if (round > 0 && (await offered(page)).includes(start)) await choose(page, start);
    const fresh = (await offered(page)).filter((title) => !done.has(title));
    for (const title of fresh) {
      if (!(await offered(page)).includes(title)) continue;
      await test.step(title, async () => {
        await choose(page, title);
        done.add(title);
        await after[titles.get(title) ?? '']?.();
        // Wherever the focus went, it is on something that is there to be seen.
        const visible = await page.evaluate(() => document.activeElement?.checkVisibility() ?? false);
        expect(visible).toBe(true);
        if (await page.getByRole('dialog').isVisible()) await page.keyboard.press('Escape');
      });
    }
  }
  const missing = ACTIONS.filter(({ id, title }) => !elsewhere.has(id) && !done.has(title)).map(({ id }) => id);
  expect(missing).toEqual([]);
  expect(console.filter((line) => /^(error|uncaught)/.test(line))).toEqual([]);
});
