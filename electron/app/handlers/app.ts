/** The program itself: what it is, what it sends its windows, links that leave it, what helps when it misbehaves. */
import { readFile } from 'node:fs/promises';
import type { AppInfo } from '../../ipc/contract.ts';
import type { HandlersOf, StreamsOf } from '../../ipc/host.ts';
import type { AppEvents } from '../events.ts';
import type { Desktop } from '../desktop.ts';
import { save } from '../saving/save.ts';

export interface AppParts {
  readonly info: () => Promise<AppInfo>;
  readonly desktop: Desktop;
  readonly diagnostics: () => Promise<string>;
  /** Paths. */
  readonly documents: Readonly<Record<'licences' | 'changes', string>> | undefined;
}

export function appHandlers({ info, desktop, diagnostics, documents }: AppParts): HandlersOf<'app'> {
  return {
    'app.info': info,
    // In a checkout there are no collected licences: the window says where they are.
    'app.document': async ({ name }) => ({
      text: documents === undefined ? null : await readFile(documents[name], 'utf8').catch(() => null),
    }),
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
