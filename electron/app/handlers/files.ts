/** Files the user chose or dropped, by handle. */
import type { HandlersOf } from '../../ipc/host.ts';
import type { Files } from '../saving/files.ts';
import type { Profiles } from '../profiles/profiles.ts';

export function filesHandlers(files: Files, profiles: Profiles): HandlersOf<'files'> {
  return {
    'files.choose': async ({ purpose, profileId }) =>
      files.choose(purpose, profileId === undefined ? null : await profiles.known(profileId)),
    'files.drop': (dropped) => files.drop(dropped),
    'files.release': async ({ handles }) => {
      await files.release(handles);
      return {};
    },
    'files.check': async ({ handles }) => ({ files: await files.states(handles) }),
    'files.accept': ({ handle }) => files.accept(handle),
    'files.text': async ({ handle }) => ({ text: await files.text(handle) }),
  };
}
