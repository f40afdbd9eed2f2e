/**
 * An HTML message opened as a user opens it, by a click in the list, and looked for where the user looks: on the display. The
 * view that shows it is no part of the page, so that no picture of the page can tell.
 */
import type { Locator, Page } from '@playwright/test';
import { expect, test, type RunningApp } from '../window/app.ts';
import { framebuffer, grab, resizeWindow, type Area, type Rgb } from '../window/display.ts';
import { deliver, html, shownAddress } from './mail.ts';
import { go, messages } from '../window/screens.ts';

test.skip(framebuffer === null, 'only the virtual display of npm test can be read');

const paper: Rgb = [18, 184, 160];
const painted = (subject: string): string =>
  html(`<body style="margin:0;background:rgb(${paper.join()})"><div style="height:3000px">`, subject);

const kept = (page: Page): Locator => page.getByRole('img', { name: 'The message as its HTML shows it' });

async function placeOf(page: Page): Promise<Area> {
  const box = await kept(page).boundingBox();
  if (box === null) throw new Error('no place is kept for the message');
  const [x, y] = [Math.ceil(box.x), Math.ceil(box.y)];
  return { x, y, width: Math.floor(box.x + box.width) - x, height: Math.floor(box.y + box.height) - y };
}

/** Of the place that the page keeps for the message, as much as shows it. Its scroll bar takes a little. */
const shown = async ({ page, electron }: RunningApp): Promise<number> =>
  (await grab(electron)).share(await placeOf(page), paper);

/** Something of the page that lies over the place, as menus do; answers how it goes again. */
async function lay(page: Page, area: Area): Promise<() => Promise<void>> {
  const menu = await page.evaluateHandle(({ x, y, width, height }) => {
    const element = document.createElement('div');
    Object.assign(element.style, {
      position: 'fixed',
      zIndex: '1000',
      background: 'rgb(200, 30, 60)',
      left: `${x}px`,
      top: `${y}px`,
      width: `${width}px`,
      height: `${height}px`,
    });
    document.body.append(element);
    return element;
  }, area);
  return () => menu.evaluate((element) => element.remove());
}

for (const [width, height] of [
  [900, 600],
  [1280, 800],
  [1920, 1080],
] as const) {
  test(`an HTML message is seen in a window of ${width} by ${height}, under nothing and beside everything`, async ({
    app,
  }) => {
    const { page, electron } = app;
    await resizeWindow(electron, width, height);
    await page.waitForFunction((wide) => innerWidth === wide, width);
    await deliver(page, painted('Painted'));
    await go(page, 'Test server', 'Inbox');
    await messages(page).filter({ hasText: 'Painted' }).click();
    await expect.poll(() => shown(app)).toBeGreaterThan(0.95);
    const address = await shownAddress(electron);

    await page.getByRole('button', { name: 'Search or run' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expect.poll(() => shown(app)).toBe(0);
    await page.keyboard.press('Escape');
    await expect.poll(() => shown(app)).toBeGreaterThan(0.95);

    // As wide as the narrowest menu: nowhere in the place does it go under the message.
    const place = await placeOf(page);
    for (const [across, down] of [
      [0.02, 0.05],
      [0.5, 0.5],
      [0.7, 0.8],
    ] as const) {
      const menu = {
        x: Math.round(place.x + across * place.width),
        y: Math.round(place.y + down * place.height),
        width: 60,
        height: 30,
      };
      const remove = await lay(page, menu);
      // But for the pointer of the display, which may lie over it.
      await expect.poll(async () => (await grab(electron)).share(menu, [200, 30, 60])).toBeGreaterThan(0.8);
      await remove();
      await expect.poll(() => shown(app)).toBeGreaterThan(0.95);
    }
    // It was the same view all the time: a message is not loaded again, and stays scrolled where it was.
    expect(await shownAddress(electron)).toBe(address);

    // After another tab it is gone, and comes back with its own.
    await page.getByRole('tab', { name: 'Source' }).click();
    await expect.poll(() => shownAddress(electron)).toBeNull();
    await page.getByRole('tab', { name: 'HTML' }).click();
    await expect.poll(() => shown(app)).toBeGreaterThan(0.95);
  });
}
