/** Where a context menu opens: where the mouse points, or at the row that is chosen where a key asks for it. */
export interface MenuPoint {
  readonly x: number;
  readonly y: number;
}

/** Menu key, or Shift+F10 where there is none. */
export const asksForMenu = (event: Pick<KeyboardEvent, 'key' | 'shiftKey'>): boolean =>
  event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);

/** Some way into the row, below its text. */
export function pointOf(row: Element): MenuPoint {
  const { left, bottom, width } = row.getBoundingClientRect();
  return { x: left + Math.min(120, width / 4), y: bottom };
}
