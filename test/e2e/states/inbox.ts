/** The inbox with its messages, from each side, their sessions, and with many. */
import { expect, type Page } from '@playwright/test';
import { deliver, deliverMany } from '../peers/deliveries.ts';
import { addressOf, go, listener, messages } from '../window/screens.ts';
import { state, type State } from './state.ts';

const MESSAGES = 120;

export function inboxStates(): State[] {
  return [
    {
      name: 'inbox',
      picture: true,
      async show(page) {
        await go(page, 'Test server', 'Listeners');
        const { port } = await addressOf(listener(page, 'SMTP, STARTTLS offered'));
        await deliver(port);
        await go(page, 'Test server', 'Inbox');
        await expect(messages(page)).toHaveCount(6);
        await messages(page).filter({ hasText: 'Invoice 2041' }).click();
        await page.getByRole('tablist', { name: 'Message' }).getByRole('tab', { name: 'Text' }).click();
        await expect(page.getByRole('heading', { name: /^Invoice 2041/ })).toBeVisible();
      },
    },
    ...['HTML', 'Headers', 'Parts', 'Source', 'Session'].map((tab) => ({
      name: `inbox-${tab.toLowerCase()}`,
      picture: tab === 'Parts',
      show: (page: Page) =>
        page
          .getByRole('tablist', { name: 'Message' })
          .getByRole('tab', { name: tab, exact: tab !== 'Headers' })
          .click(),
    })),
    state('inbox-nothing-found', async (page) => {
      await page.getByRole('searchbox', { name: 'Search messages' }).fill('no message holds this');
      await expect(page.getByText('Nothing found')).toBeVisible();
    }),
    {
      name: 'sessions',
      picture: true,
      async show(page) {
        await page.getByRole('searchbox', { name: 'Search messages' }).fill('');
        await go(page, 'Test server', 'Sessions');
        await page.getByRole('listbox', { name: 'Sessions' }).getByRole('option').first().click();
        await expect(page.getByRole('log', { name: 'Transcript' })).toContainText('EHLO app.example.net');
      },
    },
    state('inbox-undo', async (page) => {
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
    state('inbox-many', async (page) => {
      await go(page, 'Test server', 'Listeners');
      const { port } = await addressOf(listener(page, 'SMTP, STARTTLS offered'));
      await deliverMany(port, MESSAGES);
      await go(page, 'Test server', 'Inbox');
      await expect(page.getByText(/^1\d\d messages$/)).toBeVisible();
      await expect(messages(page).first()).toContainText(`Report ${MESSAGES} of ${MESSAGES}`);
      expect(await messages(page).count()).toBeLessThan(MESSAGES);
    }),
  ];
}
