/** Sessions that are typed into, and lists of commands as files. */
import { AppError } from '../../protocol/values/app-error.ts';
import type { HandlersOf, StreamsOf } from '../../ipc/host.ts';
import type { Desktop } from '../desktop.ts';
import type { Consoles } from '../runs/consoles.ts';
import type { Files } from '../saving/files.ts';
import { save } from '../saving/save.ts';

export function consoleHandlers(consoles: Consoles, files: Files, desktop: Desktop): HandlersOf<'console'> {
  return {
    'console.open': (request) => consoles.open(request),
    'console.current': () => ({ open: consoles.current }),
    'console.send': async ({ runId, input }) => {
      await consoles.send(runId, input);
      return {};
    },
    'console.stopList': ({ runId }) => {
      consoles.stopList(runId);
      return {};
    },
    'console.stayOpen': ({ runId, seconds }) => {
      consoles.stayOpen(runId, seconds);
      return {};
    },
    'console.close': ({ runId }) => {
      consoles.close(runId);
      return {};
    },
    'console.explain': ({ runId, seq }) => consoles.explain(runId, seq),
    'console.readList': async ({ handle }) => {
      const text = await files.commandsText(handle);
      // What is no text would go out as something else than what stands in the file.
      if (text.includes('\ufffd')) throw new AppError('file-damaged', { file: files.nameOf(handle) });
      return { text };
    },
    'console.saveList': ({ text }) =>
      save(desktop, {
        name: 'commands.txt',
        foreign: false,
        content: async function* () {
          yield Buffer.from(text, 'utf8');
        },
      }),
  };
}

export function consoleStreams(consoles: Consoles): StreamsOf<'console'> {
  return { 'console.state': ({ runId }, sink) => consoles.follow(runId, sink) };
}
