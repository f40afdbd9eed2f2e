/** A login stays with the host it was typed for: for another one it is taken out of the form, with a word and the way back. */
import { visible } from '../../../electron/texts/visible.ts';
import type { AppState } from '../../app/app.svelte.ts';
import type { ConnectionForm } from '../target/connection-form.svelte.ts';
import { serverHost } from '../target/target-words.ts';

/** To be called when the target is typed to its end, and before every run. */
export function settleLogin(app: AppState, form: ConnectionForm): void {
  const login = form.settleTarget();
  if (login === null) return;
  app.toasts.show({
    message: `The login was typed for ${visible(login.host)}; it is not used for another host`,
    action: { label: 'Use it here', run: () => form.putLogin({ ...login, host: serverHost(form.target) }) },
  });
}
