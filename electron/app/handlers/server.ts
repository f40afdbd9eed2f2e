/** The test server: state, configuration, sessions. */
import type { HandlersOf, StreamsOf } from '../../ipc/host.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import { presets } from '../../core/server/script/presets.ts';
import { readScript } from '../../core/server/script/read.ts';
import type { Files } from '../saving/files.ts';
import type { ServerService } from '../server/server.ts';

export function serverHandlers(server: ServerService, files: Files): HandlersOf<'server'> {
  return {
    'server.state': () => server.state(),
    'server.start': () => server.start(),
    'server.stop': () => server.stop(),
    'server.configure': (config) => server.configure(config),
    'server.addListener': (listener) => server.addListener(listener),
    'server.removeListener': ({ id }) => server.removeListener(id),
    'server.addUser': (given) => server.addUser(given),
    'server.removeUser': ({ user }) => server.removeUser(user),
    'server.presets': () => [...presets],
    'server.readScript': async ({ handle }) => {
      const read = readScript(await files.scriptText(handle));
      if (read.ok) return read.script;
      throw new AppError('invalid-argument', { argument: files.nameOf(handle), reason: read.reason });
    },
    'server.sessions': async ({ limit }) => (await server.sessions()).list(limit),
    'server.sessionEvents': async ({ id }) => (await server.sessions()).events(id),
  };
}

export function serverStreams(server: ServerService): StreamsOf<'server'> {
  return { 'server.changed': (_params, sink) => server.feed.follow(sink) };
}
