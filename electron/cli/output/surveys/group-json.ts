/** The JSON of sessions with several addresses, MX hosts or back ends: one object, or a line for each session as it ends. */
import { type JsonValue, jsonValue, reportJson } from '../../../core/report/json.ts';
import { cellAnswer } from '../../../protocol/fold/survey/answer.ts';
import { stateOf } from '../../../protocol/fold/survey/grid.ts';
import type { Report } from '../../../protocol/values/session/report.ts';
import type { CellKey, SurveyCell } from '../../../protocol/values/survey/cell.ts';
import type { StateOf } from '../../../protocol/values/survey/state.ts';
import { groupInferenceText, groupTitle } from '../../../texts/survey/groups.ts';
import { addressesLeftOut, surveyFindingsJson } from '../matrix-json.ts';

export type GroupState = StateOf<'addresses' | 'mx' | 'census'>;

/** Everything that was to be asked answers, without a problem. A difference alone is none. */
export const groupsOk = ({ status, cells, hosts, findings }: GroupState): boolean =>
  status === 'done' &&
  cells.length > 0 &&
  hosts.every(({ addresses }) => addresses.length > 0) &&
  cells.every(({ report }) => report?.error === null) &&
  !findings.some(({ severity }) => severity === 'error');

export function groupsJson(state: GroupState): JsonValue {
  return jsonValue({ ...(groupsHeadJson(state) as object), cells: state.cells.map(groupCellJson) });
}

export function groupsHeadJson(state: GroupState): JsonValue {
  const { kind, host, startedAt, durationMs, status, clusters, pairs, hosts, route, findings } = state;
  const inferences = state.inferences.map((one) => ({ ...one, text: groupInferenceText(one) }));
  const [cell] = state.cells;
  const { target = null } = cell?.report ?? {};
  return jsonValue({
    schema: 1,
    command: kind,
    ok: groupsOk(state),
    target: {
      host,
      port: cell?.key.port ?? null,
      path: null,
      protocol: target?.protocol ?? 'smtp',
      security: target?.security ?? null,
    },
    startedAt,
    durationMs,
    stopped: status === 'stopped',
    addressesLeftOut: addressesLeftOut(state),
    hosts,
    route,
    clusters,
    pairs,
    inferences,
    findings: surveyFindingsJson(findings),
    verdict: { title: groupTitle(state), text: inferences[0]?.text ?? '' },
  });
}

export function groupCellJson({ key, state, answer, report }: SurveyCell): JsonValue {
  return jsonValue({
    key,
    state,
    answer,
    inference: null,
    report: report === null ? null : reportJson(report, { transcript: false }),
  });
}

/** A session as it ends: whether it differs from the others is not known yet, and stands in the last line. */
export function endedCellJson(key: CellKey, report: Report): JsonValue {
  const answer = cellAnswer(report);
  return groupCellJson({ key, state: stateOf(answer), answer, report, readFrom: null });
}
