/** Past runs, and reports of runs past or present. */
import type { HandlersOf } from '../../ipc/host.ts';
import type { Report } from '../../protocol/values/session/report.ts';
import type { Desktop } from '../desktop.ts';
import type { Files } from '../saving/files.ts';
import type { PastRuns } from '../runs/past-runs.ts';
import { reportFile } from '../runs/report-file.ts';
import { save } from '../saving/save.ts';

export function historyHandlers(past: PastRuns, files: Files): HandlersOf<'history'> {
  return {
    'history.list': async (query) => (await past.store()).list(query),
    'history.get': ({ id }) => past.get(id),
    'history.files': ({ id }) => past.files(id, (source) => files.adopt(source)),
    'history.changes': async ({ pairs }) => {
      const changes: (number | null)[] = [];
      // One after the other: each reads two files.
      for (const { id, before } of pairs) changes.push(await past.changes(id, before));
      return { changes };
    },
    'history.delete': async ({ ids }) => {
      (await past.store()).delete(ids);
      return {};
    },
    'history.restore': async ({ ids }) => {
      (await past.store()).restore(ids);
      return {};
    },
  };
}

/** `find`: a run's report by its id. */
export function reportHandlers(find: (runId: string) => Promise<Report>, desktop: Desktop): HandlersOf<'report'> {
  return {
    'report.save': async ({ runId, format }) => {
      const { name, text } = reportFile(await find(runId), format);
      return save(desktop, {
        name,
        foreign: true,
        content: async function* () {
          yield Buffer.from(text, 'utf8');
        },
      });
    },
    'report.text': async ({ runId }) => ({ markdown: reportFile(await find(runId), 'md').text }),
  };
}
