/** Window, history, report and command line show one session alike: verdict, capabilities, steps and transcript. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawOutline } from '../../electron/cli/output/draw.ts';
import { reportJson } from '../../electron/core/report/json.ts';
import { foldReport } from '../core/report/fold-report.ts';
import { outlineOf } from '../../electron/core/report/outline/outline.ts';
import { PastRuns } from '../../electron/app/runs/past-runs.ts';
import { capabilityTable } from '../../electron/protocol/fold/capabilities.ts';
import { timelineSteps } from '../../electron/protocol/fold/timeline.ts';
import { verdictOf } from '../../electron/protocol/fold/verdict.ts';
import { stepText } from '../../electron/texts/session/timeline.ts';
import { visible } from '../../electron/texts/visible.ts';
import { entryBadge } from '../../renderer/session/results/entry-words.ts';
import { ShownSession } from '../../renderer/session/log.svelte.ts';
import { pastRun } from '../../renderer/session/past-run.ts';
import { shownText } from '../../renderer/session/transcript/transcript.ts';
import { runVerdict } from '../../renderer/session/verdict/verdict.ts';
import { record, sessions, type Recorded } from './recorded.ts';
import type { HistoryRun } from '../../electron/protocol/values/app/history.ts';
import type { HistoryStore } from '../../electron/storage/history/history.ts';
import type { Output } from '../../electron/cli/output/terminal.ts';
import type { RunRequest } from '../../electron/protocol/values/app/run.ts';

const plain: Output = {
  line: () => undefined,
  write: () => undefined,
  colour: false,
  columns: 200,
  live: false,
  waiting: 0,
  drained: () => Promise.resolve(),
};

/** As main keeps it. */
async function kept({ command, events }: Recorded): Promise<HistoryRun> {
  const runs: HistoryRun[] = [];
  const store = { add: (one: HistoryRun) => void runs.push(one) } as unknown as HistoryStore;
  const request = {
    command,
    connection: { target: 'typed.example' },
    auth: null,
    secret: null,
  } as unknown as RunRequest;
  const report = foldReport(command, events);
  const asked = { ...request, message: { kind: 'raw' } } as unknown as RunRequest;
  await new PastRuns(() => Promise.resolve(store)).keep({
    runId: 'one',
    startedAt: report.startedAt,
    request: asked,
    events,
    report,
    files: [],
  });
  const [run] = runs;
  if (run === undefined) throw new Error('nothing was kept');
  return run;
}

const marks = {
  done: '✔',
  secure: '✔',
  unverified: '!',
  'passed-over': '–',
  failed: '✘',
  stopped: '–',
  running: '…',
  'not-tried': ' ',
};

/** What the sessions come to, so that the rest is not said of nothing. */
const badges: Record<string, string> = {};
let changes = 0;
let repeatedAnomalies = 0;
afterAll(() => {
  expect(badges).toEqual({
    'a check without TLS': 'OK',
    'a check over STARTTLS': 'OK',
    'a check with TLS from the first byte': 'OK',
    'a certificate that nobody accepts': '1 warning',
    'a greeting that refuses': 'Failed',
    'odd lines': 'OK',
    'parameters that change': 'OK',
    'STARTTLS that is missing': 'Failed',
    'a login that works': 'OK',
    'a login that is refused': 'Failed',
    'a connection that ends': 'Failed',
    'no answer to QUIT': 'OK',
    'a check that asks for recipients': 'In part',
    'a message that is taken': 'Accepted',
    'a message that is taken in part': 'In part',
    'a message that is refused': 'Failed',
    'a message that nobody answers': 'Unknown',
    'a message for nobody (LMTP)': 'Failed',
    'a question only': 'Would take it',
  });
  expect(changes).toBeGreaterThan(1);
  expect(repeatedAnomalies).toBeGreaterThan(0);
});

describe.each(Object.entries(sessions))('%s', (name, given) => {
  let session: Recorded;
  let past: HistoryRun;
  let drawn: string[];
  let live: ShownSession;

  beforeAll(async () => {
    session = await record(given);
    past = await kept(session);
    drawn = drawOutline(outlineOf(past.report), plain).split('\n');
    live = new ShownSession();
    // In batches, as they come.
    for (let at = 0; at < session.events.length; at += 7) live.append(session.events.slice(at, at + 7));
  });

  test('has one verdict', () => {
    const { report } = past;
    const run = { command: session.command, status: 'done', targetText: '', error: null, report, log: live } as const;
    const shown = runVerdict(run);
    const again = runVerdict(pastRun(past));
    const outline = outlineOf(report);
    badges[name] = shown.badge;
    expect(again).toEqual(shown);
    expect(past.entry.title).toBe(shown.title);
    expect(entryBadge(past.entry)).toEqual({ tone: shown.tone, text: shown.badge });
    expect(outline.verdict).toBe(shown.title);
    expect(drawn[0]).toBe(`${report.ok ? '✔' : '✘'} ${shown.title}`);
    // Green is what the report calls good, and red what it does not.
    if (shown.tone === 'ok') expect(report.ok).toBe(true);
    if (shown.tone === 'err') expect(report.ok).toBe(false);
    expect(verdictOf(report).tone).toBe(shown.tone);
    if (report.error !== null) {
      expect(drawn.join(' ')).toContain(report.error.message.split(' ').slice(0, 4).join(' '));
      expect(shown.sentence.startsWith(report.error.message)).toBe(true);
    }
  });

  test('has one table of capabilities', () => {
    const table = capabilityTable(live.facts.capabilities);
    expect(capabilityTable(past.report.ehlo)).toEqual(table);
    for (const { keyword, cells } of table.rows) {
      changes += cells.filter((cell) => cell === 'gone' || cell?.change === 'changed').length;
      const rows = drawn.filter((line) => line.startsWith('  ') && line.trim().split(/\s+/)[0] === visible(keyword));
      expect(rows, keyword).toHaveLength(1);
    }
  });

  test('has one list of steps', () => {
    const steps = timelineSteps(live.facts, live.facts.lastMs);
    const shown = steps
      .filter(({ phase }) => phase !== 'connect')
      .map((step) => [marks[step.state], stepText(step, past.report.target.protocol).label]);
    const section = outlineOf(past.report).sections.find(({ title }) => title === 'Timeline');
    const listed = (section?.rows ?? []).map(({ cells }) => cells.slice(0, 2).map(({ text }) => text));
    expect(listed.filter(([, label]) => label !== 'Connect')).toEqual(shown);
    const begin = drawn.indexOf('Timeline');
    for (const [index, [mark = '', label = '']] of listed.entries())
      expect(drawn[begin + 1 + index]?.trimStart()).toMatch(new RegExp(`^${mark.trim()} *${label} `));
  });

  test('has one transcript', () => {
    const shown = [...live.transcript].flatMap((row) => {
      if (row.kind === 'phase' || row.kind === 'tls') return [];
      const seq = row.kind === 'line' ? row.line.seq : row.seq;
      return [{ seq, text: shownText(row), repeated: row.kind === 'anomaly' && row.repeated }];
    });
    // What the window shows as the heading of what goes over TLS.
    const handshakes = new Set(
      session.events.flatMap((event) => (event.type === 'note' && event.note === 'tls-established' ? [event.seq] : [])),
    );
    const lines = (past.report.transcript ?? []).filter(({ seq }) => !handshakes.has(seq));
    expect(lines.map(({ seq }) => seq)).toEqual(shown.map(({ seq }) => seq));
    for (const [index, { text, repeated }] of shown.entries()) {
      const line = visible(lines[index]?.text ?? '');
      // Below a line that has it whole the window names the oddity alone.
      if (repeated) repeatedAnomalies += 1;
      if (repeated) expect(line.startsWith(text)).toBe(true);
      else expect(line).toBe(text);
      expect(drawn.some((each) => each.includes(line))).toBe(true);
    }
    const headings = [...live.transcript].filter(({ kind }) => kind === 'tls');
    expect(headings).toHaveLength(handshakes.size);
    expect(JSON.stringify(reportJson(past.report))).not.toContain('testpass');
  });
});
