/** A survey that is over, of whatever kind, on a terminal and as the command of its kind prints it as JSON. */
import type { JsonValue } from '../../../core/report/json.ts';
import { targetsTitle } from '../../../texts/survey/targets.ts';
import type { StateOf, SurveyState } from '../../../protocol/values/survey/state.ts';
import { drawMatrix } from '../draw-matrix.ts';
import { matrixJson } from '../matrix-json.ts';
import { drawGroups } from '../surveys/draw-groups.ts';
import { groupsJson } from '../surveys/group-json.ts';
import { drawList, listJson, type ListResult, targetJson, targetLine } from '../surveys/target-lines.ts';
import { drawVerify, verifyJson } from '../surveys/verify-result.ts';
import { drawWatch, watchJson } from '../surveys/watch-lines.ts';
import type { Output } from '../terminal.ts';

export function drawSurvey(state: SurveyState, output: Output): string {
  switch (state.kind) {
    case 'matrix':
      return drawMatrix(state, { family: null, options: [] }, output);
    case 'addresses':
    case 'mx':
    case 'census':
      return drawGroups(state, output);
    case 'watch':
      return drawWatch(state, output);
    case 'mechanisms':
      return drawVerify(state, output);
    case 'targets':
      return [...state.rows.map((row) => targetLine(row, output)), drawList(listResult(state), output)].join('\n');
  }
}

export function surveyJson(state: SurveyState): JsonValue {
  switch (state.kind) {
    case 'matrix':
      return matrixJson(state);
    case 'addresses':
    case 'mx':
    case 'census':
      return groupsJson(state);
    case 'watch':
      return watchJson(state);
    case 'mechanisms':
      return verifyJson(state);
    case 'targets':
      return { ...listJson(listResult(state)), cells: state.rows.map((row) => targetJson(state.do, row, [])) };
  }
}

function listResult(state: StateOf<'targets'>): ListResult {
  const { do: task, host, startedAt, durationMs, status, listed, rows, summary } = state;
  return {
    ...{ task, file: host, startedAt, durationMs, stopped: status === 'stopped', listed, ours: listed, resumed: 0 },
    ...{
      repeated: 0,
      failure: null,
      summary,
      problems: rows.filter(({ problem }) => problem !== null),
      title: targetsTitle(state),
    },
  };
}
