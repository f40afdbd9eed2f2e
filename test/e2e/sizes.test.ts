/**
 * Small windows, huge ones and every zoom: nothing leaves the window sideways, what can be pressed can be reached, and axe finds
 * nothing where the layout is another one.
 */
import type { Page } from '@playwright/test';
import { axeProblems, loadAxe } from './window/axe.ts';
import { expect, test } from './window/app.ts';
import { misplaced, resize, type Size } from './window/layout.ts';
import { go, inspected, sidebar } from './window/screens.ts';

test.setTimeout(180_000);

const sizes: readonly (Size & { readonly axe: boolean })[] = [
  { width: 900, height: 600, zoom: 1, axe: true },
  { width: 1280, height: 800, zoom: 2, axe: true },
  { width: 900, height: 600, zoom: 2, axe: false },
  { width: 1280, height: 800, zoom: 0.8, axe: false },
  { width: 3840, height: 2160, zoom: 1, axe: false },
];

const screens: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  inspector: (page) => go(page, 'Inspector'),
  send: (page) => go(page, 'Send test'),
  surveys: (page) => sidebar(page, 'Surveys').click(),
  explain: (page) => sidebar(page, 'Explain').click(),
  inbox: (page) => go(page, 'Test server', 'Inbox'),
  sessions: (page) => go(page, 'Test server', 'Sessions'),
  listeners: (page) => go(page, 'Test server', 'Listeners'),
  history: (page) => sidebar(page, 'History').click(),
  settings: (page) => sidebar(page, 'Settings').click(),
};

test('every screen holds together in small and large windows and at every zoom', async ({ app }) => {
  const { page } = app;
  await page.getByRole('button', { name: 'Inspect the local test server' }).click();
  await inspected(page);
  await go(page, 'Send test');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('button', { name: 'Show in inbox' }).click();
  await page.getByRole('listbox', { name: 'Messages' }).getByRole('option').first().click();
  await go(page, 'Test server', 'Sessions');
  await page.getByRole('listbox', { name: 'Sessions' }).getByRole('option').first().click();
  await sidebar(page, 'History').click();
  await page.getByRole('listbox', { name: 'Past runs' }).getByRole('option').first().click();
  await loadAxe(page);
  for (const size of sizes) {
    await test.step(`${size.width}x${size.height} at ${size.zoom * 100} %`, async () => {
      await resize(app, size);
      for (const [name, show] of Object.entries(screens)) {
        await show(page);
        expect.soft(await misplaced(page), `${name}, ${size.width}x${size.height} at ${size.zoom}`).toEqual([]);
        if (size.axe) expect.soft(await axeProblems(page), `${name}, ${size.width}x${size.height}`).toEqual([]);
      }
    });
  }
});
