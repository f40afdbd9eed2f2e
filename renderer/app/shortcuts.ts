/** The keyboard map in one place: what a key press means, and how it is written beside the thing it does. */
export type Shortcut = 'inspector' | 'send' | 'server' | 'target' | 'run' | 'stop' | 'search' | 'copy-for-ticket';

/** Only what is asked of the event, so that the map can be tested without a browser. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

const withModifier: Readonly<Record<string, Shortcut>> = {
  '1': 'inspector',
  '2': 'send',
  '3': 'server',
  l: 'target',
  r: 'run',
  enter: 'run',
  f: 'search',
};

export function shortcutOf(press: KeyPress, mac: boolean): Shortcut | null {
  if (press.key === 'Escape') return 'stop';
  const modifier = mac ? press.metaKey && !press.ctrlKey : press.ctrlKey && !press.metaKey;
  if (!modifier || press.altKey) return null;
  const key = press.key.toLowerCase();
  if (press.shiftKey) return key === 'c' ? 'copy-for-ticket' : null;
  return Object.hasOwn(withModifier, key) ? (withModifier[key] ?? null) : null;
}

const keys: Readonly<Record<Shortcut, string>> = {
  inspector: 'Ctrl+1',
  send: 'Ctrl+2',
  server: 'Ctrl+3',
  target: 'Ctrl+L',
  run: 'Ctrl+R',
  stop: 'Esc',
  search: 'Ctrl+F',
  'copy-for-ticket': 'Ctrl+Shift+C',
};

export function shortcutText(shortcut: Shortcut, mac: boolean): string {
  return mac ? keys[shortcut].replace('Ctrl', 'Cmd') : keys[shortcut];
}

export const isMac = (platform: string): boolean => /mac|darwin/i.test(platform);
