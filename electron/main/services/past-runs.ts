/** Runs after their end: kept with what was asked and everything that happened, shown as reports, run again by the window. */
import type { HistoryStore } from '../../adapters/history.ts';
import { limits } from '../../core/wire/limits.ts';
import { AppError } from '../../ipc/errors.ts';
import type { HistoryRun } from '../../ipc/schemas/history.ts';
import type { Report } from '../../ipc/schemas/report.ts';
import type { RunRequest } from '../../ipc/schemas/run.ts';
import type { SessionEvent } from '../../ipc/schemas/event.ts';
import { visible, shorten } from '../../texts/visible.ts';
import { verdictText } from '../../texts/verdict.ts';

export interface FinishedRun {
  readonly runId: string;
  readonly startedAt: string;
  readonly request: RunRequest;
  readonly events: readonly SessionEvent[];
  readonly report: Report;
}

export class PastRuns {
  readonly #open: () => Promise<HistoryStore>;
  #store: Promise<HistoryStore> | null = null;

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
    await (await this.store()).add(pastRun(run));
  }

  /** Rejects with AppError `run-not-found`. */
  async report(runId: string): Promise<Report> {
    return (await (await this.store()).get(runId)).report;
  }

  async close(): Promise<void> {
    await (await this.#store)?.close();
  }
}

function pastRun({ runId, startedAt, request, events, report }: FinishedRun): HistoryRun {
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
      warnings: report.findings.filter(({ severity }) => severity === 'warning').length,
      title: shorten(verdictText(report), limits.history.text),
    },
    // Its secrets have done their work; the names of files mean nothing once their handles are gone.
    request: withoutHandles(withoutSecrets(request)),
    events: [...events],
    report,
  };
}

function withoutSecrets(request: RunRequest): RunRequest {
  const { secrets: _, ...rest } = request;
  return { ...rest, secret: null };
}

function withoutHandles(request: RunRequest): RunRequest {
  if (request.command === 'check' || request.message.kind !== 'composed') return request;
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
