/**
 * The menu bar. What the window knows as actions is asked of the window, by id; the rest are the system's own roles. No reload,
 * no developer tools: this is a tool, not a browser.
 */
import { Menu, type MenuItemConstructorOptions } from 'electron';
import { menuActions, type MenuAction } from '../../texts/app/menu-actions.ts';

const accelerators: Readonly<Partial<Record<MenuAction, string>>> = {
  'go-inspector': 'CmdOrCtrl+1',
  'go-send': 'CmdOrCtrl+2',
  'go-server': 'CmdOrCtrl+3',
  'go-inbox': 'CmdOrCtrl+4',
  'go-history': 'CmdOrCtrl+5',
  'go-profiles': 'CmdOrCtrl+6',
  'go-surveys': 'CmdOrCtrl+7',
  'go-explain': 'CmdOrCtrl+E',
  'go-settings': 'CmdOrCtrl+,',
  palette: 'CmdOrCtrl+K',
  target: 'CmdOrCtrl+L',
  run: 'CmdOrCtrl+Enter',
  'find-port': 'CmdOrCtrl+Shift+F',
  'send-here': 'CmdOrCtrl+T',
  search: 'CmdOrCtrl+F',
  'copy-for-ticket': 'CmdOrCtrl+Shift+C',
  'save-report': 'CmdOrCtrl+S',
  'new-profile': 'CmdOrCtrl+N',
  'zoom-in': 'CmdOrCtrl+Plus',
  'zoom-out': 'CmdOrCtrl+-',
  'zoom-reset': 'CmdOrCtrl+0',
};

const separator: MenuItemConstructorOptions = { type: 'separator' };

export function setMenu(choose: (action: MenuAction) => void): void {
  const item = (id: MenuAction): MenuItemConstructorOptions => {
    const accelerator = accelerators[id];
    return {
      id,
      label: menuActions[id],
      click: () => choose(id),
      ...(accelerator === undefined ? {} : { accelerator }),
    };
  };
  const items = (...ids: MenuAction[]): MenuItemConstructorOptions[] => ids.map(item);
  const mac = process.platform === 'darwin';
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      mac ? { role: 'appMenu' } : { label: '&File', submenu: [item('go-settings'), separator, { role: 'quit' }] },
      { role: 'editMenu' },
      {
        label: '&Go',
        submenu: [
          item('palette'),
          separator,
          ...items('go-inspector', 'go-send', 'go-surveys', 'go-explain', 'go-profiles', 'go-history'),
          separator,
          ...items('go-server', 'go-inbox', 'go-sessions', 'go-listeners'),
          ...(mac ? [separator, item('go-settings')] : []),
        ],
      },
      {
        label: '&Session',
        submenu: [
          ...items('target', 'connection-options', 'run', 'run-implicit-tls', 'find-port', 'stop'),
          separator,
          ...items('make-experiment', 'explain-reply'),
          separator,
          ...items('inspect-local', 'send-here', 'open-console'),
          separator,
          ...items('search', 'copy-for-ticket', 'save-report'),
          separator,
          ...items('new-profile', 'import-profiles'),
          separator,
          ...items('server-start', 'server-stop'),
        ],
      },
      {
        label: '&View',
        submenu: [
          { label: 'Theme', submenu: items('theme-system', 'theme-light', 'theme-dark') },
          separator,
          ...items('zoom-in', 'zoom-out', 'zoom-reset'),
          separator,
          { role: 'togglefullscreen' },
        ],
      },
      { role: 'windowMenu' },
      { role: 'help', submenu: [item('shortcuts')] },
    ]),
  );
}
