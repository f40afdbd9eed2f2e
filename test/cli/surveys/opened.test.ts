/** What the built program prints as JSON of a survey or a comparison is read back whole, as the window does with a file of it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as v from 'valibot';
import { type OpenResult, readReportText } from '../../../electron/protocol/parse/opened/report-text.ts';
import { SurveyRequestSchema } from '../../../electron/protocol/values/survey/request.ts';
import { type SurveyState, SurveyStateSchema } from '../../../electron/protocol/values/survey/state.ts';
import { surveyTitle } from '../../../electron/texts/survey/title.ts';
import { type JsonLine, Program, type Serving } from '../program.ts';

const PW = 'open sesame';
let program: Program;
let serving: Serving;
let port = '';
beforeAll(async () => {
  program = await Program.build();
  serving = await program.serve(['--smtp', '0', '--auth', 'ann:env:PW', '--hostname', 'mail.own.test'], { PW });
  port = String(serving.ports[0]);
});
afterAll(async () => {
  await serving.stop();
  await program.remove();
});

function survey(result: OpenResult): SurveyState {
  if (!result.ok || result.value.kind !== 'survey') throw new Error(JSON.stringify(result));
  v.parse(SurveyRequestSchema, result.value.request);
  return v.parse(SurveyStateSchema, result.value.state);
}

test.each([
  ['matrix', ['127.0.0.1', '--port', '@']],
  ['addresses', ['127.0.0.1:@']],
  ['mx', ['127.0.0.1:@']],
  ['census', ['127.0.0.1:@', '--sessions', '2']],
  ['verify', ['127.0.0.1:@', '--user', 'ann', '--password-env', 'PW']],
] as const)('%s', async (kind, args) => {
  const typed = args.map((each) => each.replace('@', port));
  const { stdout } = await program.run([kind, ...typed, '--ca', serving.caFile, '--json'], { env: { PW } });
  const printed = JSON.parse(stdout) as JsonLine & { verdict: { title: string }; cells: unknown[] };
  const state = survey(readReportText(stdout));
  expect(surveyTitle(state)).toBe(printed.verdict.title);
  expect(state.cells).toHaveLength(printed.cells.length);
  expect(state.cells.some(({ report }) => report?.greeting?.raw instanceof Uint8Array)).toBe(true);
  // A cell that another's session answers for has its report again.
  expect(state.cells.filter(({ readFrom, report }) => readFrom !== null && report === null)).toEqual([]);
});

test('a line for each cell and the rest last is the same survey; other lines are none', async () => {
  const args = ['census', `127.0.0.1:${port}`, '--sessions', '2', '--ndjson'];
  const { stdout } = await program.run(args);
  expect(survey(readReportText(stdout)).cells).toHaveLength(2);
  expect(readReportText('{"a":1}\n{"b":2}\n')).toEqual({ ok: false, problem: { code: 'several', count: 2 } });
});

test('a comparison', async () => {
  const { stdout } = await program.run(['compare', `127.0.0.1:${port}`, `127.0.0.1:${port}`, '--json']);
  const read = readReportText(stdout);
  expect(read.ok && read.value.kind === 'comparison' && read.value.b.command).toBe('check');
});
