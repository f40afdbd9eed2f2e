/**
 * The JSON that the command line prints and the window saves, read back: a report of one session, a comparison of two, or a survey. It comes
 * from somebody else: what is not as it must be is refused with its place, and nothing of it is taken for more than text.
 */
import * as v from 'valibot';
import { type Report, ReportSchema } from '../../values/session/report.ts';
import { ComparisonFileSchema, GroupsFileSchema, MatrixFileSchema, VerifyFileSchema } from './file-schemas.ts';
import { ListFileSchema, WatchFileSchema, openedList, openedWatch } from './line-files.ts';
import { type OpenedSurvey, openedGroups, openedMatrix, openedVerify } from './opened-survey.ts';
import { revive } from './revive.ts';

export type OpenedFile =
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'comparison'; readonly a: Report; readonly b: Report }
  | ({ readonly kind: 'survey' } & OpenedSurvey);

/** Why it cannot be shown; electron/texts/app/report-files.ts has the sentences. */
export type OpenProblem =
  | { readonly code: 'empty' }
  /** Line and column from 1; null where the parser does not say. */
  | { readonly code: 'not-json'; readonly line: number | null; readonly column: number | null }
  | { readonly code: 'too-deep' }
  /** Several objects, a line each, that are no survey. */
  | { readonly code: 'several'; readonly count: number }
  /** Of a later version. */
  | { readonly code: 'newer'; readonly schema: number }
  /** JSON, but of nothing that has a view; `command` where it names one. */
  | { readonly code: 'other'; readonly command: string | null }
  /** `place`: a path of members and numbers, as in `cells.3.key.port`. */
  | { readonly code: 'wrong'; readonly place: string; readonly why: string };

export type OpenResult =
  { readonly ok: true; readonly value: OpenedFile } | { readonly ok: false; readonly problem: OpenProblem };

const no = (problem: OpenProblem): OpenResult => ({ ok: false, problem });

export function readReportText(text: string): OpenResult {
  const trimmed = text.replace(/^\ufeff/, '').trim();
  if (trimmed === '') return no({ code: 'empty' });
  const parsed = parse(trimmed);
  if (!parsed.ok) {
    const lines = readLines(trimmed);
    return lines ?? no(parsed.problem);
  }
  return revived(parsed.value, readValue);
}

/** Octets are octets again, whatever it is. */
function revived(raw: unknown, read: (value: unknown) => OpenResult): OpenResult {
  const alive = revive(raw);
  return alive === null ? no({ code: 'too-deep' }) : read(alive.value);
}

type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: OpenProblem };

function parse(text: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const at = /end of JSON/i.test(message) ? String(text.length) : /at position (\d{1,10})/.exec(message)?.[1];
    if (at === undefined) return { ok: false, problem: { code: 'not-json', line: null, column: null } };
    const before = text.slice(0, Number(at));
    const line = before.split('\n').length;
    return { ok: false, problem: { code: 'not-json', line, column: before.length - before.lastIndexOf('\n') } };
  }
}

/** A survey a line each (`--ndjson`): its cells, rounds or rows, and the rest last. null where it is no such text. */
function readLines(text: string): OpenResult | null {
  const values: unknown[] = [];
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  for (const [at, line] of lines.entries()) {
    const parsed = parse(line.trim());
    if (parsed.ok) values.push(parsed.value);
    // Whoever wrote it was stopped in the middle of its last line.
    else if (at === lines.length - 1 && isLineOfSome(values.at(-1))) break;
    else return null;
  }
  const last = values.at(-1);
  if (values.some(isLineOfSome)) return revived(values, (alive) => readWritten(Array.isArray(alive) ? alive : []));
  if (values.length < 2) return null;
  if (!isObject(last) || !isSurvey(last.command)) return no({ code: 'several', count: values.length });
  return revived({ ...last, cells: values.slice(0, -1) }, readValue);
}

/** Of a watch. */
const isRound = (value: unknown): boolean => isObject(value) && (value.event === 'round' || value.event === 'change');
/** Of a list of targets. */
const isRow = (value: unknown): boolean => isObject(value) && 'do' in value && 'target' in value && 'sessions' in value;
const isLineOfSome = (value: unknown): boolean => isRound(value) || isRow(value);

/** Lines as a watch or a list of targets writes them; what sums them up may be missing. */
function readWritten(values: readonly unknown[]): OpenResult {
  const last = values.at(-1);
  const end = isLineOfSome(last) ? null : last;
  const lines = end === null ? values : values.slice(0, -1);
  const strange = lines.findIndex((value) => !isLineOfSome(value));
  if (strange !== -1) return no({ code: 'several', count: values.length });
  return lines.some(isRound) ? readWatch(lines, end) : readList(lines, end);
}

function readWatch(lines: readonly unknown[], end: unknown): OpenResult {
  const of = (event: string): unknown[] => lines.filter((value) => isObject(value) && value.event === event);
  const file = { rounds: of('round'), changes: of('change'), end };
  return judged(WatchFileSchema, file, (read) => ({ kind: 'survey', ...openedWatch(read) }));
}

const readList = (rows: readonly unknown[], end: unknown): OpenResult =>
  judged(ListFileSchema, { rows, end }, (read) => ({ kind: 'survey', ...openedList(read) }));

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const SURVEYS = ['matrix', 'addresses', 'mx', 'census', 'verify'];
const isSurvey = (command: unknown): boolean => SURVEYS.some((each) => each === command);

function readValue(value: unknown): OpenResult {
  if (isLineOfSome(value)) return readWritten([value]);
  if (!isObject(value)) return no({ code: 'other', command: null });
  const { schema, command } = value;
  if (typeof schema === 'number' && schema > 1) return no({ code: 'newer', schema });
  switch (command) {
    case 'check':
    case 'send':
    case 'console':
      return judged(ReportSchema, value, (report) => ({ kind: 'report', report }));
    case 'compare':
      return judged(ComparisonFileSchema, value, ({ a, b }) => ({ kind: 'comparison', a, b }));
    case 'matrix':
      return judged(MatrixFileSchema, value, (file) => ({ kind: 'survey', ...openedMatrix(file) }));
    case 'addresses':
    case 'mx':
    case 'census':
      return judged(GroupsFileSchema, value, (file) => ({ kind: 'survey', ...openedGroups(file) }));
    case 'verify':
      return judged(VerifyFileSchema, value, (file) => ({ kind: 'survey', ...openedVerify(file) }));
    case 'watch':
      return readWatch([], value);
    case 'survey':
      return readList(Array.isArray(value.cells) ? value.cells : [], value);
    default:
      return no({ code: 'other', command: typeof command === 'string' ? command : null });
  }
}

function judged<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  open: (read: v.InferOutput<S>) => OpenedFile,
): OpenResult {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return { ok: true, value: open(parsed.output) };
  const [issue] = parsed.issues;
  return no({ code: 'wrong', place: v.getDotPath(issue) ?? '', why: issue.message });
}
