/** From the tries of a matrix to its cells, by address and port in the order of their first tries. Pure. */
import type { Report } from '../../values/session/report.ts';
import type { CellAnswer, CellKey, CellSecurity, CellState, SurveyCell } from '../../values/survey/cell.ts';
import { cellAnswer, clearAnswer, connected } from './answer.ts';

interface Port {
  readonly key: CellKey;
  starttls: Report | null;
  tls: Report | null;
}

const unknown: readonly CellAnswer[] = ['not-tried', 'stopped'];
export const stateOf = (answer: CellAnswer): CellState =>
  answer === 'works' || answer === 'no-login' ? 'works' : unknown.includes(answer) ? 'unknown' : 'fails';

export class MatrixGrid {
  readonly #ports = new Map<string, Port>();

  /** Goes on from cells that it gave. */
  constructor(cells: readonly SurveyCell[] = []) {
    for (const { key, report, readFrom } of cells) {
      this.begin(key);
      // Of a port that nobody connects to, whichever way was tried first.
      if (report !== null && readFrom === null) this.end({ ...key, security: key.security ?? 'starttls' }, report);
    }
  }

  begin(key: CellKey): void {
    this.#at(key);
  }

  end(key: CellKey, report: Report): void {
    const { security } = key;
    if (security !== undefined && security !== 'none') this.#at(key)[security] = report;
  }

  #at({ security: _, ...key }: CellKey): Port {
    const name = `${key.address} ${key.port}`;
    const port = this.#ports.get(name) ?? { key, starttls: null, tls: null };
    this.#ports.set(name, port);
    return port;
  }

  get cells(): SurveyCell[] {
    return [...this.#ports.values()].flatMap(cellsOfPort);
  }
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
