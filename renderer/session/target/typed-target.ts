/** The field a server is typed into: what it holds once it was left, and what is pasted into it. */
import type { AppState } from '../../app/app.svelte.ts';
import { settleLogin } from '../verdict/settle-login.ts';
import type { ConnectionForm } from './connection-form.svelte.ts';
import { tidyTarget } from './target-words.ts';

/** What was pasted in another form stands there as it will be used, and a login for another host is taken out. */
export function tidyTyped(app: AppState, form: ConnectionForm): void {
  const tidied = tidyTarget(form.target);
  if (tidied !== form.target) putTarget(form, tidied);
  settleLogin(app, form);
}

/** A field of one line drops line ends, and with them the border between two cells of a table. */
export function pasteTarget(form: ConnectionForm, event: ClipboardEvent): void {
  const text = event.clipboardData?.getData('text/plain').trim() ?? '';
  const tidied = tidyTarget(text);
  if (!/[\r\n\t]/.test(text) || tidied === text) return;
  event.preventDefault();
  putTarget(form, tidied);
}

function putTarget(form: ConnectionForm, text: string): void {
  form.target = text;
  form.targetEdited();
}
