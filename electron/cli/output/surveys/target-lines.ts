/** A list of targets as it is printed: a line for each as it ends, for people or as JSON, and the summary after them. */
import { type JsonValue, jsonValue, reportJson } from '../../../core/report/json.ts';
import { type Row, type Section, cell } from '../../../core/report/outline/types.ts';
import { cellAnswer } from '../../../protocol/fold/survey/answer.ts';
import { stateOf } from '../../../protocol/fold/survey/grid.ts';
import type { TargetSession } from '../../../protocol/fold/survey/targets/row.ts';
import { cellName } from '../../../protocol/fold/survey/head.ts';
import { providers as known } from '../../../protocol/providers/find.ts';
import type { AppErrorValue } from '../../../protocol/values/app-error.ts';
import type { TargetRow, TargetTask, TargetsSummary } from '../../../protocol/values/survey/targets.ts';
import { appErrorText } from '../../../texts/app/app-errors.ts';
import { answerTexts } from '../../../texts/survey/cells.ts';
import { targetProblemText, targetRowText } from '../../../texts/survey/targets.ts';
import { plural } from '../../../texts/units.ts';
import { shorten, visible } from '../../../texts/visible.ts';
import { drawSection } from '../draw.ts';
import { type Output, paint } from '../terminal.ts';

/** `of`: the reports of its sessions. */
export function targetJson(task: TargetTask, row: TargetRow, of: readonly TargetSession[]): JsonValue {
  const { text, problem, ...rest } = row;
  const reports = new Map(of.map(({ key, report }) => [cellName(key), report]));
  const [key = null] = row.sessions;
  const reportOf = (one: TargetRow['sessions'][number]): JsonValue => {
    const report = reports.get(cellName(one));
    return report === undefined ? null : reportJson(report, { transcript: false });
  };
  const cells = row.sessions.map((one) => {
    const report = reports.get(cellName(one));
    const answer = report === undefined ? 'stopped' : cellAnswer(report);
    return { key: one, state: stateOf(answer), answer, inference: null, report: reportOf(one) };
  });
  return jsonValue({
    target: text,
    do: task,
    ...rest,
    key,
    inference: null,
    problem: problem === null ? null : { ...problem, text: targetProblemText(problem, text) },
    report: key === null ? null : reportOf(key),
    ...(task === 'domain' ? { cells } : {}),
  });
}

export interface ListResult {
  readonly task: TargetTask;
  readonly file: string;
  readonly startedAt: string | null;
  readonly durationMs: number;
  readonly stopped: boolean;
  /** Lines of the list, those of it that are of this shard, and those that an earlier run had ended. */
  readonly listed: number;
  readonly ours: number;
  readonly resumed: number;
  readonly repeated: number;
  readonly summary: TargetsSummary;
  /** Lines that could not be tried. */
  readonly problems: readonly TargetRow[];
  readonly title: string;
  /** What ended it before its end. */
  readonly failure: AppErrorValue | null;
}

export const listOk = ({ stopped, failure, summary: { count, ok } }: ListResult): boolean =>
  !stopped && failure === null && ok === count;

/** Everything but the targets themselves. */
export function listJson(result: ListResult): Readonly<Record<string, JsonValue>> {
  const { task, file, startedAt, durationMs, stopped, listed, ours, resumed, repeated, summary, problems, failure } =
    result;
  const { count, ok, ...by } = summary;
  const found = problems.flatMap(({ line, text, problem }) =>
    problem === null ? [] : [{ line, target: text, ...problem, text: targetProblemText(problem, text) }],
  );
  const value = {
    schema: 1,
    command: 'survey',
    do: task,
    ok: listOk(result),
    error:
      failure === null ? null : { code: failure.code, message: appErrorText(failure).message, params: failure.params },
    target: null,
    startedAt,
    durationMs,
    stopped,
    targets: { file, listed, ours, resumed, repeated, ended: count, ok, failed: count - ok },
    summary: { answers: by.answers, causes: by.causes, providers: by.providers },
    problems: found,
    verdict: { title: result.title, text: '' },
  };
  return jsonValue(value) as Readonly<Record<string, JsonValue>>;
}

const marks = { ok: '✔', bad: '✘', unknown: '–' } as const;

/** "✔ mail.example.org:25  works". */
export function targetLine(row: TargetRow, output: Pick<Output, 'colour'>): string {
  const [mark, tone] = row.ok
    ? ([marks.ok, 'good'] as const)
    : row.state === 'unknown'
      ? ([marks.unknown, 'warn'] as const)
      : ([marks.bad, 'bad'] as const);
  const who = row.user === undefined ? '' : ` ${visible(row.user)}`;
  const where = row.problem === null ? '' : `line ${row.line}: `;
  const more = [row.login, row.tls?.version].filter((one) => one !== null && one !== undefined).join(', ');
  const name = `${where}${shorten(visible(row.text), 120)}${who}`;
  return `${paint(output, mark, tone)} ${name}  ${targetRowText(row)}${row.ok && more !== '' ? ` (${more})` : ''}`;
}

const ROWS = 20;

export function drawList(result: ListResult, output: Output): string {
  const { summary, resumed, problems } = result;
  const head = `${listOk(result) ? paint(output, marks.ok, 'good') : paint(output, marks.bad, 'bad')} ${paint(output, result.title, 'strong')}`;
  const table = (title: string, rows: readonly (readonly [text: string, count: string])[]): Section[] =>
    rows.length === 0
      ? []
      : [
          {
            title,
            kind: 'table',
            columns: null,
            rows: rows.slice(0, ROWS).map(([a, b]) => ({ cells: [cell(b), cell(a)] })),
          },
        ];
  const providers = summary.providers.filter(({ provider }) => provider !== null);
  const sections = [
    ...table(
      'By verdict',
      summary.answers.map(({ answer, count }) => [answerTexts[answer], String(count)]),
    ),
    ...table(
      'By cause',
      summary.causes.map(({ title, count }) => [shorten(visible(title), 160), String(count)]),
    ),
    ...table(
      'By provider',
      (providers.length === 0 ? [] : summary.providers).map(({ provider, count, ok }) => [
        `${providerName(provider)}${ok === count ? '' : ` (${count - ok} not well)`}`,
        String(count),
      ]),
    ),
    ...problemSection(problems),
  ];
  const before = resumed === 0 ? [] : ['', `  ${plural(resumed, 'target')} of an earlier run counted in`];
  return [
    head,
    ...before,
    ...sections.flatMap((section) => ['', paint(output, section.title, 'strong'), ...drawSection(section, output)]),
  ].join('\n');
}

const providerName = (id: string | null): string =>
  id === null ? 'none that is known' : (known.find((one) => one.id === id)?.name ?? id);

function problemSection(problems: readonly TargetRow[]): Section[] {
  if (problems.length === 0) return [];
  const rows = problems.slice(0, ROWS).map(({ line, text, problem }): Row => {
    const why = problem === null ? '' : targetProblemText(problem, text);
    return { cells: [cell(`line ${line}: ${shorten(visible(text), 80)} ${why}`)] };
  });
  const more = problems.length - rows.length;
  const rest: Row[] = more === 0 ? [] : [{ cells: [cell(`and ${more} more`, 'muted')] }];
  return [{ title: 'Not tried', kind: 'items', columns: null, rows: [...rows, ...rest] }];
}
