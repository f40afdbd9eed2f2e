/**
 * The menu bar. What the window knows as actions is made of their list and asked of the window, by id; the rest are the system's own
 * roles. No reload, no developer tools: this is a tool, not a browser.
 */
import { Menu, type MenuItemConstructorOptions } from 'electron';
import { menuSections, type ActionId, type ActionInfo, type MenuName } from '../../texts/app/actions.ts';

const separator: MenuItemConstructorOptions = { type: 'separator' };

/** Keys without Ctrl or Cmd would be taken from whoever types. */
function acceleratorOf([first]: readonly string[]): string | null {
  return first?.startsWith('Mod+') === true ? `CmdOrCtrl+${first.slice(4).replace(/\+$/, 'Plus')}` : null;
}

export function setMenu(choose: (action: ActionId) => void): void {
  const item = ({ id, keys, menu }: ActionInfo): MenuItemConstructorOptions => {
    const accelerator = acceleratorOf(keys);
    return {
      id,
      label: menu?.[2] ?? '',
      click: () => choose(id),
      ...(accelerator === null ? {} : { accelerator }),
    };
  };
  const entries = (menu: MenuName): MenuItemConstructorOptions[] =>
    menuSections(menu).flatMap((actions, at) => [...(at === 0 ? [] : [separator]), ...actions.map(item)]);
  const mac = process.platform === 'darwin';
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      mac ? { role: 'appMenu' } : { label: '&File', submenu: [...entries('Settings'), separator, { role: 'quit' }] },
      { role: 'editMenu' },
      { label: '&Go', submenu: [...entries('Go'), ...(mac ? [separator, ...entries('Settings')] : [])] },
      { label: '&Session', submenu: entries('Session') },
      {
        label: '&View',
        submenu: [
          { label: 'Theme', submenu: entries('Theme') },
          separator,
          ...entries('View'),
          separator,
          { role: 'togglefullscreen' },
        ],
      },
      { role: 'windowMenu' },
      { role: 'help', submenu: entries('Help') },
    ]),
  );
}
