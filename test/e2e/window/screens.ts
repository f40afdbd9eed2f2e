/** The window by what a user calls its parts, so that the tests read as what is done. */
import { expect, type Locator, type Page } from '@playwright/test';

export type Screen = 'Inspector' | 'Send test' | 'Test server' | 'Settings';
export type ServerTab = 'Inbox' | 'Sessions' | 'Listeners';

export const sidebar = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: new RegExp(`^${name}`) });

export async function go(page: Page, screen: Screen, tab?: ServerTab): Promise<void> {
  await sidebar(page, screen).click();
  // All its fields at once; what is tried step by step is in send/wizard.test.ts.
  if (screen === 'Send test') await page.getByText('One page', { exact: true }).click();
  if (tab !== undefined) await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
}

/** One sentence about how a run ended. */
export const verdict = (page: Page): Locator => page.getByRole('main').getByRole('heading', { level: 1 });

export async function inspect(page: Page, target: string): Promise<void> {
  await go(page, 'Inspector');
  await page.getByRole('textbox', { name: 'Server', exact: true }).fill(target);
  await page.getByRole('button', { name: RUN }).click();
}

/** What starts an inspection: in the bar of one server, or at the start. */
export const RUN = /^(Run|Inspect)$/;

/** From the start to the bar of one server, with its choices and options. */
export async function openBar(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Connection options' }).click();
  await expect(page.getByRole('region', { name: 'Start' })).toHaveCount(0);
}

/** Waits for the end: the button that starts is back. */
export async function inspected(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Copy for ticket' })).toBeVisible();
}

export const listener = (page: Page, name: string): Locator => page.getByRole('article', { name });

/** The address on a listener's card, as host and port. */
export async function addressOf(card: Locator): Promise<{ host: string; port: number }> {
  const text = await card.locator('code').innerText();
  const [host = '', port = ''] = text.split(':');
  return { host, port: Number(port) };
}

export const messages = (page: Page): Locator => page.getByRole('listbox', { name: 'Messages' }).getByRole('option');
