/** Past runs, and reports of runs past or present. */
import type { HandlersOf } from '../../ipc/host.ts';
import type { Desktop } from '../desktop.ts';
import type { Files } from '../saving/files.ts';
import { reportOf, type PastRuns } from '../runs/past-runs.ts';
import { reportFile } from '../runs/report-file.ts';
import type { Runs } from '../runs/runs.ts';
import { save } from '../saving/save.ts';

export function historyHandlers(past: PastRuns, files: Files): HandlersOf<'history'> {
  return {
    'history.list': async (query) => (await past.store()).list(query),
    'history.get': ({ id }) => past.get(id),
    'history.files': ({ id }) => past.files(id, (source) => files.adopt(source)),
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

export function reportHandlers(runs: Runs, past: PastRuns, desktop: Desktop): HandlersOf<'report'> {
  const find = (runId: string) => reportOf(runId, (id) => runs.snapshot(id, Number.MAX_SAFE_INTEGER).report, past);
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
