/** The JSON of a port matrix: one object, or a line for each cell as it ends and one with the rest last. */
import { type JsonValue, findingJson, jsonValue, reportJson } from '../../core/report/json.ts';
import type { SurveyCell } from '../../protocol/values/survey/cell.ts';
import type { MatrixInference } from '../../protocol/values/survey/matrix.ts';
import type { StateOf, SurveyFinding, SurveyState } from '../../protocol/values/survey/state.ts';
import { inferenceText, matrixTitle } from '../../texts/survey/matrix.ts';

type Matrix = StateOf<'matrix'>;

/** Addresses of the names beyond those that are asked. */
export const addressesLeftOut = ({ hosts }: Pick<SurveyState, 'hosts'>): number =>
  hosts.reduce((sum, { leftOut }) => sum + leftOut, 0);

/** Something works, the login too where one was asked for, and nothing that answers has a fault. A closed port is none. */
export const isOk = ({ summary, login, status, findings }: Matrix): boolean =>
  status === 'done' &&
  summary.best !== null &&
  login?.ok !== false &&
  !findings.some(({ severity }) => severity === 'error');

export function matrixJson(matrix: Matrix): JsonValue {
  const { cells, summary } = matrix;
  return jsonValue({ ...headJson(matrix), cells: cells.map((cell) => cellJson(cell, summary.inferences)) });
}

/** With the cells that have it; `evidence` is of the first of them. */
export const surveyFindingsJson = (findings: readonly SurveyFinding[]): JsonValue =>
  findings.map((finding) => findingJson(finding));

function headJson(matrix: Matrix) {
  const { summary, login, startedAt, durationMs, status } = matrix;
  const inferences = summary.inferences.map((inference) => ({ ...inference, text: inferenceText(inference) }));
  return {
    schema: 1,
    command: 'matrix',
    ok: isOk(matrix),
    target: { host: summary.host, port: null, path: null, protocol: 'smtp', security: null },
    startedAt,
    durationMs,
    stopped: status === 'stopped',
    addressesLeftOut: addressesLeftOut(matrix),
    best: summary.best,
    login: login === null ? null : reportJson(login, { transcript: false }),
    inferences,
    findings: surveyFindingsJson(matrix.findings),
    verdict: { title: matrixTitle(summary), text: inferences[0]?.text ?? '' },
  };
}

/** The report stands with the cell whose session it was; one that it answers for besides names that cell's security. */
function cellJson(cell: SurveyCell, inferences: readonly MatrixInference[]): JsonValue {
  const { key, state, answer, report, readFrom } = cell;
  const about = inferences.find((inference) => isAbout(inference, key.port));
  return jsonValue({
    key,
    state,
    answer,
    inference: about === undefined ? null : { code: about.code, text: inferenceText(about) },
    readFrom,
    report: report === null || readFrom !== null ? null : reportJson(report, { transcript: false }),
  });
}

function isAbout({ code, params }: MatrixInference, port: number): boolean {
  if (code === 'blocked-25') return port === 25;
  if ('port' in params) return params.port === port;
  return 'ports' in params && params.ports.includes(port);
}

export class MatrixLines {
  readonly #write: (text: string) => void;
  readonly #written = new Set<string>();

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** What a cell shows together with others is not known yet: `inference` is null, and stands in the last line. */
  cells(cells: readonly SurveyCell[]): void {
    for (const cell of cells) {
      const name = JSON.stringify(cell.key);
      if (this.#written.has(name)) continue;
      this.#written.add(name);
      this.#write(JSON.stringify(cellJson(cell, [])));
    }
  }

  /** Cells that were not written when they ended, since the survey was stopped; then everything else. */
  end(matrix: Matrix): void {
    this.cells(matrix.cells);
    this.#write(JSON.stringify(jsonValue(headJson(matrix))));
  }
}
