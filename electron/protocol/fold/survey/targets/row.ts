/** From the reports of a target's sessions to its row. Pure. */
import type { Report } from '../../../values/session/report.ts';
import type { CellKey } from '../../../values/survey/cell.ts';
import type { ListedTarget, TargetProblem, TargetRow } from '../../../values/survey/targets.ts';
import { cellAnswer } from '../answer.ts';
import { stateOf } from '../grid.ts';

export interface TargetSession {
  readonly key: CellKey;
  readonly report: Report;
}

/** When it was begun, and how long it took. */
type Times = Pick<TargetRow, 'startedAt' | 'durationMs'>;

/** `sessions` has one at least. `problem`: what besides them could not be tried. */
export function targetRow(
  { line, text, user }: ListedTarget,
  sessions: readonly TargetSession[],
  times: Times,
  problem: TargetProblem | null = null,
): TargetRow {
  const [first] = sessions;
  const decides = sessions.find(({ report }) => report.error !== null) ?? sessions.find(isWrong) ?? first;
  if (decides === undefined) return untriedRow({ line, text, user }, problem, times);
  const { report, key } = decides;
  const answer = cellAnswer(report);
  const others = sessions.filter((one) => one !== decides);
  const mixed = report.error !== null && others.some((one) => one.report.error === null);
  return {
    line,
    text,
    ...(user === undefined ? {} : { user }),
    ok: problem === null && !sessions.some(isWrong),
    state: answer === 'stopped' ? 'unknown' : mixed ? 'differs' : stateOf(answer),
    answer,
    error: report.error?.code ?? null,
    cause: causeOf(report),
    provider: report.provider ?? sessions.find((one) => one.report.provider !== null)?.report.provider ?? null,
    tls: report.tls === null ? null : { version: report.tls.version, validTo: report.tls.chain[0]?.validTo ?? null },
    login: report.auth?.used ?? null,
    problem,
    sessions: [key, ...others.map((one) => one.key)],
    ...times,
  };
}

const isWrong = ({ report }: TargetSession): boolean => !report.ok;

function causeOf({ error, findings }: Report): TargetRow['cause'] {
  const found = error?.diagnosis ?? findings.find(({ severity }) => severity === 'error');
  if (found !== undefined) return { id: found.id, title: found.title };
  return error === null ? null : { id: `outcome.${error.code}`, title: error.message };
}

/** One that came to no session. */
export function untriedRow({ line, text, user }: ListedTarget, problem: TargetProblem | null, times: Times): TargetRow {
  return {
    line,
    text,
    ...(user === undefined ? {} : { user }),
    ok: false,
    state: 'unknown',
    answer: problem === null ? 'stopped' : 'not-tried',
    error: null,
    cause: null,
    provider: null,
    tls: null,
    login: null,
    problem,
    sessions: [],
    ...times,
  };
}
