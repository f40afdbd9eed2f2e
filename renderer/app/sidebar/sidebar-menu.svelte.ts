/** The one context menu of the sidebar: what can be done with the entry that is pointed at, or that has the focus. */
import { createContext } from 'svelte';
import type { MenuItem } from '../../ui/overlay/menu-item.ts';
import { asksForMenu, pointOf, type MenuPoint } from '../../ui/overlay/context-point.ts';

export class SidebarMenu {
  at: MenuPoint | null = $state.raw(null);
  label = $state('');
  items: readonly MenuItem[] = $state.raw([]);

  /** By the other mouse button, or by Shift+F10 and the menu key; answers whether it was that. */
  open(event: MouseEvent | KeyboardEvent, label: string, items: readonly MenuItem[]): boolean {
    const pointed = event instanceof MouseEvent;
    if (!pointed && !asksForMenu(event)) return false;
    if (items.length === 0 || !(event.currentTarget instanceof Element)) return false;
    event.preventDefault();
    this.label = label;
    this.items = items;
    // What the menu key makes the system send points nowhere.
    const nowhere = pointed && event.clientX === 0 && event.clientY === 0;
    this.at = pointed && !nowhere ? { x: event.clientX, y: event.clientY } : pointOf(event.currentTarget);
    return true;
  }
}

const [getSidebarMenu, setSidebarMenu] = createContext<SidebarMenu>();
export { getSidebarMenu, setSidebarMenu };
