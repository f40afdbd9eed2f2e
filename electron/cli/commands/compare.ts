/** `posthorn compare`: two checks at the same time, and what differs between them. Nothing is ever sent. */
import { comparisonJson } from '../../core/report/comparison-json.ts';
import { outlineOfComparison } from '../../core/report/outline/comparison.ts';
import { transcriptSection } from '../../core/report/outline/sections.ts';
import type { Outline } from '../../core/report/outline/types.ts';
import { systemClock } from '../../core/recording/clock.ts';
import { check, refusedArgument } from '../../core/smtp/flows/check.ts';
import type { CheckOptions } from '../../core/smtp/types.ts';
import type { SessionEvent } from '../../protocol/values/session/event.ts';
import type { Report } from '../../protocol/values/session/report.ts';
import { type CompareValues, sharedOptions } from '../arguments/compare.ts';
import { refuse } from '../arguments/refuse.ts';
import { drawComparison } from '../output/draw-comparison.ts';
import type { OutputValues } from '../options/session.ts';
import type { RunCommand } from '../options/types.ts';
import { ProgressLine, progressText } from '../output/progress.ts';
import { checkReportName, exitStatusOf, keepAs, SessionOutput } from '../output/session.ts';
import { type ExitStatus, status } from '../status.ts';
import type { Terminal } from '../output/terminal.ts';

interface Values extends CompareValues {
  readonly output: OutputValues;
}

export const runCompare: RunCommand<Values> = async ({ operands, terminal, signal, stdin }, options) => {
  const { output } = options;
  checkReportName(output);
  const [first, second] = await sharedOptions([operands[0] ?? '', operands[1] ?? ''], options, stdin, terminal);
  // Before either is connected: half a comparison helps nobody.
  for (const side of [first, second]) refuse(refusedArgument(side));
  const [a, b] = await bothChecked([first, second], output, signal, terminal);
  const done = worst([exitStatusOf(a), exitStatusOf(b)]);
  for (const { error } of [a, b])
    if (error?.code === 'invalid-argument') terminal.err.line(`posthorn: ${error.message}`);
  if (output.json) terminal.out.line(JSON.stringify(comparisonJson(a, b, { transcript: output.transcript ?? false })));
  else if (done !== status.usage) terminal.out.line(drawComparison(outlineOfBoth(a, b, output), terminal.out));
  await keepAs(output, (format) => comparisonAs(format, a, b));
  return done;
};

/** Each in a session of its own. What Posthorn itself cannot do for one side, such as reading its password, ends the other too. */
async function bothChecked(
  sides: readonly [CheckOptions, CheckOptions],
  output: OutputValues,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<readonly [Report, Report]> {
  const given = new AbortController();
  const either = AbortSignal.any([signal, given.signal]);
  const progress = new ProgressLine(terminal.err);
  const doing = ['', ''];
  const transcript = output.transcript === true || output.report !== undefined;
  const checked = async (index: 0 | 1): Promise<Report> => {
    const session = new SessionOutput('check', terminal, false);
    const emit = (event: SessionEvent): void => {
      session.emit(event);
      const text = event.type === 'session-end' ? 'done' : progressText(event);
      if (text === null) return;
      doing[index] = text;
      progress.show(`A: ${doing[0] ?? ''}  B: ${doing[1] ?? ''}`);
    };
    try {
      const result = await check(sides[index], { emit, signal: either, clock: systemClock });
      return await session.report(result, transcript);
    } catch (error) {
      given.abort();
      throw error;
    }
  };
  const [a, b] = await Promise.allSettled([checked(0), checked(1)]);
  progress.clear();
  if (a.status === 'rejected') throw a.reason;
  if (b.status === 'rejected') throw b.reason;
  return [a.value, b.value];
}

/** An interrupt outweighs everything, a refused argument a problem of the server. */
const worst = (all: readonly ExitStatus[]): ExitStatus =>
  [status.interrupted, status.usage, status.problem].find((each) => all.includes(each)) ?? status.ok;

export function outlineOfBoth(a: Report, b: Report, { transcript }: OutputValues): Outline {
  const compared = outlineOfComparison(a, b);
  if (!transcript) return compared;
  const transcripts = [
    { name: 'A', section: transcriptSection(a) },
    { name: 'B', section: transcriptSection(b) },
  ].flatMap(({ name, section }) => (section === null ? [] : [{ ...section, title: `${name}: ${section.title}` }]));
  return { ...compared, sections: [...compared.sections, ...transcripts] };
}

export async function comparisonAs(format: string, a: Report, b: Report): Promise<string> {
  if (format === '.json') return `${JSON.stringify(comparisonJson(a, b, { transcript: true }), null, 2)}\n`;
  if (format === '.html') return (await import('../../core/report/html.ts')).comparisonHtml(a, b);
  return (await import('../../core/report/markdown.ts')).comparisonMarkdown(a, b);
}
