/**
 * Small windows, huge ones and every zoom: nothing leaves the window sideways, what can be pressed can be reached, and axe finds
 * nothing where the layout is another one.
 */
import type { ElectronApplication, Page } from '@playwright/test';
import { axeProblems, loadAxe } from './window/axe.ts';
import { expect, test } from './window/app.ts';
import { go, inspected, sidebar } from './window/screens.ts';

test.setTimeout(180_000);

interface Size {
  readonly width: number;
  readonly height: number;
  readonly zoom: number;
}

const sizes: readonly (Size & { readonly axe: boolean })[] = [
  { width: 900, height: 600, zoom: 1, axe: true },
  { width: 1280, height: 800, zoom: 2, axe: true },
  { width: 900, height: 600, zoom: 2, axe: false },
  { width: 1280, height: 800, zoom: 0.8, axe: false },
  { width: 3840, height: 2160, zoom: 1, axe: false },
];

async function resize({ electron, page }: { electron: ElectronApplication; page: Page }, size: Size): Promise<void> {
  await electron.evaluate(({ BrowserWindow }, { width, height, zoom }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.webContents.setZoomFactor(zoom);
    window?.setContentSize(width, height);
  }, size);
  await page.waitForFunction(({ width, zoom }) => Math.abs(innerWidth - Math.round(width / zoom)) <= 1, size);
}

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

/** What is wrong with the layout, one line each. */
async function misplaced(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > innerWidth) found.push(`the page is ${root.scrollWidth} wide in a window of ${innerWidth}`);
    const name = (element: Element): string =>
      `${element.tagName.toLowerCase()} ${(element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40)}`;
    const scrollsSideways = (element: Element): boolean => {
      for (let at = element.parentElement; at !== null; at = at.parentElement) {
        if (at.scrollWidth > at.clientWidth && ['auto', 'scroll'].includes(getComputedStyle(at).overflowX)) return true;
      }
      return false;
    };
    for (const element of document.querySelectorAll('button, input, textarea, h1, h2, [role="tab"], [role="option"]')) {
      const box = element.getBoundingClientRect();
      if (!element.checkVisibility() || box.width === 0 || element.closest('.visually-hidden') !== null) continue;
      if ((box.left < -1 || box.right > innerWidth + 1) && !scrollsSideways(element))
        found.push(
          `${name(element)} reaches from ${Math.round(box.left)} to ${Math.round(box.right)} of ${innerWidth}`,
        );
      if (box.height < 10) found.push(`${name(element)} is ${Math.round(box.height)} high`);
      // In sight, and yet something else lies over its middle.
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      const top = x > 0 && y > 0 && x < innerWidth && y < innerHeight ? document.elementFromPoint(x, y) : null;
      const covered = top !== null && !element.contains(top) && !top.contains(element) && top.closest('label') === null;
      const cut =
        element.closest('.room') !== null && y > (element.closest('.room')?.getBoundingClientRect().bottom ?? 0);
      if (covered && !cut && ['BUTTON', 'INPUT', 'TEXTAREA'].includes(element.tagName) && !clipped(element, y))
        found.push(`${name(element)} is covered by ${name(top)}`);
    }
    return [...new Set(found)];

    /** Scrolled out of a part that scrolls. */
    function clipped(element: Element, y: number): boolean {
      for (let at = element.parentElement; at !== null; at = at.parentElement) {
        const box = at.getBoundingClientRect();
        if (getComputedStyle(at).overflowY !== 'visible' && (y < box.top || y > box.bottom)) return true;
      }
      return false;
    }
  });
}

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
