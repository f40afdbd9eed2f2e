/** What opens over the inspector or in it: menus, a list, the options of a connection. */
import { expect } from '@playwright/test';
import { inspect, inspected } from '../window/screens.ts';
import { state, type State } from './state.ts';

export function menuStates(): State[] {
  return [
    state('menu-report', async (page) => {
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
  ];
}
