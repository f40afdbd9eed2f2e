/** The program itself: what it is, what it sends its windows, links that leave it, what helps when it misbehaves. */
import type { AppInfo } from '../../ipc/contract.ts';
import type { HandlersOf, StreamsOf } from '../../ipc/host.ts';
import type { AppEvents } from '../events.ts';
import type { Desktop } from '../desktop.ts';
import { save } from '../saving/save.ts';

export function appHandlers(
  info: () => Promise<AppInfo>,
  desktop: Desktop,
  diagnostics: () => Promise<string>,
): HandlersOf<'app'> {
  return {
    'app.info': info,
    'app.saveDiagnostics': () =>
      save(desktop, {
        name: `posthorn-diagnostics-${new Date().toISOString().slice(0, 10)}.txt`,
        content: async function* () {
          yield Buffer.from(await diagnostics());
        },
        foreign: false,
      }),
    'app.zoom': async ({ change }) => ({ factor: desktop.zoom(change) }),
    'app.openExternal': async ({ url }) => ({ opened: await desktop.openExternal(url) }),
  };
}

export function appStreams(events: AppEvents): StreamsOf<'app'> {
  return { 'app.events': (_params, sink) => events.follow(sink) };
}
