/** What the window needs to know of the program itself. */
import type { AppInfo } from '../../ipc/contract.ts';
import type { HandlersOf } from '../../ipc/host.ts';

export function appHandlers(info: AppInfo): HandlersOf<'app'> {
  return { 'app.info': () => info };
}
