/** The findings of all cells as one list: the same of several cells once, with where it was found. The judge's own words; nothing is judged here. */
import type { Finding, Report } from '../../values/session/report.ts';
import type { CellAnswer, SurveyCell } from '../../values/survey/cell.ts';
import type { SurveyFinding } from '../../values/survey/state.ts';

const order: readonly Finding['severity'][] = ['error', 'warning', 'info', 'ok'];

/** What of a port that is tried in every way is only to be expected: that it is not open, or is for another way. */
const expected: readonly CellAnswer[] = [
  'refused',
  'silent',
  'unreachable',
  'no-greeting',
  'waits-for-tls',
  'not-tls',
  'not-offered',
];

/** What the judge says of the end of a session, where its findings do not have it already. */
function refusalOf({ error, findings }: Report, answer: CellAnswer, ways: 'each-asked' | 'some-expected'): Finding[] {
  const diagnosis = error?.diagnosis;
  if (diagnosis === undefined || error?.code === 'cancelled') return [];
  if (ways === 'some-expected' && expected.includes(answer)) return [];
  const isThere = findings.some(({ id, cause }) => id === diagnosis.id && cause === diagnosis.cause);
  return isThere ? [] : [{ severity: 'error', ...diagnosis }];
}

/**
 * The gravest first, then those of the most cells. A cell that another's session answers for has no finding of its own. `each-asked`:
 * every session was to work; `some-expected`: ways were tried of which some never do.
 */
export function findingsOfCells(cells: readonly SurveyCell[], ways: 'each-asked' | 'some-expected'): SurveyFinding[] {
  const found = new Map<string, SurveyFinding>();
  for (const { key, report, readFrom, answer } of cells) {
    if (report === null || readFrom !== null) continue;
    for (const finding of [...refusalOf(report, answer, ways), ...report.findings]) {
      const name = JSON.stringify([finding.id, finding.severity, finding.title, finding.cause]);
      const before = found.get(name);
      found.set(name, { ...(before ?? finding), cells: [...(before?.cells ?? []), key] });
    }
  }
  const rank = ({ severity }: Finding): number => order.indexOf(severity);
  return [...found.values()].sort((a, b) => rank(a) - rank(b) || b.cells.length - a.cells.length);
}
