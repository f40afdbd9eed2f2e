/** `posthorn survey`: the same asked of a list of targets, a line for each as it ends. Nothing is ever sent. */
import { systemClock } from '../../../core/recording/clock.ts';
import { check } from '../../../core/smtp/flows/check.ts';
import { runSurveyRequest } from '../../../core/survey/survey.ts';
import { TargetCounts } from '../../../protocol/fold/survey/targets/targets.ts';
import type { TargetSession } from '../../../protocol/fold/survey/targets/row.ts';
import { limits } from '../../../protocol/values/survey/limits.ts';
import type { SurveyEvent } from '../../../protocol/values/survey/event.ts';
import type { RequestOf } from '../../../protocol/values/survey/request.ts';
import { AppError } from '../../../protocol/values/app-error.ts';
import type { TargetRow } from '../../../protocol/values/survey/targets.ts';
import { appErrorText } from '../../../texts/app/app-errors.ts';
import { targetsTitle } from '../../../texts/survey/targets.ts';
import { visible } from '../../../texts/visible.ts';
import { listedTargets } from '../../input/listed-targets.ts';
import { readResults, readTargetList, targetName, targetsOfShard } from '../../input/target-list.ts';
import type { ListSurveyValues } from '../../options/survey-list.ts';
import type { RunCommand } from '../../options/types.ts';
import { ProgressLine } from '../../output/progress.ts';
import {
  drawList,
  listJson,
  listOk,
  type ListResult,
  targetJson,
  targetLine,
} from '../../output/surveys/target-lines.ts';
import { TargetOutput } from '../../output/surveys/target-output.ts';
import { type ExitStatus, status, UsageError } from '../../status.ts';
import { refuseBothForms } from './run.ts';

export const runSurveyOfList: RunCommand<ListSurveyValues> = async (context, options) => {
  const { terminal, signal } = context;
  const { list, output } = options;
  refuseBothForms(output);
  if (list.targets === undefined) throw new UsageError('--targets FILE is missing (- for standard input)');
  if (list.do === undefined) throw new UsageError('--do is missing: check, tls, domain or verify');
  if (list.targets === '-' && options.login.passwordStdin === true)
    throw new UsageError('standard input is the list already: give the password with --password-env NAME');
  const task = list.do;
  const typed = await readTargetList(list.targets, context);
  if (typed.ignored.length > 0)
    terminal.err.line(`posthorn: columns that mean nothing here: ${typed.ignored.map(visible).join(', ')}`);
  const ours = targetsOfShard(typed, list.shard);
  const before = list.resume === undefined ? new Map<string, TargetRow>() : await readResults(list.resume, task);
  const targets = ours.filter((target) => !before.has(targetName(target)));
  const { connection, open } = await listedTargets({ task, options, ...context });
  const request: RequestOf<'targets'> = {
    kind: 'targets',
    name: list.targets === '-' ? '' : list.targets.slice(-limits.targets.name),
    do: task,
    targets: [...targets],
    connection,
    auth: null,
    concurrency: list.concurrency ?? limits.targets.concurrency,
    perAddress: list.perAddress ?? limits.targets.perAddress,
  };
  const stop = new AbortController();
  const ended = new ListLines(request, {
    form: output.json === true ? 'json' : output.ndjson === true ? 'ndjson' : 'text',
    output: new TargetOutput({
      terminal,
      path: output.output ?? null,
      signal: AbortSignal.any([signal, stop.signal]),
      giveUp: () => stop.abort(),
    }),
    terminal,
  });
  for (const target of ours) {
    const row = before.get(targetName(target));
    if (row !== undefined) ended.count(row);
  }
  await ended.run({ open, signal: AbortSignal.any([signal, stop.signal]) });
  await ended.written();
  return ended.finish({
    file: list.targets,
    listed: typed.targets.length + typed.repeated.length,
    ours: ours.length,
    resumed: ours.length - targets.length,
    repeated: typed.repeated.length,
    task,
  });
};

interface ListForm {
  readonly form: 'json' | 'ndjson' | 'text';
  readonly output: TargetOutput;
  readonly terminal: Parameters<RunCommand<ListSurveyValues>>[0]['terminal'];
}

/** What is known while it runs: the counts, and the reports of the targets that are under way. */
class ListLines {
  readonly #request: RequestOf<'targets'>;
  readonly #form: ListForm;
  readonly #progress: ProgressLine;
  readonly #counts = new TargetCounts();
  readonly #reports = new Map<number, TargetSession[]>();
  readonly #problems: TargetRow[] = [];
  #startedAt: string | null = null;
  #durationMs = 0;
  #stopped = false;
  /** What Posthorn itself could not do, such as opening the keychain. */
  #failure: AppError | null = null;
  #printed = 0;

  constructor(request: RequestOf<'targets'>, form: ListForm) {
    this.#request = request;
    this.#form = form;
    this.#progress = new ProgressLine(form.terminal.err);
  }

  /** Of an earlier run. */
  count(row: TargetRow): void {
    this.#counts.add(row);
  }

  async run(over: {
    readonly open: Parameters<typeof runSurveyRequest>[1]['open'];
    readonly signal: AbortSignal;
  }): Promise<void> {
    const { output, form } = this.#form;
    if (form === 'json') output.print('{"cells":[');
    try {
      await runSurveyRequest(this.#request, {
        ...over,
        clock: systemClock,
        check,
        room: () => output.room(),
        emit: (event) => this.#heard(event),
      });
    } catch (error) {
      // What has ended is printed all the same.
      if (!(error instanceof AppError)) throw error;
      this.#failure = error;
    } finally {
      this.#progress.clear();
    }
  }

  #heard(event: SurveyEvent): void {
    if (event.type === 'survey-begin') this.#startedAt = event.startedAt;
    else if (event.type === 'cell-done') this.#keep(event.key.line ?? 0, { key: event.key, report: event.report });
    else if (event.type === 'target-done') this.#row(event.row);
    else if (event.type === 'survey-end') {
      this.#durationMs = event.durationMs;
      this.#stopped = event.stopped;
    }
  }

  #keep(line: number, session: TargetSession): void {
    const known = this.#reports.get(line);
    if (known === undefined) this.#reports.set(line, [session]);
    else known.push(session);
  }

  #row(row: TargetRow): void {
    const { output, form, terminal } = this.#form;
    const of = this.#reports.get(row.line) ?? [];
    this.#reports.delete(row.line);
    this.#counts.add(row);
    if (row.problem !== null) this.#problems.push(row);
    if (form === 'text') {
      this.#progress.clear();
      output.print(targetLine(row, terminal.out));
    }
    if (form !== 'text' || output.keeps) {
      const text = JSON.stringify(targetJson(this.#request.do, row, of));
      output.keep(text);
      if (form !== 'text') output.print(form === 'json' && this.#printed > 0 ? `,${text}` : text);
    }
    this.#printed += 1;
    this.#progress.show(`${this.#printed} of ${this.#request.targets.length} …`);
  }

  /** What still waits for room is waited for. */
  written(): Promise<void> {
    return this.#form.output.room();
  }

  finish(of: Pick<ListResult, 'file' | 'listed' | 'ours' | 'resumed' | 'repeated' | 'task'>): ExitStatus {
    const { output, form, terminal } = this.#form;
    const { summary } = this.#counts;
    const result: ListResult = {
      ...of,
      startedAt: this.#startedAt,
      durationMs: this.#durationMs,
      stopped: this.#stopped,
      summary,
      problems: this.#problems,
      failure: this.#failure,
      title: targetsTitle({ summary, status: this.#stopped ? 'stopped' : 'done', listed: of.ours }),
    };
    const json = listJson(result);
    if (form === 'json') output.print(`],${JSON.stringify(json).slice(1)}`);
    else if (form === 'ndjson') output.print(JSON.stringify(json));
    else output.print(drawList(result, terminal.out));
    if (this.#failure !== null)
      terminal.err.line(`posthorn: ${this.#failure.code}: ${appErrorText(this.#failure).message}`);
    if (!output.end() || this.#failure !== null) return status.unable;
    if (this.#stopped) return status.interrupted;
    return listOk(result) ? status.ok : status.problem;
  }
}
