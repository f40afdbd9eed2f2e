/** Files the user chose or dropped, by handle. */
import type { HandlersOf } from '../../ipc/host.ts';
import type { Files } from '../services/files.ts';

export function filesHandlers(files: Files): HandlersOf<'files'> {
  return {
    'files.choose': ({ purpose }) => files.choose(purpose),
    'files.drop': (dropped) => files.drop(dropped),
    'files.release': async ({ handles }) => {
      await files.release(handles);
      return {};
    },
    'files.text': async ({ handle }) => ({ text: await files.text(handle) }),
  };
}
