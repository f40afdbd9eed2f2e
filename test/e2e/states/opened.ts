/** What opens over a screen or in it: menus, lists, forms, dialogs, and messages with an undo. */
import { expect } from '@playwright/test';
import { go, inspect, inspected, listener, messages, sidebar } from '../window/screens.ts';
import { state, type State } from './state.ts';

export function openedStates(): State[] {
  return [
    state('menu-report', async (page) => {
      await go(page, 'Inspector');
      await inspect(page, 'no-such-host.invalid');
      await inspected(page);
      await page.getByRole('button', { name: 'Save report' }).click();
      await expect(page.getByRole('menuitem', { name: /^Markdown/ })).toBeVisible();
    }),
    state('menu-transcript', async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('tab', { name: 'Transcript' }).click();
      await page.getByRole('button', { name: 'Transcript', exact: true }).click();
      await expect(page.getByRole('menuitem', { name: 'Copy transcript' })).toBeVisible();
    }),
    state('select-open', async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('combobox', { name: /^Security/ }).click();
      await expect(page.getByRole('option', { name: /^Implicit TLS/ })).toBeVisible();
    }),
    state('inspector-options', async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Connection options' }).click();
      await page.getByRole('textbox', { name: 'Proxy', exact: true }).fill('http://ann:secret@proxy.example.org');
      await page.getByRole('checkbox', { name: /^Go on after a failed/ }).check();
      await expect(page.getByText('The password has its own field')).toBeVisible();
    }),
    state('connect-dialog', async (page) => {
      await page.getByRole('button', { name: 'Reset all' }).click();
      await page.getByRole('button', { name: 'Connection options' }).click();
      await go(page, 'Test server', 'Listeners');
      await listener(page, 'SMTP, STARTTLS offered').getByRole('button', { name: 'Connect a program…' }).click();
      await expect(page.getByRole('dialog', { name: /^Send to SMTP/ })).toBeVisible();
    }),
    state('connect-dialog-program', async (page) => {
      await page.getByRole('listbox', { name: 'Programs' }).getByRole('option', { name: 'Django' }).click();
      await expect(page.getByRole('region', { name: 'Settings for Django' })).toContainText('EMAIL_HOST');
    }),
    state('listener-form', async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Add listener' }).click();
      await page.getByRole('textbox', { name: /^Address and port/ }).fill('0.0.0.0:70000');
      await expect(page.getByRole('button', { name: 'Add', exact: true })).toBeDisabled();
    }),
    state('listener-port', async (page) => {
      await page.getByRole('button', { name: 'Cancel' }).click();
      const card = listener(page, 'LMTP, no TLS');
      await card.getByRole('button', { name: 'Change port…' }).click();
      await card.getByRole('textbox', { name: 'Port' }).fill('99999');
      await expect(card.getByText('A port is a number up to 65535')).toBeVisible();
    }),
    state('server-users', async (page) => {
      await page.getByRole('button', { name: 'Cancel' }).click();
      const section = page.getByRole('region', { name: 'Who may log in' });
      await section.getByText('Its users', { exact: true }).click();
      await section.getByRole('textbox', { name: 'User name' }).fill('scanner-3rd-floor@example.org');
      await section.getByRole('button', { name: 'Add user' }).click();
      await section.getByText(/^Mechanisms:/).click();
      await expect(section.locator('code')).toBeVisible();
    }),
    state('inbox-undo', async (page) => {
      await page.getByRole('region', { name: 'Who may log in' }).getByText('Anybody', { exact: true }).click();
      await go(page, 'Test server', 'Inbox');
      await messages(page).filter({ hasText: 'Reset your password' }).click();
      await page.getByRole('button', { name: 'Delete message' }).click();
      await expect(page.getByRole('button', { name: /^Undo/ })).toBeVisible();
    }),
    state('inbox-remote', async (page) => {
      await page.getByRole('button', { name: /^Undo/ }).click();
      await messages(page).filter({ hasText: 'Invoice 2041' }).click();
      await page.getByRole('tab', { name: 'HTML' }).click();
      await page.getByText(/none loaded/).click();
      await expect(page.getByText('https://track.example.net/open.gif')).toBeVisible();
    }),
    state('inbox-headers-raw', async (page) => {
      await page.getByRole('tab', { name: /^Headers/ }).click();
      await page.getByRole('button', { name: 'Raw', exact: true }).click();
      await expect(page.getByRole('tabpanel').last()).toContainText('Content-Type: multipart/mixed');
    }),
    state('history-failed', async (page) => {
      await sidebar(page, 'History').click();
      const runs = page.getByRole('listbox', { name: 'Past runs' }).getByRole('option');
      await runs.filter({ hasText: /not accepted/ }).click();
      await expect(page.getByRole('main')).toContainText('535 5.7.8');
    }),
    state('history-sent', async (page) => {
      const runs = page.getByRole('listbox', { name: 'Past runs' }).getByRole('option');
      await runs
        .filter({ hasText: /In part/ })
        .first()
        .click();
      await expect(page.getByRole('row').filter({ hasText: 'member5@' })).toContainText('not now');
    }),
    state('history-stopped', async (page) => {
      const runs = page.getByRole('listbox', { name: 'Past runs' }).getByRole('option');
      await runs
        .filter({ hasText: /Stopped/ })
        .first()
        .click();
      await expect(page.getByRole('main').getByRole('heading', { name: 'Stopped' })).toBeVisible();
    }),
    state('history-nothing-found', async (page) => {
      await page.getByRole('searchbox', { name: 'Search past runs' }).fill('no run holds this');
      await expect(page.getByText('Nothing found')).toBeVisible();
    }),
    state('settings-invalid', async (page) => {
      await page.getByRole('searchbox', { name: 'Search past runs' }).fill('');
      await sidebar(page, 'Settings').click();
      const field = page.getByRole('textbox', { name: 'EHLO name' });
      await field.fill('two words');
      await field.press('Enter');
      await expect(field).toHaveAccessibleDescription(/host name|name/i);
      await expect(field).toHaveAttribute('aria-invalid', 'true');
    }),
    state('palette-nothing', async (page) => {
      const field = page.getByRole('textbox', { name: 'EHLO name' });
      await field.fill('workstation.example.net');
      await field.press('Enter');
      await expect(field).not.toHaveAttribute('aria-invalid', 'true');
      await page.keyboard.press('ControlOrMeta+k');
      await page.keyboard.type('no action is called this');
      await expect(page.getByText(/^Nothing is called/)).toBeVisible();
    }),
    state('palette-closed', async (page) => {
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }),
  ];
}
