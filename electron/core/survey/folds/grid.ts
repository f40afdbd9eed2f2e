/** From the events of a matrix to its cells, by address and port in the order of their first tries. Pure. */
import type { Report } from '../../../protocol/values/session/report.ts';
import type { CellAnswer, CellKey, CellSecurity, CellState, SurveyCell } from '../../../protocol/values/survey/cell.ts';
import type { SurveyEvent } from '../../../protocol/values/survey/event.ts';
import { cellAnswer, clearAnswer, connected } from './answer.ts';

interface Port {
  readonly key: CellKey;
  starttls: Report | null;
  tls: Report | null;
}

const unknown: readonly CellAnswer[] = ['not-tried', 'stopped'];
export const stateOf = (answer: CellAnswer): CellState =>
  answer === 'works' || answer === 'no-login' ? 'works' : unknown.includes(answer) ? 'unknown' : 'fails';

export function cellsOf(events: readonly SurveyEvent[]): SurveyCell[] {
  const ports = new Map<string, Port>();
  for (const event of events) {
    if (event.type !== 'cell-started' && event.type !== 'cell-done') continue;
    const { security, ...key } = event.key;
    const name = `${key.address} ${key.port}`;
    const port = ports.get(name) ?? { key, starttls: null, tls: null };
    ports.set(name, port);
    if (event.type === 'cell-done' && security !== undefined && security !== 'none') port[security] = event.report;
  }
  return [...ports.values()].flatMap(cellsOfPort);
}

function cellsOfPort({ key, starttls, tls }: Port): SurveyCell[] {
  const cell = (
    security: CellSecurity | undefined,
    answer: CellAnswer,
    report: Report | null,
    readFrom: CellSecurity | null = null,
  ): SurveyCell => ({
    key: security === undefined ? key : { ...key, security },
    state: stateOf(answer),
    answer,
    report,
    readFrom,
  });
  const tried = [starttls, tls].filter((report) => report !== null);
  const [first] = tried;
  if (first === undefined) return [cell(undefined, 'stopped', null)];
  // One connect decides for every way.
  if (!tried.some(connected)) return [cell(undefined, cellAnswer(first), first)];
  const overTls = tls === null ? 'stopped' : cellAnswer(tls);
  const tlsCell = cell('tls', overTls, tls);
  if (starttls === null) {
    const untried = tls?.tls === null ? 'stopped' : 'not-tried';
    return [cell('none', untried, null), cell('starttls', untried, null), tlsCell];
  }
  const waits = starttls.greeting === null && tls !== null && tls.tls !== null;
  const clear = waits ? 'waits-for-tls' : clearAnswer(starttls);
  const upgraded = starttls.ehlo.plain === null ? clear : cellAnswer(starttls);
  return [cell('none', clear, starttls, 'starttls'), cell('starttls', upgraded, starttls), tlsCell];
}
