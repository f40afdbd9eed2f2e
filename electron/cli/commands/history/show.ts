/** `posthorn history show`: a past run as `check` and `send` print it, a past survey as the command of its kind does. */
import { jsonValue, reportJson } from '../../../core/report/json.ts';
import { outlineOf } from '../../../core/report/outline/outline.ts';
import { keptNamed, openHistoryView } from '../../input/history.ts';
import type { OutputValues } from '../../options/session.ts';
import type { RunCommand } from '../../options/types.ts';
import { drawOutline } from '../../output/draw.ts';
import { drawSurvey, surveyJson } from '../../output/history/survey-result.ts';
import { checkReportName, keepReport, withoutTranscript } from '../../output/session.ts';
import { UsageError, status } from '../../status.ts';

interface Values {
  readonly output: OutputValues;
}

export const runHistoryShow: RunCommand<Values> = async ({ operands, terminal }, { output }) => {
  checkReportName(output);
  const { out } = terminal;
  const kept = await keptNamed(await openHistoryView(), operands[0] ?? '');
  const head = { schema: 1, command: 'history show', ok: true, entry: kept.entry };
  if ('sessions' in kept) {
    if (output.report !== undefined || output.transcript === true)
      throw new UsageError('--report and --transcript are of runs; a survey is many sessions');
    if (output.json) out.line(JSON.stringify(jsonValue({ ...head, survey: surveyJson(kept.state) })));
    else out.line(drawSurvey(kept.state, out));
    return status.ok;
  }
  const { report } = kept;
  if (output.json) {
    const { transcript = false } = output;
    out.line(JSON.stringify(jsonValue({ ...head, report: reportJson(report, { transcript }) })));
  } else out.line(drawOutline(outlineOf(output.transcript === true ? report : withoutTranscript(report)), out));
  await keepReport(report, output);
  return status.ok;
};
