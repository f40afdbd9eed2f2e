/** What the commands with a session share: folding events, showing progress, printing the report, the exit status. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import type { AskedFor } from '../../core/diagnosis/anew/command.ts';
import { ReportFold } from '../../core/report/fold.ts';
import { reportJson } from '../../core/report/json.ts';
import { outlineOf } from '../../core/report/outline/outline.ts';
import type { SessionResult } from '../../core/smtp/types.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type { FoundMessage } from '../../protocol/values/app/arrived.ts';
import type { SessionEvent } from '../../protocol/values/session/event.ts';
import type { Report, ReportCommand } from '../../protocol/values/session/report.ts';
import { outcomeMessage } from '../../texts/outcomes/outcomes.ts';
import { optionOf } from '../parse/argument-names.ts';
import { drawOutline } from './draw.ts';
import type { OutputValues } from '../options/session.ts';
import { ProgressLine, progressText } from './progress.ts';
import { type ExitStatus, status, UsageError } from '../status.ts';
import type { Terminal } from './terminal.ts';

const formats = ['.md', '.json', '.html'] as const;

/** Before anything is connected. @throws UsageError for an ending that says no format, AppError for a place nobody can write to */
export function checkReportName({ report: path }: OutputValues): void {
  if (path === undefined) return;
  if (!formats.some((format) => format === extname(path).toLowerCase())) {
    throw new UsageError('--report needs a file name ending in .md, .json or .html');
  }
  const there = existsSync(path);
  try {
    if (there && statSync(path).isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
    accessSync(there ? path : dirname(path), constants.W_OK);
  } catch (error) {
    throw new AppError('invalid-argument', { argument: '--report', reason: unwritable(path, error) }, { cause: error });
  }
}

function unwritable(path: string, error: unknown): string {
  return `${path} cannot be written (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'})`;
}

export class SessionOutput {
  readonly #fold: ReportFold;
  readonly #progress: ProgressLine;
  readonly #startedAt = new Date().toISOString();

  constructor(command: ReportCommand, terminal: Terminal, progress = true) {
    this.#fold = new ReportFold(command);
    this.#progress = new ProgressLine(terminal.err, progress);
  }

  readonly emit = (event: SessionEvent): void => {
    this.#fold.push(event);
    const text = progressText(event);
    if (text !== null) this.#progress.show(text);
  };

  /** `asked`: with what the session was made. */
  report(result: SessionResult, transcript: boolean, asked?: AskedFor): Promise<Report> {
    this.#progress.clear();
    return this.#fold.report({
      transcript,
      startedAt: this.#startedAt,
      error: result.error,
      delivery: result.delivery,
      ...(asked === undefined ? {} : { asked }),
    });
  }
}

/** `more`: what is printed beside it in JSON. Prints the report, writes the file that `--report` names, and says how to exit. */
export async function finish(
  report: Report,
  options: OutputValues,
  terminal: Terminal,
  more: { readonly arrived?: FoundMessage } = {},
): Promise<ExitStatus> {
  if (options.json) {
    // Before the object is printed: where this fails, what is printed is that failure, and nothing besides.
    await keepReport(report, options);
    terminal.out.line(JSON.stringify(reportJson(report, { transcript: options.transcript ?? false, ...more })));
    if (report.error?.code === 'invalid-argument') terminal.err.line(`posthorn: ${wrongArgument(report)}`);
  } else if (report.error?.code === 'invalid-argument') {
    terminal.err.line(`posthorn: ${wrongArgument(report)}`);
  } else {
    terminal.out.line(
      drawOutline(outlineOf(options.transcript === true ? report : withoutTranscript(report)), terminal.out),
    );
  }
  if (!options.json) await keepReport(report, options);
  return exitStatusOf(report);
}

/** By the option that it came from. */
function wrongArgument({ error, target }: Report): string {
  return error === null ? '' : outcomeMessage(error, { target, nameOf: optionOf });
}

/** Writes the file that `--report` names. */
export async function keepReport(report: Report, options: OutputValues): Promise<void> {
  await keepAs(options, (format) => reportAs(format, report));
}

/** `make`: the text in the format that the name's ending says, such as ".md". */
export async function keepAs(options: OutputValues, make: (format: string) => string | Promise<string>): Promise<void> {
  const path = options.report;
  if (path !== undefined) await writeReport(path, await make(extname(path).toLowerCase()));
}

/** Evidence lines belong to the JSON; a person who wants lines asks for the transcript. */
export function withoutTranscript(report: Report): Report {
  const { transcript: _, ...rest } = report;
  return rest;
}

export function exitStatusOf(report: Report): ExitStatus {
  if (report.error?.code === 'cancelled') return status.interrupted;
  if (report.error?.code === 'invalid-argument') return status.usage;
  return report.ok ? status.ok : status.problem;
}

async function writeReport(path: string, text: string): Promise<void> {
  try {
    // A report names people and servers: not for every user of the machine to read.
    await writeFile(path, text, { mode: 0o600 });
  } catch (error) {
    const systemCode = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new AppError('file-unreadable', { path, systemCode }, { cause: error });
  }
}

async function reportAs(format: string, report: Report): Promise<string> {
  if (format === '.json') return `${JSON.stringify(reportJson(report, { transcript: true }), null, 2)}\n`;
  if (format === '.html') return (await import('../../core/report/html.ts')).reportHtml(report);
  return (await import('../../core/report/markdown.ts')).reportMarkdown(report);
}
