/** Where the window was and how large: kept when it closes, and used again where a display still shows that place. */
import { screen, type BrowserWindow, type Rectangle } from 'electron';
import * as v from 'valibot';
import { limits } from '../limits.ts';

const whole = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000));

export const WindowStateSchema = v.object({
  schema: v.literal(1),
  bounds: v.object({ x: whole, y: whole, width: whole, height: whole }),
  maximized: v.boolean(),
  /** 1 is natural size. */
  zoom: v.pipe(v.number(), v.minValue(0.25), v.maxValue(5)),
});
export type WindowState = v.InferOutput<typeof WindowStateSchema>;

/** Of the window's upper edge: enough to take hold of it. */
const VISIBLE = 60;

/** Bounds for a new window: the kept ones while enough of the title bar can be reached, else their size alone. */
export function placed(bounds: Rectangle, displays: readonly Rectangle[]): Partial<Rectangle> {
  const reachable = displays.some((area) => {
    const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
    return width >= VISIBLE && bounds.y >= area.y - 1 && bounds.y <= area.y + area.height - VISIBLE;
  });
  const { width, height } = bounds;
  return reachable ? bounds : { width, height };
}

export const workAreas = (): Rectangle[] => screen.getAllDisplays().map(({ workArea }) => workArea);

/** Calls `keep` with every change once it has settled, and at the close. What it returns is to be called for changes without an event. */
export function keepState(window: BrowserWindow, keep: (state: WindowState) => void): () => void {
  let timer: NodeJS.Timeout | null = null;
  const settle = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (window.isDestroyed() || window.isMinimized()) return;
    const { x, y, width, height } = window.getNormalBounds();
    keep({
      schema: 1,
      bounds: { x, y, width, height },
      maximized: window.isMaximized(),
      zoom: window.webContents.getZoomFactor(),
    });
  };
  const soon = (): void => {
    timer ??= setTimeout(settle, limits.window.settleMs);
  };
  window.on('resize', soon);
  window.on('move', soon);
  window.on('maximize', soon);
  window.on('unmaximize', soon);
  window.on('close', settle);
  window.on('closed', () => {
    if (timer !== null) clearTimeout(timer);
  });
  return soon;
}
