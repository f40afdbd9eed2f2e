/** Runs after their end: kept with what was asked and everything that happened, shown as reports, run again by the window. */
import { access, constants, stat } from 'node:fs/promises';
import type { HistoryStore } from '../../storage/history/history.ts';
import { limits } from '../../storage/limits.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type { KeptRun } from '../../storage/history/files.ts';
import type { HistoryRun, PastFile } from '../../protocol/values/app/history.ts';
import type { Report } from '../../protocol/values/session/report.ts';
import type { FileHandle } from '../../protocol/values/app/files.ts';
import type { PastRequest } from '../../protocol/values/app/console.ts';
import type { SessionEvent } from '../../protocol/values/session/event.ts';
import { Batches } from './batches.ts';
import { visible, shorten } from '../../texts/visible.ts';
import { compareReports, differencesIn } from '../../protocol/fold/compare/compare.ts';
import { verdictOf } from '../../protocol/fold/verdict.ts';
import { verdictBadge, verdictText } from '../../texts/outcomes/verdict.ts';

export interface FinishedRun {
  readonly runId: string;
  readonly startedAt: string;
  readonly request: PastRequest;
  readonly events: readonly SessionEvent[];
  readonly report: Report;
  /** Of the files it sent, where they lay. */
  readonly files: readonly { readonly name: string; readonly path: string }[];
}

export class PastRuns {
  readonly #open: () => Promise<HistoryStore>;
  #store: Promise<HistoryStore> | null = null;
  readonly #batches = new Batches();
  /** Counted already, by both ids. */
  readonly #changes = new Map<string, number>();

  constructor(open: () => Promise<HistoryStore>) {
    this.#open = open;
  }

  /** Opened once; a failure is not remembered, so that the next call tries again. */
  store(): Promise<HistoryStore> {
    this.#store ??= this.#open().catch((error: unknown) => {
      this.#store = null;
      throw error;
    });
    return this.#store;
  }

  /** Rejects when it could not be kept. */
  async keep(run: FinishedRun): Promise<void> {
    if (!this.#batches.isWorthKeeping(run.request, verdictText(run.report))) return;
    const sources = await Promise.all(run.files.map(sourceOf));
    await (await this.store()).add({ ...pastRun(run), sources });
  }

  /** For the window, which does not learn where files lie. Rejects with AppError `run-not-found`. */
  async get(runId: string): Promise<HistoryRun> {
    const { entry, request, events, report } = await (await this.store()).get(runId);
    return { entry, request, events, report };
  }

  /** `adopt` gives a handle, and rejects where there is nothing to read. Rejects with AppError `run-not-found`. */
  async files(
    runId: string,
    adopt: (source: { readonly name: string; readonly path: string }) => Promise<FileHandle>,
  ): Promise<{ known: boolean; files: PastFile[] }> {
    const { sources } = await (await this.store()).get(runId);
    if (sources === undefined) return { known: false, files: [] };
    const files = sources.map(async (source): Promise<PastFile> => {
      const now = await sourceOf(source);
      const changed = now.size !== source.size || now.modifiedMs !== source.modifiedMs;
      if (now.modifiedMs === null) return { name: source.name, file: null, changed };
      return { name: source.name, file: await adopt(source), changed };
    });
    return { known: true, files: await Promise.all(files) };
  }

  /** Rejects with AppError `run-not-found`. */
  async report(runId: string): Promise<Report> {
    return (await (await this.store()).get(runId)).report;
  }

  /** How many places of two reports differ, as a comparison shows them; null where one of them is gone. */
  async changes(runId: string, before: string): Promise<number | null> {
    const key = `${runId} ${before}`;
    const known = this.#changes.get(key);
    if (known !== undefined) return known;
    try {
      const [b, a] = [await this.report(runId), await this.report(before)];
      const count = differencesIn(compareReports(a, b)).length;
      // A report never changes: those looked at longest ago go first.
      this.#changes.set(key, count);
      for (const oldest of this.#changes.keys()) {
        if (this.#changes.size <= limits.history.comparedPairs) break;
        this.#changes.delete(oldest);
      }
      return count;
    } catch (error) {
      if (error instanceof AppError && error.code === 'run-not-found') return null;
      throw error;
    }
  }

  async close(): Promise<void> {
    await (await this.#store)?.close();
  }
}

type Source = NonNullable<KeptRun['sources']>[number];

/** `modifiedMs` null: gone, or not to be read. */
async function sourceOf({ name, path }: { readonly name: string; readonly path: string }): Promise<Source> {
  try {
    await access(path, constants.R_OK);
    const { size, mtimeMs } = await stat(path);
    return { name, path, size, modifiedMs: mtimeMs };
  } catch {
    // What matters is that it cannot be sent, and the window says so by its name.
    return { name, path, size: 0, modifiedMs: null };
  }
}

function pastRun({ runId, startedAt, request, events, report }: FinishedRun): HistoryRun {
  const verdict = verdictOf(report);
  return {
    entry: {
      id: runId,
      command: request.command,
      startedAt,
      durationMs: report.durationMs,
      target: shorten(visible(request.connection.target), limits.history.text),
      ok: report.ok,
      error: report.error?.code ?? null,
      delivery: report.delivery,
      warnings: verdict.warnings,
      badge: { tone: verdict.tone, text: verdictBadge(verdict) },
      title: shorten(verdictText(report), limits.history.text),
    },
    // Its secrets have done their work; the names of files mean nothing once their handles are gone.
    request: withoutHandles(withoutSecrets(request)),
    events: [...events],
    report,
  };
}

function withoutSecrets(request: PastRequest): PastRequest {
  const { secrets: _, ...rest } = request;
  return { ...rest, secret: null };
}

function withoutHandles(request: PastRequest): PastRequest {
  if (request.command !== 'send' || request.message.kind !== 'composed') return request;
  const { attachments: _, ...message } = request.message;
  return { ...request, message };
}

/** For a run that is still known, or one that is kept. */
export async function reportOf(
  runId: string,
  current: (runId: string) => Report | null,
  past: PastRuns,
): Promise<Report> {
  try {
    const report = current(runId);
    if (report !== null) return report;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'run-not-found') throw error;
  }
  return past.report(runId);
}
