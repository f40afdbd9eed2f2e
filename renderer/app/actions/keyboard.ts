/** Turns key presses into actions: one listener for the whole window, which lets pass what belongs to a field or an open dialog. */
import { isPlainCharacter, shortcutOf } from './shortcuts.ts';
import type { ActionId } from '../../../electron/texts/app/actions.ts';

/** Answers whether the key was taken. */
export function pressed(event: KeyboardEvent, mac: boolean, run: (id: ActionId) => boolean): boolean {
  if (event.defaultPrevented || event.isComposing) return false;
  const id = shortcutOf(event, mac);
  if (id === null) return false;
  // A field has an undo, and letters, of its own.
  if ((id === 'undo-delete' || isPlainCharacter(event)) && inField(event.target)) return false;
  if (id !== 'palette' && document.querySelector('[role="dialog"]') !== null) return false;
  if (!run(id)) return false;
  event.preventDefault();
  return true;
}

/** The parts of the window that F6 goes through, in their order on the screen. */
export function nextPart(back: boolean): void {
  const parts = [...document.querySelectorAll<HTMLElement>('[data-part]')];
  const at = parts.findIndex((part) => part.contains(document.activeElement));
  const next = parts.at((at === -1 ? 0 : at + (back ? -1 : 1)) % parts.length);
  next?.querySelector<HTMLElement>('[aria-current], button:not(:disabled), input, [tabindex="0"]')?.focus();
}

/** Into the screen in front: to its list where it has one, else to what can be typed in or pressed first. Another tab than the one in front would be opened by the focus. */
export function focusScreen(screen: HTMLElement): void {
  const list = screen.querySelector<HTMLElement>('[role="listbox"][tabindex="0"]');
  const first = screen.querySelector<HTMLElement>(
    '[role="tab"][aria-selected="true"], input:not([type="checkbox"]):not(:disabled), textarea:not(:disabled), button:not(:disabled, [role="tab"]), [tabindex="0"]',
  );
  (list ?? first)?.focus();
}

const inField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);
