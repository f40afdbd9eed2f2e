/** The test server with a fault script: the list of them, and one in force with its explanation. */
import { expect, type Page } from '@playwright/test';
import { state, type State } from './state.ts';

const behaviour = (page: Page) => page.getByRole('combobox', { name: /^Behaviour of the test server/ });

async function choose(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('option', { name }).click();
  await expect(page.getByRole('listbox', { name: 'Behaviour of the test server' })).toHaveCount(0);
}

export function behaviourStates(): State[] {
  return [
    state('behaviour-list', async (page) => {
      await behaviour(page).click();
      await expect(page.getByRole('option', { name: /^busy/ })).toBeVisible();
    }),
    {
      name: 'behaviour',
      picture: true,
      async show(page) {
        await choose(page, /^session-limit/);
        await expect(page.getByRole('region', { name: 'What will happen' })).toContainText('after the first 3 times');
      },
    },
    state('behaviour-usual', async (page) => {
      await behaviour(page).click();
      await choose(page, /^As usual/);
      await expect(page.getByRole('region', { name: 'What will happen' })).toHaveCount(0);
    }),
  ];
}
