/** The inspector while it runs and at each end, and the same runs in the history. */
import { expect } from '@playwright/test';
import { choosy, startPeer } from '../peers/peer.ts';
import { go, inspect, inspected, sidebar, verdict } from '../window/screens.ts';
import { state, type States } from './state.ts';

export async function inspectorStates(): Promise<States> {
  const refusing = await choosy('mail.example.com');
  const silent = await startPeer(null, () => null);
  return {
    list: [
      {
        name: 'inspector-ok',
        picture: true,
        async show(page) {
          await go(page, 'Inspector');
          await page.getByRole('button', { name: 'Inspect the local test server' }).click();
          await inspected(page);
          await expect(verdict(page)).toHaveText(/answers over TLSv1\.3$/);
        },
      },
      {
        name: 'inspector-tls',
        picture: true,
        show: (page) => page.getByRole('tab', { name: 'TLS' }).click(),
      },
      state('inspector-auth', (page) => page.getByRole('tab', { name: 'Auth' }).click()),
      state('inspector-unknown-host', async (page) => {
        await inspect(page, 'no-such-host.invalid');
        await inspected(page);
      }),
      state('inspector-running', async (page) => {
        await inspect(page, `127.0.0.1:${silent.port}`);
        await expect(page.getByRole('button', { name: /^Stop/ })).toBeEnabled();
      }),
      state('inspector-stopped', async (page) => {
        await page.getByRole('button', { name: /^Stop/ }).click();
        await inspected(page);
      }),
      {
        name: 'inspector-failed',
        picture: true,
        async show(page) {
          await page.getByRole('button', { name: 'Login' }).click();
          await page.getByRole('textbox', { name: 'User name' }).fill('alice@example.com');
          await page.getByLabel('Password', { exact: true }).fill('not the password');
          await page.getByLabel('Send the password even where').check();
          await inspect(page, `127.0.0.1:${refusing.port}`);
          await inspected(page);
          await page.getByRole('tab', { name: 'Transcript' }).click();
          await expect(page.getByRole('log', { name: 'Transcript' })).toContainText('220 mail.example.com');
          await expect(page.getByRole('main')).toContainText('535 5.7.8');
        },
      },
      {
        name: 'history',
        picture: true,
        async show(page) {
          await sidebar(page, 'History').click();
          const runs = page.getByRole('listbox', { name: 'Past runs' }).getByRole('option');
          await expect(runs).toHaveCount(4);
          await runs
            .filter({ hasText: /answers over TLS/ })
            .first()
            .click();
          await expect(page.getByRole('log', { name: 'Transcript' })).toContainText('EHLO');
        },
      },
      state('history-failed', async (page) => {
        const runs = page.getByRole('listbox', { name: 'Past runs' }).getByRole('option');
        await runs.filter({ hasText: /not accepted/ }).click();
        await expect(page.getByRole('main')).toContainText('535 5.7.8');
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
      {
        name: 'start',
        picture: true,
        async show(page) {
          await page.getByTitle('Start', { exact: true }).click();
          const start = page.getByRole('region', { name: 'Start' });
          await expect(start).toContainText('no-such-host.invalid');
        },
      },
    ],
    close: async () => {
      await Promise.all([refusing.close(), silent.close()]);
    },
  };
}
