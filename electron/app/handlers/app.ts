/** The program itself: what it is, what it sends its windows, links that leave it. */
import type { AppInfo } from '../../ipc/contract.ts';
import type { HandlersOf, StreamsOf } from '../../ipc/host.ts';
import type { AppEvents } from '../events.ts';
import type { Desktop } from '../desktop.ts';

export function appHandlers(info: () => Promise<AppInfo>, desktop: Desktop): HandlersOf<'app'> {
  return {
    'app.info': info,
    'app.zoom': async ({ change }) => ({ factor: desktop.zoom(change) }),
    'app.openExternal': async ({ url }) => ({ opened: await desktop.openExternal(url) }),
  };
}

export function appStreams(events: AppEvents): StreamsOf<'app'> {
  return { 'app.events': (_params, sink) => events.follow(sink) };
}
