/** What a key press means, by the keys of the action list, and how a key is written beside the thing it does. */
import { ACTIONS, actionInfo, type ActionId } from '../../../electron/texts/app/actions.ts';

/** Only what is asked of the event, so that the map can be tested without a browser. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

interface Chord {
  readonly key: string;
  readonly mod: boolean;
  readonly shift: boolean;
}

/** 'Mod++' is Mod and the plus sign. */
const partsOf = (keys: string): string[] =>
  keys.endsWith('+') ? [...keys.slice(0, -1).split('+').filter(Boolean), '+'] : keys.split('+');

function chord(keys: string): Chord {
  const parts = partsOf(keys);
  return { key: parts.at(-1)?.toLowerCase() ?? '', mod: parts.includes('Mod'), shift: parts.includes('Shift') };
}

const chords = ACTIONS.flatMap(({ id, keys }) => keys.map((each) => ({ id, chord: chord(each) })));

export function shortcutOf(press: KeyPress, mac: boolean): ActionId | null {
  if (press.altKey) return null;
  const mod = mac ? press.metaKey : press.ctrlKey;
  // The other modifier makes it something else, such as a shortcut of the desktop.
  if (mac ? press.ctrlKey : press.metaKey) return null;
  const key = press.key.toLowerCase();
  // A sign such as "?" is typed with Shift on some layouts and without on others.
  const sign = key.length === 1 && key.toUpperCase() === key && !/\d/.test(key);
  const found = chords.find(
    (each) => each.chord.key === key && each.chord.mod === mod && (sign || each.chord.shift === press.shiftKey),
  );
  return found?.id ?? null;
}

/** Typing the key alone would put it into a field. */
export const isPlainCharacter = (press: KeyPress): boolean =>
  press.key.length === 1 && !press.ctrlKey && !press.metaKey && !press.altKey;

const names: Readonly<Record<string, string>> = { Escape: 'Esc', Enter: 'Enter' };

export function keyText(keys: string, mac: boolean): string {
  return partsOf(keys)
    .map((part) => (part === 'Mod' ? (mac ? 'Cmd' : 'Ctrl') : (names[part] ?? part)))
    .join('+');
}

/** Empty where an action has no key of its own. */
export function shortcutText(id: ActionId, mac: boolean): string {
  const [first] = actionInfo(id).keys;
  return first === undefined ? '' : keyText(first, mac);
}

export const isMac = (platform: string): boolean => /mac|darwin/i.test(platform);
