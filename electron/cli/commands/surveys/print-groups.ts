/** Runs a survey of addresses, MX hosts or back ends, and prints it as it was asked for. */
import type { RequestOf } from '../../../protocol/values/survey/request.ts';
import type { ConnectionSecrets } from '../../../core/smtp/types.ts';
import type { CommandContext } from '../../context.ts';
import type { HostSurveyValues } from '../../options/surveys.ts';
import { drawGroups } from '../../output/surveys/draw-groups.ts';
import {
  type GroupState,
  endedCellJson,
  groupsHeadJson,
  groupsJson,
  groupsOk,
} from '../../output/surveys/group-json.ts';
import { type ExitStatus } from '../../status.ts';
import { runToState, surveyStatus } from './run.ts';

export async function printGroups(
  request: RequestOf<'addresses' | 'mx' | 'census'>,
  secrets: ConnectionSecrets | undefined,
  { output }: Pick<HostSurveyValues, 'output'>,
  context: CommandContext,
): Promise<ExitStatus> {
  const { out } = context.terminal;
  const lines = output.ndjson === true;
  const last = await runToState(request, context, { secrets }, (event) => {
    if (lines && event.type === 'cell-done') out.line(JSON.stringify(endedCellJson(event.key, event.report)));
  });
  const state = last as GroupState;
  if (lines) out.line(JSON.stringify(groupsHeadJson(state)));
  else if (output.json === true) out.line(JSON.stringify(groupsJson(state)));
  else out.line(drawGroups(state, context.terminal.out));
  return surveyStatus(state, groupsOk(state));
}
