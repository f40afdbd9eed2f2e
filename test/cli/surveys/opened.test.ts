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

test('a watch: its rounds and changes, with its last line or cut off in the middle of it', async () => {
  const args = ['watch', `127.0.0.1:${port}`, '--every', '10ms', '--rounds', '3', '--json', '--ca', serving.caFile];
  const { stdout } = await program.run(args);
  const lines = stdout.trim().split('\n');
  expect(lines).toHaveLength(4);
  const whole = survey(readReportText(stdout));
  if (whole.kind !== 'watch') throw new Error('no watch');
  expect(whole.watch.samples.map(({ round }) => round)).toEqual([1, 2, 3]);
  expect(surveyTitle(whole)).toBe((JSON.parse(lines[3] ?? '') as { verdict: { title: string } }).verdict.title);
  expect(whole).toMatchObject({ status: 'done', watch: { rounds: 3, failed: 0, everyMs: 10 } });

  for (const torn of [lines.slice(0, 3).join('\n'), stdout.slice(0, -100), `${lines.slice(0, 2).join('\n')}\n{"sch`]) {
    const part = survey(readReportText(torn));
    if (part.kind !== 'watch') throw new Error('no watch');
    expect(part).toMatchObject({ status: 'stopped', host: `127.0.0.1:${port}` });
    expect(part.watch.samples.length).toBe(part.watch.rounds);
    expect(part.watch.phases.connect?.count).toBe(part.watch.rounds);
  }
  // Its last line alone is what `history show --json` prints.
  expect(survey(readReportText(lines[3] ?? ''))).toMatchObject({ kind: 'watch', watch: { rounds: 3, samples: [] } });
});

test('a list of targets, a line each or as one object, whole or cut off', async () => {
  const list = { input: `127.0.0.1:${port}\nnot a target\n127.0.0.1:1\n` };
  const args = ['survey', '--targets', '-', '--do', 'check', '--ca', serving.caFile];
  const [lines, object] = [
    await program.run([...args, '--ndjson'], list),
    await program.run([...args, '--json'], list),
  ];
  for (const { stdout } of [lines, object]) {
    const state = survey(readReportText(stdout));
    expect(state).toMatchObject({ kind: 'targets', do: 'check', status: 'done', listed: 3 });
    if (state.kind !== 'targets') throw new Error('no list');
    expect(state.rows.map(({ ok }) => ok).sort()).toEqual([false, false, true]);
    expect(state.summary).toMatchObject({ count: 3, ok: 1, problems: 1 });
  }
  const torn = survey(readReportText(lines.stdout.slice(0, -50)));
  expect(torn).toMatchObject({ kind: 'targets', status: 'stopped', listed: 3 });
});

test('a comparison', async () => {
  const { stdout } = await program.run(['compare', `127.0.0.1:${port}`, `127.0.0.1:${port}`, '--json']);
  const read = readReportText(stdout);
  expect(read.ok && read.value.kind === 'comparison' && read.value.b.command).toBe('check');
});
