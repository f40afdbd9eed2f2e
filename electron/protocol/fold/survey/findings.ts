/** The findings of all cells as one list: the same of several cells once, with where it was found. The judge's own words; nothing is judged here. */
import type { Finding } from '../../values/session/report.ts';
import type { SurveyCell } from '../../values/survey/cell.ts';
import type { SurveyFinding } from '../../values/survey/state.ts';

const order: readonly Finding['severity'][] = ['error', 'warning', 'info', 'ok'];

/** The gravest first, then those of the most cells. A cell that another's session answers for has no finding of its own. */
export function findingsOfCells(cells: readonly SurveyCell[]): SurveyFinding[] {
  const found = new Map<string, SurveyFinding>();
  for (const { key, report, readFrom } of cells) {
    if (report === null || readFrom !== null) continue;
    for (const finding of report.findings) {
      const name = JSON.stringify([finding.id, finding.severity, finding.title, finding.cause]);
      const before = found.get(name);
      found.set(name, { ...(before ?? finding), cells: [...(before?.cells ?? []), key] });
    }
  }
  const rank = ({ severity }: Finding): number => order.indexOf(severity);
  return [...found.values()].sort((a, b) => rank(a) - rank(b) || b.cells.length - a.cells.length);
}
