/** What is known of newer releases. */
import type { HandlersOf } from '../../ipc/host.ts';
import type { Updates } from '../updates/updates.ts';

export function updatesHandlers(updates: Updates): HandlersOf<'updates'> {
  return {
    'updates.state': () => updates.known(),
    'updates.check': () => updates.check(),
    'updates.passOver': ({ version }) => updates.passOver(version),
  };
}
