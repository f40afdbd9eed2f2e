/** `posthorn history compare`: two past runs as `compare` shows two checks, or two surveys of one kind, cell by cell. */
import { comparisonJson } from '../../../core/report/comparison-json.ts';
import { jsonValue } from '../../../core/report/json.ts';
import { compareSurveys } from '../../../protocol/fold/compare/surveys.ts';
import type { KeptRun, KeptSurvey } from '../../../storage/history/files.ts';
import { keptNamed, openHistoryView } from '../../input/history.ts';
import type { OutputValues } from '../../options/session.ts';
import type { RunCommand } from '../../options/types.ts';
import { drawComparison } from '../../output/draw-comparison.ts';
import { drawComparedSurveys } from '../../output/history/compared-surveys.ts';
import { checkReportName, keepAs } from '../../output/session.ts';
import type { Terminal } from '../../output/terminal.ts';
import { comparisonAs, outlineOfBoth } from '../compare.ts';
import { type ExitStatus, UsageError, status } from '../../status.ts';

interface Values {
  readonly output: OutputValues;
}

const isSurvey = (kept: KeptRun | KeptSurvey): kept is KeptSurvey => 'sessions' in kept;

export const runHistoryCompare: RunCommand<Values> = async ({ operands, terminal }, { output }) => {
  checkReportName(output);
  const view = await openHistoryView();
  const a = await keptNamed(view, operands[0] ?? '');
  const b = await keptNamed(view, operands[1] ?? '');
  if (isSurvey(a) && isSurvey(b)) return surveys(a, b, output, terminal);
  if (isSurvey(a) || isSurvey(b)) throw new UsageError('a run and a survey cannot be compared');
  if (output.json) {
    const json = comparisonJson(a.report, b.report, { transcript: output.transcript ?? false });
    terminal.out.line(JSON.stringify(jsonValue({ ...(json as object), command: 'history compare', ok: true })));
  } else terminal.out.line(drawComparison(outlineOfBoth(a.report, b.report, output), terminal.out));
  await keepAs(output, (format) => comparisonAs(format, a.report, b.report));
  return status.ok;
};

function surveys(a: KeptSurvey, b: KeptSurvey, output: OutputValues, { out }: Terminal): ExitStatus {
  if (output.report !== undefined || output.transcript === true)
    throw new UsageError('--report and --transcript are of runs; a survey is many sessions');
  const compared = compareSurveys(a.state, b.state);
  if (compared === null) throw new UsageError('two surveys of different kinds cannot be compared');
  if (output.json)
    out.line(
      JSON.stringify(
        jsonValue({ schema: 1, command: 'history compare', ok: true, a: a.entry, b: b.entry, ...compared }),
      ),
    );
  else out.line(drawComparedSurveys(a.entry, b.entry, compared, out));
  return status.ok;
}
