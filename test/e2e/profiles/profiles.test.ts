/** Profiles as a user works with them, by keyboard: from a provider, with a password, over a restart; arranged, undone, out and in again. */
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { expect, test } from '../window/app.ts';
import { LOGIN, startLoginServer } from '../peers/login-server.ts';
import { clientOf } from '../messages/mail.ts';
import { inspected, sidebar } from '../window/screens.ts';

/** With the keys alone: what is pressed has the focus first. */
async function press(locator: Locator, key = 'Enter'): Promise<void> {
  await locator.focus();
  await locator.press(key);
}

async function openProfiles(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: 'Inspect the local test server' })).toBeEnabled();
  await page.keyboard.press('ControlOrMeta+6');
}

async function menu(page: Page, name: string | RegExp, item: string | RegExp): Promise<void> {
  await press(page.getByRole('main').getByRole('button', { name }));
  await press(page.getByRole('menuitem', { name: item }));
}

async function chooseOption(page: Page, label: RegExp, option: string): Promise<void> {
  await press(page.getByRole('main').getByRole('combobox', { name: label }));
  await expect(page.getByRole('listbox')).toBeVisible();
  await page.keyboard.type(option);
  // The letters find the first that begins so; the one that is meant may stand below it.
  const at = page.locator('[role="option"][data-highlighted]');
  for (let tries = 0; tries < 20 && (await at.innerText()).split('\n')[0]?.trim() !== option; tries += 1)
    await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('listbox')).toHaveCount(0);
}

const field = (page: Page, name: string): Locator => page.getByRole('main').getByRole('textbox', { name, exact: true });
const save = (page: Page): Promise<void> => press(page.getByRole('button', { name: 'Save', exact: true }));
const inList = (page: Page, name: string): Locator =>
  page
    .getByRole('main')
    .getByRole('listitem')
    .getByRole('button', { name: new RegExp(`^${name}`) });

/** The next dialog of the system's is answered with this. */
async function chooseNext(electron: ElectronApplication, path: string): Promise<void> {
  await electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
  }, path);
}

async function newProfile(page: Page, name: string, target: string): Promise<void> {
  await press(page.getByRole('main').getByRole('button', { name: 'New profile' }).first());
  await field(page, 'Name').fill(name);
  await field(page, 'Server').fill(target);
  await save(page);
  await expect(inList(page, name)).toBeVisible();
}

test('from a provider, with its password in the keychain, verified after a restart', async ({ launch, dataDir }) => {
  test.setTimeout(120_000);
  const server = await startLoginServer(dataDir);
  const first = await launch();
  const { page, electron } = first;
  await openProfiles(page);
  await press(page.getByRole('main').getByRole('button', { name: 'New profile' }).first());

  await test.step('a provider fills in its server, and says what it needs', async () => {
    await press(page.getByRole('button', { name: 'Choose a provider…' }));
    const dialog = page.getByRole('dialog', { name: 'Choose a provider' });
    await page.keyboard.type('fastm');
    await expect(dialog.getByRole('option')).toHaveText(['Fastmail']);
    await expect(dialog.getByRole('region', { name: 'What it needs' })).toContainText('app password');
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    await expect(field(page, 'Server')).toHaveValue('smtp.fastmail.com:465');
    await expect(field(page, 'Name')).toHaveValue('Fastmail');
  });

  await test.step('its source is opened only after a question', async () => {
    await electron.evaluate(({ dialog }) => {
      const asked: string[] = [];
      Object.assign(globalThis, { asked });
      dialog.showMessageBox = ((options: { detail?: string }) => {
        asked.push(options.detail ?? '');
        return Promise.resolve({ response: 1, checkboxChecked: false });
      }) as typeof dialog.showMessageBox;
    });
    await press(page.getByRole('button', { name: /^Thunderbird autoconfiguration/ }));
    const asked = () => electron.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
    await expect.poll(asked).toEqual([expect.stringMatching(/^https:\/\/github\.com\/thunderbird\//)]);
    await expect(page.getByText(/verified \d{4}-\d\d-\d\d/).first()).toBeVisible();
  });

  await test.step('an address offers its provider, and takes nothing that was typed', async () => {
    await field(page, 'User name').fill('erika@gmail.com');
    await expect(page.getByText('gmail.com belongs to Gmail')).toBeVisible();
    await expect(field(page, 'Server')).toHaveValue('smtp.fastmail.com:465');
    await press(page.getByRole('button', { name: 'Use Gmail’s settings' }));
    await expect(field(page, 'Server')).toHaveValue('smtp.gmail.com:465');
    await expect(field(page, 'Name')).toHaveValue('Fastmail');
    await expect(field(page, 'User name')).toHaveValue('erika@gmail.com');
  });

  await test.step('what is wrong stands at its field, and a section with it opens', async () => {
    await field(page, 'Name').fill('');
    await press(page.getByRole('button', { name: 'Time limits' }));
    await field(page, 'Connecting, seconds').fill('soon');
    await press(page.getByRole('button', { name: 'Time limits' }));
    await save(page);
    await expect(field(page, 'Name')).toHaveAccessibleDescription('A profile needs a name');
    await expect(field(page, 'Name')).toBeFocused();
    await expect(field(page, 'Connecting, seconds')).toHaveAttribute('aria-invalid', 'true');
    await field(page, 'Connecting, seconds').fill('9');
  });

  await test.step('saved with its password', async () => {
    await field(page, 'Name').fill('Work');
    await field(page, 'Server').fill(`127.0.0.1:${server.port}`);
    await field(page, 'User name').fill(LOGIN.user);
    await chooseOption(page, /^Security/, 'STARTTLS');
    await chooseOption(page, /^Mechanism/, 'SCRAM-SHA-256');
    await press(page.getByRole('button', { name: 'TLS and certificates' }));
    await chooseNext(electron, server.caFile);
    await press(page.getByRole('group', { name: 'Trusted roots' }).getByRole('button', { name: 'Choose a file…' }));
    await expect(page.getByText('1 certificate', { exact: true })).toBeVisible();
    await page.getByLabel('Password', { exact: true }).fill(LOGIN.password);
    await save(page);
    await expect(page.getByText('In the keychain.')).toBeVisible();
    await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');
  });
  const { profiles } = await clientOf(page).call('profiles.list', {});
  const id = profiles[0]?.id ?? '';
  await first.quit();
  // Another program of the system's sees the entry.
  const lookedUp = execFileSync('secret-tool', ['lookup', 'service', 'Posthorn', 'account', `${id}.password`]);
  expect(lookedUp.toString()).toBe(LOGIN.password);

  const second = await launch();
  await expect(second.page.getByRole('button', { name: 'Inspect the local test server' })).toBeEnabled();
  await second.page.keyboard.press('ControlOrMeta+k');
  await second.page.keyboard.type('work');
  await second.page.keyboard.press('Enter');
  await expect(second.page.getByRole('textbox', { name: 'Server' })).toHaveValue(`127.0.0.1:${server.port}`);
  await second.page.keyboard.press('ControlOrMeta+Enter');
  await inspected(second.page);
  await sidebar(second.page, 'Profiles').click();
  await press(inList(second.page, 'Work'));
  await expect(second.page.getByText('The login worked just now: SCRAM-SHA-256 over TLS 1.3')).toBeVisible();
  await server.stop();
});

test('arranged by keyboard: folders, favourites, copies, deletion with undo', async ({ app: { page } }) => {
  await openProfiles(page);
  await newProfile(page, 'Relay', 'mx1.example.org:25');
  await newProfile(page, 'Archive', 'lmtp://archive.example.org:24');
  const names = () => page.getByRole('main').getByRole('listitem').getByRole('button').locator('bdi').allInnerTexts();

  await press(page.getByRole('button', { name: 'New folder' }));
  const folder = field(page, 'Name of the folder');
  await folder.fill('Customers');
  await press(folder);
  await menu(page, 'Folder Customers', 'Violet');
  await menu(page, 'More', 'Move to folder…');
  await press(page.getByRole('dialog').getByRole('button', { name: 'Customers' }));
  await expect(page.getByRole('region', { name: 'Customers' }).getByText('Archive', { exact: true })).toBeVisible();

  await page.getByRole('checkbox', { name: /^Favourite/ }).press('Space');
  await save(page);
  const main = page.getByRole('navigation', { name: 'Main' });
  await expect(main.getByRole('list', { name: 'Profiles' }).getByRole('button')).toHaveText(['Archive', 'Relay']);
  await press(main.getByRole('button', { name: 'Customers' }));
  await expect(main.getByRole('list', { name: 'Customers' }).getByRole('button')).toHaveText('Archive');

  await menu(page, 'More', 'Duplicate');
  await expect(field(page, 'Name')).toHaveValue('Archive (copy)');
  await press(inList(page, 'Archive \\(copy\\)'), 'Alt+ArrowUp');
  await expect
    .poll(async () => (await names()).filter((name) => name.startsWith('Arch')))
    .toEqual(['Archive (copy)', 'Archive']);

  await menu(page, 'More', 'Delete');
  await expect(inList(page, 'Archive \\(copy\\)')).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(inList(page, 'Archive \\(copy\\)')).toBeVisible();

  const search = page.getByRole('searchbox', { name: 'Search profiles' });
  await page.keyboard.press('ControlOrMeta+f');
  await expect(search).toBeFocused();
  await page.keyboard.type('mx1');
  await expect.poll(names).toEqual([expect.stringContaining('Relay'), 'mx1.example.org:25']);
  await page.keyboard.press('Escape');

  await menu(page, 'Folder Customers', /^Delete the folder/);
  await expect(page.getByRole('region', { name: 'Customers' })).toHaveCount(0);
  await expect(inList(page, 'Archive').first()).toBeVisible();
});

test('dragged onto a folder of the sidebar', async ({ app: { page } }) => {
  await openProfiles(page);
  await newProfile(page, 'Relay', 'mx1.example.org:25');
  await clientOf(page).call('profiles.saveFolder', { id: null, name: 'Customers', colour: 'blue' });
  const folder = page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Customers' });
  await inList(page, 'Relay').dragTo(folder);
  await expect(folder).toHaveText(/1$/);
});

test('settings of another program come in after a look, and go out without passwords', async ({
  app: { page, electron },
  dataDir,
}) => {
  await openProfiles(page);
  await menu(page, 'Verify, import and export', /^Import/);
  const dialog = page.getByRole('dialog', { name: 'Import profiles' });
  await dialog.getByRole('textbox', { name: 'Settings' }).fill('something else');
  await press(dialog.getByRole('button', { name: 'Read' }));
  await expect(dialog.getByRole('alert')).toContainText('no form that is known');
  await dialog
    .getByRole('textbox', { name: 'Settings' })
    .fill(
      'account work\nhost mx.example.org\ntls on\nuser erika\npassword hunter2\nproxy_host p.example\naccount home\nhost h.example',
    );
  await press(dialog.getByRole('button', { name: 'Read' }));
  await expect(dialog.getByRole('list', { name: 'What was found' }).getByRole('listitem')).toHaveCount(2);
  await expect(dialog).toContainText('With a password, which is not shown');
  await expect(dialog).toContainText('Proxy_host was not taken over');
  await dialog.getByRole('checkbox', { name: 'Import home' }).press('Space');
  await dialog.getByRole('textbox', { name: 'Name' }).first().fill('At work');
  await press(dialog.getByRole('button', { name: 'Import 1 profile' }));
  await expect(field(page, 'Name')).toHaveValue('At work');
  await expect(page.getByText('In the keychain.')).toBeVisible();

  const file = join(dataDir, 'exported.json');
  await chooseNext(electron, file);
  await menu(page, 'More', /^Export/);
  await expect(page.getByText('Saved as exported.json, without passwords')).toBeVisible();
  const text = await readFile(file, 'utf8');
  expect(text).toContain('At work');
  expect(text).not.toContain('hunter2');

  await menu(page, 'Verify, import and export', /^Import/);
  await press(dialog.getByRole('button', { name: 'Choose a file…' }));
  await expect(dialog).toContainText('profiles exported from Posthorn');
  await expect(dialog).toContainText('It had a password where it was exported');
  await press(dialog.getByRole('button', { name: 'Import 1 profile' }));
  await expect(inList(page, 'At work')).toHaveCount(2);

  await menu(page, 'Copy as', 'swaks');
  await expect(page.getByText(/^Copied as swaks, without the password/)).toBeVisible();
  expect(await electron.evaluate(({ clipboard }) => clipboard.readText())).toContain('mx.example.org');
});

test('saved elsewhere meanwhile: both versions stay until one is chosen', async ({ app: { page } }) => {
  await openProfiles(page);
  await newProfile(page, 'Relay', 'mx1.example.org:25');
  const client = clientOf(page);
  const [profile] = (await client.call('profiles.list', {})).profiles;
  if (profile === undefined) throw new Error('no profile');
  await field(page, 'Notes').fill('mine');
  await client.call('profiles.save', { ...profile, content: { ...profile.content, notes: 'theirs' } });
  const conflict = page.getByRole('alert').filter({ hasText: 'saved elsewhere' });
  await expect(conflict).toBeVisible();
  await press(conflict.getByRole('button', { name: 'Keep mine as a copy' }));
  await expect(field(page, 'Name')).toHaveValue('Relay (mine)');
  await expect(field(page, 'Notes')).toHaveValue('mine');
  await press(inList(page, 'Relay').first());
  await expect(field(page, 'Notes')).toHaveValue('theirs');
});
