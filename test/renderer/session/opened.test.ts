/** A report from a file: shown as the run itself was, or refused with the file and the place; whatever stands in it is text. */
import { describe, expect, test, vi } from 'vitest';
import { ReportFold } from '../../../electron/core/report/fold.ts';
import { reportJson } from '../../../electron/core/report/json.ts';
import { readReportText } from '../../../electron/protocol/parse/opened/report-text.ts';
import { limits } from '../../../electron/protocol/parse/limits.ts';
import type { Report } from '../../../electron/protocol/values/session/report.ts';
import { fileRun } from '../../../renderer/session/past-run.ts';
import { ShownSession } from '../../../renderer/session/log.svelte.ts';
import { runVerdict } from '../../../renderer/session/verdict/verdict.ts';
import { fakeReport } from '../fake/report.ts';
import { authFailed, localCheck } from '../fake/scenarios.ts';
import { record, sessions } from '../recorded.ts';
import { openShell } from '../fake/shell.ts';

const written = (report: Report): string => JSON.stringify(reportJson(report));

function read(text: string): Report {
  const result = readReportText(text);
  if (!result.ok || result.value.kind !== 'report') throw new Error(JSON.stringify(result));
  return result.value.report;
}

const file = (name: string, text: string, size = text.length) =>
  ({ name, size, text: () => Promise.resolve(text) }) as unknown as File;

describe.each(Object.entries(sessions))('%s', (_, given) => {
  test('is written as it was read, and has the verdict, steps, offers and lines of the run itself', async () => {
    const { command, events } = await record(given);
    const fold = new ReportFold(command);
    for (const event of events) fold.push(event);
    const end = events.find((event) => event.type === 'session-end');
    const report = await fold.report({
      transcript: true,
      error: end?.error ?? null,
      delivery: end?.delivery ?? null,
    });
    const opened = read(written(report));
    expect(JSON.parse(written(opened))).toEqual(JSON.parse(written(report)));

    const own = new ShownSession();
    own.append(events);
    const shown = fileRun('report.json', opened);
    const { facts } = shown.log;
    expect(runVerdict(shown).title).toBe(runVerdict({ ...shown, log: own }).title);
    expect(facts.phases.map(({ phase, ok }) => [phase, ok])).toEqual(
      own.facts.phases.map(({ phase, ok }) => [phase, ok]),
    );
    expect(facts.capabilities).toEqual(own.facts.capabilities);
    expect(facts.tls?.version).toBe(own.facts.tls?.version);
    expect(facts.addresses.map(({ attempt }) => attempt.address)).toEqual(
      own.facts.addresses.map(({ attempt }) => attempt.address),
    );
    expect(facts.recipients.map((each) => each?.delivery)).toEqual(own.facts.recipients.map((each) => each?.delivery));
    expect(facts.auth.map(({ tried }) => [tried.mechanism, tried.ok])).toEqual(
      own.facts.auth.map(({ tried }) => [tried.mechanism, tried.ok]),
    );
    // The handshake has a row of its own, which stands for its note.
    const lines = (log: ShownSession) =>
      [...log.transcript].flatMap((row) =>
        row.kind === 'line' ? [[row.line.seq, row.line.text, row.line.encrypted, row.line.hidden]] : [],
      );
    expect(lines(shown.log)).toEqual(lines(own));
  });
});

test('a report is opened in the inspector, and asked anew as one of its server', async () => {
  const { inspector, opening, app } = await openShell();
  const report = fakeReport('check', authFailed('smtp.office365.com'));
  await opening.take([file('from ann.json', written(report))]);
  expect([app.dialog, app.screen, inspector.front?.file]).toEqual([null, 'inspector', 'from ann.json']);
  expect(inspector.form.target).toContain('smtp.office365.com');
  expect(inspector.front?.id).toBeNull();
  inspector.run();
  expect(inspector.front?.file).toBeUndefined();
});

describe('what cannot be shown is refused with its file and place', () => {
  const good = JSON.parse(written(fakeReport('check', authFailed('smtp.office365.com')))) as Record<string, unknown>;
  const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
  test.each([
    ['', 'x.json is empty.'],
    ['{"schema": 1,\n  "command": check}', 'x.json is no JSON'],
    ['{"schema": 1,\n\n', 'x.json is no JSON: line 1, column 14.'],
    [deep, 'x.json is nested deeper than any report, and was not read.'],
    ['[1, 2]', 'x.json is JSON, but neither a report nor a survey of Posthorn: it names no command.'],
    ['{"schema": 1, "command": "tls"}', 'x.json is of “tls”, for which there is no view of a file'],
    ['{"schema": 2, "command": "check"}', 'x.json is of a later version of Posthorn (schema 2)'],
    [JSON.stringify({ ...good, durationMs: 'long' }), 'x.json is not as a report has to be, at durationMs:'],
    [JSON.stringify({ ...good, phases: [{ name: 'dns' }] }), 'at phases.0.startMs:'],
    [
      JSON.stringify({ ...good, greeting: { ...(good.greeting as object), raw: '!' } }),
      'at greeting.raw: expected bytes',
    ],
    [JSON.stringify({ schema: 1, command: 'matrix', target: { host: 'x', port: null } }), 'x.json is not as a report'],
  ])('%.40s', async (text, words) => {
    const { app, opening } = await openShell();
    await opening.take([file('x.json', text)]);
    expect(opening.problem).toContain(words);
    expect(app.dialog).toBe('open-report');
  });

  test('more entries than any survey has: refused with the place, before each is compared with the others', async () => {
    const { opening } = await openShell();
    const cell = {
      key: { host: 'x', address: '192.0.2.1', port: 25, security: 'starttls' },
      ...{ state: 'works', answer: 'works', readFrom: 'none', report: null },
    };
    const many = {
      ...{ schema: 1, command: 'matrix', target: { host: 'x', port: null } },
      ...{ startedAt: null, durationMs: 1, findings: [], best: null, inferences: [], login: null },
      cells: Array.from({ length: limits.openedEntries + 1 }, () => cell),
    };
    await opening.take([file('x.json', JSON.stringify(many))]);
    expect(opening.problem).toContain(`at cells: has more than ${limits.openedEntries} entries`);
  });

  test('a watch has as many rounds as the file has room for', async () => {
    const { opening, surveys } = await openShell();
    const round = (number: number): string =>
      JSON.stringify({
        ...{ schema: 1, event: 'round', target: 'mx.test:587', round: number, ok: true, answer: 'works' },
        ...{ at: new Date(number * 30_000).toISOString(), error: null, phases: { total: 40 } },
      });
    const rounds = Array.from({ length: 12_000 }, (_, at) => round(at + 1));
    await opening.take([file('week.ndjson', rounds.join('\n'))]);
    expect(opening.problem).toBeNull();
    const state = surveys.current?.state;
    expect(state?.kind === 'watch' && state.watch.rounds).toBe(12_000);
  });

  test('too large: not read at all', async () => {
    const { opening } = await openShell();
    const text = vi.fn();
    await opening.take([{ name: 'big.json', size: limits.openedOctets + 1, text } as unknown as File]);
    expect(opening.problem).toContain('big.json has 16');
    expect(text).not.toHaveBeenCalled();
  });

  test('a name with hidden signs is shown with them', async () => {
    const { opening } = await openShell();
    await opening.take([file('a\u202egnp.json', '{')]);
    expect(opening.problem).toContain('a\\u202egnp.json');
  });
});

test('members that would change objects stay members, and unknown ones are left out', () => {
  const report = fakeReport('check', localCheck('127.0.0.1', 2525));
  const text = written(report).replace(
    /^\{/,
    '{"__proto__": {"ok": "polluted"}, "constructor": {"x": 1}, "later": [1],',
  );
  const opened = read(text);
  expect(Object.keys(opened)).not.toContain('later');
  expect(Object.getPrototypeOf(opened)).toBe(Object.prototype);
  expect(({} as Record<string, unknown>).ok).toBeUndefined();
  expect(opened.ok).toBe(report.ok);
});
