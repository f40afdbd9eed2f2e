/** The test server: its listeners and their forms, its behaviour, who logs in, live sessions, a port that is taken, and stopped. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect } from '@playwright/test';
import { startTcpPeer } from '../../harness/peers/tcp-peer.ts';
import { addressOf, go, listener } from '../window/screens.ts';
import { behaviourStates } from './behaviour.ts';
import { state, type States } from './state.ts';

export async function serverStates(): Promise<States> {
  const taken = await startTcpPeer();
  let guest: Socket | null = null;
  return {
    list: [
      { name: 'listeners', picture: true, show: (page) => go(page, 'Test server', 'Listeners') },
      ...behaviourStates(),
      state('connect-dialog', async (page) => {
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
      state('sessions-live', async (page) => {
        await go(page, 'Test server', 'Listeners');
        const { port } = await addressOf(listener(page, 'SMTP, STARTTLS offered'));
        guest = connect(port, '127.0.0.1');
        await once(guest, 'data');
        guest.write('EHLO still-here.example\r\nMAIL FROM:<nobody\r\n');
        await go(page, 'Test server', 'Sessions');
        const row = page.getByRole('listbox', { name: 'Sessions' }).getByRole('option').first();
        await expect(row).toContainText('in progress');
        await row.click();
        await expect(page.getByRole('log', { name: 'Transcript' })).toContainText('still-here.example');
      }),
      state('sessions-refused', async (page) => {
        await page.getByRole('radio', { name: 'Refused or broken off' }).check({ force: true });
        await expect(page.getByRole('listbox', { name: 'Sessions' }).getByRole('option').first()).toContainText(
          '1 refused',
        );
      }),
      state('listeners-many', async (page) => {
        await go(page, 'Test server', 'Listeners');
        for (let count = 4; count <= 7; count += 1) {
          await page.getByRole('button', { name: 'Add listener' }).click();
          await page.getByRole('button', { name: 'Add', exact: true }).click();
          await expect(page.getByRole('article')).toHaveCount(count);
        }
      }),
      state('listener-failed', async (page) => {
        await go(page, 'Test server', 'Listeners');
        const card = listener(page, 'LMTP, no TLS');
        await card.getByRole('button', { name: 'Change port…' }).click();
        await card.getByRole('textbox', { name: 'Port' }).fill(String(taken.port));
        await card.getByRole('button', { name: 'Change', exact: true }).click();
        await expect(card).toContainText('Cannot listen');
      }),
      state('server-stopped', async (page) => {
        await page.getByRole('button', { name: 'Stop', exact: true }).click();
        await expect(page.getByRole('status').filter({ hasText: 'stopped' })).toBeVisible();
      }),
    ],
    close: async () => {
      guest?.destroy();
      await taken.close();
    },
  };
}
