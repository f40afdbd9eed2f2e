/** The findings of all cells as one list: the same of several cells once, with where it was found. The judge's own words; nothing is judged here. */
import type { Finding, Report } from '../../values/session/report.ts';
import type { CellAnswer, SurveyCell } from '../../values/survey/cell.ts';
import type { SurveyFinding } from '../../values/survey/state.ts';
import { isSaid } from '../verdict.ts';

const order: readonly Finding['severity'][] = ['error', 'warning', 'info', 'ok'];

type Ways = 'each-asked' | 'some-expected';

/** What of a port that is tried in every way is only to be expected: that it is not open, or is for another way. */
const expected: readonly CellAnswer[] = [
  'refused',
  'silent',
  'unreachable',
  'no-greeting',
  'waits-for-tls',
  'not-tls',
  'not-offered',
  // A proxy that says so of one port is a closed port, or a filter.
  'proxy-cannot',
  'proxy-forbids',
];

/** Servers hardly check each other's certificate (RFC 7435): on 25 it is a fault where TLS was asked for, not where each way is tried. */
const isRarelyChecked = ({ key, answer }: SurveyCell, ways: Ways): boolean =>
  ways === 'some-expected' && key.port === 25 && (answer === 'certificate-chain' || answer === 'certificate-name');

/** Closed, or nothing said, when TLS began with the first octet: a port in clear answers that so. */
const isSilenceToTls = ({ target, tls, error }: Report): boolean =>
  target.security === 'tls' && tls === null && (error?.code === 'timeout' || error?.code === 'server-disconnected');

/** What the judge says of the end of a session, where its findings do not have it already. */
function refusalOf(report: Report, answer: CellAnswer, ways: Ways): Finding[] {
  const { error, findings } = report;
  const diagnosis = error?.diagnosis;
  if (diagnosis === undefined || error?.code === 'cancelled') return [];
  if (ways === 'some-expected' && (expected.includes(answer) || isSilenceToTls(report))) return [];
  return findings.some((finding) => finding.severity === 'error' && isSaid(report, finding))
    ? []
    : [{ severity: 'error', ...diagnosis }];
}

function findingsOf(cell: SurveyCell, report: Report, ways: Ways): readonly Finding[] {
  if (!isRarelyChecked(cell, ways)) return [...refusalOf(report, cell.answer, ways), ...report.findings];
  return report.findings.map((one) => (isSaid(report, one) ? { ...one, severity: 'info' } : one));
}

/**
 * The gravest first, then those of the most cells. A cell that another's session answers for has no finding of its own. `each-asked`:
 * every session was to work; `some-expected`: ways were tried of which some never do.
 */
export function findingsOfCells(cells: readonly SurveyCell[], ways: Ways): SurveyFinding[] {
  const found = new Map<string, SurveyFinding>();
  for (const cell of cells) {
    const { key, report, readFrom } = cell;
    if (report === null || readFrom !== null) continue;
    for (const finding of findingsOf(cell, report, ways)) {
      const name = JSON.stringify([finding.id, finding.severity, finding.title, finding.cause]);
      const before = found.get(name);
      found.set(name, { ...(before ?? finding), cells: [...(before?.cells ?? []), key] });
    }
  }
  const rank = ({ severity }: Finding): number => order.indexOf(severity);
  return [...found.values()].sort((a, b) => rank(a) - rank(b) || b.cells.length - a.cells.length);
}
