/** What the user has set, and where the app keeps its things. */
import type { HandlersOf } from '../../ipc/host.ts';
import type { RootAgreement } from '../profiles/agreements.ts';
import type { Desktop } from '../desktop.ts';
import type { SettingsService } from '../settings.ts';

export function settingsHandlers(
  ready: Promise<unknown>,
  settings: SettingsService,
  dataDir: string,
  desktop: Desktop,
  roots: RootAgreement,
): HandlersOf<'settings'> {
  return {
    'settings.get': async () => {
      await ready;
      return settings.current;
    },
    'settings.set': async (change) => {
      await ready;
      await roots.ask(settings.current.trust, change.trust);
      return settings.set(change);
    },
    'settings.paths': () => ({ data: dataDir }),
    'settings.openDataFolder': () => {
      desktop.showFolder(dataDir);
      return {};
    },
  };
}
