/** Windows of any size and zoom, and what of a screen does not fit into them. */
import type { ElectronApplication, Page } from '@playwright/test';

export interface Size {
  readonly width: number;
  readonly height: number;
  readonly zoom: number;
}

export async function resize(
  { electron, page }: { electron: ElectronApplication; page: Page },
  size: Size,
): Promise<void> {
  await electron.evaluate(({ BrowserWindow }, { width, height, zoom }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.webContents.setZoomFactor(zoom);
    window?.setContentSize(width, height);
  }, size);
  await page.waitForFunction(({ width, zoom }) => Math.abs(innerWidth - Math.round(width / zoom)) <= 1, size);
}

/** What is wrong with the layout, one line each. */
export async function misplaced(page: Page): Promise<string[]> {
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
