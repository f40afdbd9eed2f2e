/** Screens as a first start has them, and those of the app itself: explain, settings, palette, shortcuts. */
import { expect } from '@playwright/test';
import { go, sidebar } from '../window/screens.ts';
import { state, type State } from './state.ts';

export function emptyStates(): State[] {
  return [
    {
      name: 'inspector-empty',
      picture: true,
      async show(page) {
        await expect(page.getByRole('button', { name: 'Inspect the local test server' })).toBeEnabled();
      },
    },
    state('inbox-empty', (page) => go(page, 'Test server', 'Inbox')),
    state('sessions-empty', (page) => go(page, 'Test server', 'Sessions')),
    state('history-empty', async (page) => {
      await sidebar(page, 'History').click();
      await expect(page.getByRole('heading', { name: 'No runs yet' })).toBeVisible();
    }),
    state('send-empty', (page) => go(page, 'Send test')),
  ];
}

export function appStates(): State[] {
  return [
    state('explain-empty', (page) => sidebar(page, 'Explain').click()),
    {
      name: 'explain',
      picture: true,
      async show(page) {
        await page.getByRole('button', { name: /^A mail log/ }).click();
        await expect(page.getByRole('region', { name: 'Explanation' })).toContainText('How it was read');
      },
    },
    {
      name: 'settings',
      picture: true,
      async show(page) {
        await sidebar(page, 'Settings').click();
        await expect(page.getByRole('heading', { name: 'About' })).toBeVisible();
      },
    },
    state('settings-invalid', async (page) => {
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
    {
      name: 'palette',
      picture: true,
      async show(page) {
        await go(page, 'Inspector');
        await page.keyboard.press('ControlOrMeta+k');
        await expect(page.getByRole('dialog', { name: 'Search or run' })).toBeVisible();
      },
    },
    state('shortcuts', async (page) => {
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await page.keyboard.press('F1');
      await expect(page.getByRole('dialog')).toBeVisible();
    }),
  ];
}
