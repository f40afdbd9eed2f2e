/** The history of this machine, as the window keeps it: looked at, never changed. */
import { join } from 'node:path';
import { type HistoryView, viewHistory } from '../../storage/history/history.ts';
import type { KeptRun, KeptSurvey } from '../../storage/history/files.ts';
import type { HistoryEntry } from '../../protocol/values/app/history.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import { shorten, visible } from '../../texts/visible.ts';
import { UsageError } from '../status.ts';
import { dataDir } from './data-dir.ts';

/** @throws AppError `file-unreadable` */
export async function openHistoryView(search = ''): Promise<HistoryView> {
  const dir = join(dataDir(), 'history');
  try {
    return await viewHistory(dir, search);
  } catch (error) {
    const systemCode = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new AppError('file-unreadable', { path: dir, systemCode }, { cause: error });
  }
}

/**
 * By its id or the beginning of it, or `latest`, `latest~1` for the one before it.
 * @throws UsageError where it could be several, AppError `run-not-found`
 */
export function entryNamed({ entries }: HistoryView, name: string): HistoryEntry {
  const [, back = '0'] = /^latest(?:~(\d{1,6}))?$/.exec(name) ?? [];
  const found = name.startsWith('latest')
    ? entries.slice(Number(back), Number(back) + 1)
    : entries.filter(({ id }) => name !== '' && id.startsWith(name));
  const exact = found.find(({ id }) => id === name);
  const [first] = exact === undefined ? found : [exact];
  if (first === undefined) throw new AppError('run-not-found', { runId: shorten(name, 100) });
  if (exact === undefined && found.length > 1)
    throw new UsageError(`"${shorten(visible(name), 100)}" is the beginning of ${found.length} ids; give more of it`);
  return first;
}

/** @throws AppError `run-not-found` for what is gone meanwhile, or damaged */
export async function keptNamed(view: HistoryView, name: string): Promise<KeptRun | KeptSurvey> {
  const { id } = entryNamed(view, name);
  const kept = await view.read(id);
  if (kept === null) throw new AppError('run-not-found', { runId: id });
  return kept;
}
