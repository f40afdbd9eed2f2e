/** The views that are folds of the event stream, on sessions written as the engine writes them. */
import { describe, expect, test } from 'vitest';
import { bodyRate, emptyFacts, FactsFold, type SessionFacts } from '../../electron/protocol/fold/facts.ts';
import { lineText, rowText } from '../../electron/texts/session/transcript.ts';
import { capabilityTable } from '../../electron/protocol/fold/capabilities.ts';
import { ticketText } from '../../renderer/session/ticket.ts';
import { timelineSteps } from '../../electron/protocol/fold/timeline.ts';
import { stepText, timelineNote } from '../../electron/texts/session/timeline.ts';
import { TranscriptBuffer, transcriptText } from '../../renderer/session/transcript/transcript.ts';
import {
  indexOfSeq,
  searchShown,
  separatorOf,
  separators,
  shownRows,
} from '../../renderer/session/transcript/transcript-view.ts';
import { recipientVerdict, refusedNote } from '../../renderer/session/recipients/recipient-words.ts';
import { runVerdict, type RunView, type ShownVerdict } from '../../renderer/session/verdict/verdict.ts';
import type { RecipientResult } from '../../electron/protocol/values/session/outcome.ts';
import type { SessionEvent } from '../../electron/protocol/values/session/event.ts';
import { authFailed, connectFailed, localCheck, send, serverSession, silent, tlsInfo, wall } from './fake/scenarios.ts';
import { ehlo, reply } from './fake/script.ts';
import { fakeReport } from './fake/report.ts';

function fold(events: readonly SessionEvent[]): SessionFacts {
  const facts = new FactsFold();
  for (const event of events) facts.push(event);
  return facts.facts();
}

const timelineRows = (facts: SessionFacts, nowMs: number) =>
  timelineSteps(facts, nowMs).map((step) => ({ ...step, ...stepText(step, 'smtp') }));

function transcript(events: readonly SessionEvent[]): TranscriptBuffer {
  const buffer = new TranscriptBuffer();
  for (const event of events) buffer.push(event);
  return buffer;
}

const view = (command: 'check' | 'send', events: readonly SessionEvent[]): RunView => ({
  command,
  status: 'done',
  targetText: 'mx.example.org',
  error: null,
  report: fakeReport(command, events),
  log: { facts: fold(events) },
});

const sendRequest = (to: string[]) => ({
  command: 'send' as const,
  connection: { target: '127.0.0.1:2525' },
  auth: null,
  secret: null,
  envelope: { from: 'a@example.org', to },
  message: { kind: 'composed' as const, subject: '', text: '', html: null },
  dryRun: false,
});

describe('timeline', () => {
  test('gives each address a row of its own and marks the step that failed', () => {
    const facts = fold(authFailed('smtp.example.org'));
    const rows = timelineRows(facts, facts.lastMs);
    expect(rows.map((row) => [row.label, row.state])).toEqual([
      ['DNS', 'done'],
      ['TCP IPv6', 'passed-over'],
      ['TCP', 'done'],
      ['TCP', 'not-tried'],
      ['TCP', 'not-tried'],
      ['Greeting', 'done'],
      ['EHLO', 'done'],
      ['STARTTLS', 'done'],
      ['TLS handshake', 'secure'],
      ['EHLO over TLS', 'done'],
      ['AUTH', 'failed'],
      ['QUIT', 'done'],
    ]);
    expect(rows[1]).toMatchObject({ detail: '2001:db8::25', value: 'refused' });
    expect(timelineNote(facts)).toBe('477 ms · 203.0.113.25, second of 4 addresses');
  });

  test('gives no green to a handshake whose certificate did not pass, unless it was accepted', () => {
    const state = (over: Parameters<typeof tlsInfo>[1]): string | undefined => {
      const facts = { ...fold(authFailed('smtp.example.org')), tls: tlsInfo('smtp.example.org', over) };
      return timelineRows(facts, facts.lastMs).find((row) => row.phase === 'tls')?.state;
    };
    expect(state({})).toBe('secure');
    expect(state({ authorized: false, chainError: 'expired' })).toBe('unverified');
    expect(state({ authorized: false, chainError: 'expired', pinned: true })).toBe('secure');
  });

  test('shows every address as failed when none could be connected', () => {
    const facts = fold(connectFailed('closed.example.org'));
    const addresses = timelineRows(facts, facts.lastMs).filter((row) => row.phase === 'connect');
    expect(addresses.map((row) => [row.state, row.value])).toEqual([
      ['failed', 'no route'],
      ['failed', 'refused'],
      ['failed', 'no answer'],
    ]);
  });

  test('a name that was left to a proxy is no socket; a path is', () => {
    const facts = fold(authFailed('smtp.example.org'));
    const label = (address: string): string | undefined => {
      const attempt = { address, family: null, ok: true, error: null, durationMs: 1 };
      const [step] = timelineSteps(facts, facts.lastMs);
      return step === undefined ? undefined : stepText({ ...step, attempt }, 'smtp').label;
    };
    expect([label('mx.example.org'), label('/run/lmtp.sock')]).toEqual(['Via proxy', 'Socket']);
  });

  test('lets the step that runs grow with the time', () => {
    const facts = fold(silent('mx.example.org'));
    const row = timelineRows(facts, facts.lastMs + 500).at(-1)!;
    expect(row).toMatchObject({ phase: 'greeting', state: 'running' });
    expect(row.endMs - row.startMs).toBeCloseTo(500);
  });
});

describe('capabilities', () => {
  test('stand side by side, with what is new, gone and changed', () => {
    const table = capabilityTable({
      plain: ehlo('EHLO', ['mx', 'SIZE 100', 'STARTTLS', 'X-ONLY-PLAIN']),
      tls: ehlo('EHLO', ['mx', 'SIZE 200', 'AUTH PLAIN', 'AUTH PLAIN LOGIN']),
      auth: null,
    });
    expect(table.stages).toEqual(['plain', 'tls']);
    const change = Object.fromEntries(
      table.rows.map((row) => [
        row.keyword,
        row.cells.map((cell) => (cell === null || cell === 'gone' ? cell : cell.change)),
      ]),
    );
    expect(change).toEqual({
      SIZE: ['same', 'changed'],
      STARTTLS: ['same', null],
      'X-ONLY-PLAIN': ['same', 'gone'],
      AUTH: [null, 'new'],
    });
    expect(table.rows.find((row) => row.keyword === 'AUTH')?.params).toEqual(['PLAIN', 'LOGIN']);
    // In another order the same mechanisms are no change, nor is a number with zeros before it.
    const again = capabilityTable({
      plain: ehlo('EHLO', ['mx', 'SIZE 100', 'AUTH PLAIN LOGIN']),
      tls: ehlo('EHLO', ['mx', 'SIZE 0100', 'AUTH LOGIN PLAIN']),
      auth: null,
    });
    expect(again.rows.flatMap(({ cells }) => cells)).not.toContainEqual(expect.objectContaining({ change: 'changed' }));
  });

  test('are shown before a session is over, and are none when none were named', () => {
    expect(capabilityTable(emptyFacts.capabilities)).toEqual({ stages: [], rows: [] });
  });
});

describe('transcript', () => {
  test('keeps the order, opens a phase where something is said in it, and joins the lines of a reply', () => {
    const rows = [...transcript(localCheck('127.0.0.1', 2525))];
    expect(
      rows.filter((row) => row.kind === 'phase' || row.kind === 'tls').map((row) => rowText(row).split(' ·')[0]),
    ).toEqual(['Greeting', 'EHLO', 'STARTTLS', 'TLS 1.3', 'QUIT']);
    const ehloLines = rows.flatMap((row) => (row.kind === 'line' && row.line.phase === 'ehlo' ? [row] : []));
    expect(ehloLines.map((row) => row.first)).toEqual([true, true, ...Array<boolean>(6).fill(false)]);
  });

  test('judges no certificate where we are the server', () => {
    const begin = serverSession(2525)[0]!;
    const tls: SessionEvent = { type: 'tls', seq: 2, tMs: 1, info: tlsInfo('', { authorized: false }) };
    const [row, ...more] = transcript([begin, tls]);
    expect(row).toMatchObject({ kind: 'tls', ok: true });
    expect(rowText(row!)).toBe('TLS 1.3 · TLS_AES_256_GCM_SHA384');
    expect(more).toEqual([]);
  });

  test('says that a secret is hidden and how long it was', () => {
    const hidden = [...transcript(authFailed('smtp.example.org'))].find(
      (row) => row.kind === 'line' && row.line.hidden !== null,
    );
    expect(hidden?.kind === 'line' && lineText(hidden.line)).toBe('[password hidden, 16 octets]');
  });

  test('shows control characters and reordering marks as escapes', () => {
    const text = transcriptText(transcript(wall('mx.example.org')));
    expect(text).toContain('\\u202egnp.live\\x07 \\x1b[31mred');
    expect(text).not.toMatch(/[\u0007\u001b\u202e]/);
  });

  test('holds many rows across its chunks and finds text in them', () => {
    const line = wall('mx.example.org').find((event) => event.type === 'line')!;
    const many = new TranscriptBuffer();
    for (let at = 0; at < 10_000; at += 1) many.push({ ...line, seq: at + 1, text: `250-line ${at}` });
    expect(many.length).toBe(10_001);
    expect(rowText(many.at(10_000)!)).toBe('250-line 9999');
    expect(searchShown(many, shownRows(many, 'all', new Set()), 'LINE 9999')).toEqual([10_000]);
    expect(many.at(10_001)).toBeUndefined();
  });
});

describe('what is shown of a transcript', () => {
  const rows = transcript(authFailed('smtp.office365.com'));
  const shown = (filter: Parameters<typeof shownRows>[1], folded: number[] = []) =>
    shownRows(rows, filter, new Set(folded)).map(({ index, hidden }) => ({ row: rows.at(index)!, index, hidden }));

  test('is everything in its order without a filter', () => {
    expect(shown('all').map((each) => each.index)).toEqual(Array.from({ length: rows.length }, (_, at) => at));
  });

  test('is one direction, with the phases in which something was said in it', () => {
    const sent = shown('sent');
    expect(sent.flatMap(({ row }) => (row.kind === 'line' ? [row.line.direction] : []))).toEqual(
      Array<string>(7).fill('sent'),
    );
    expect(sent.some(({ row }) => row.kind === 'phase' && row.phase === 'greeting')).toBe(false);
    expect(shown('anomalies')).toEqual([]);
    const strange = transcript(wall('mx.example.org'));
    expect(shownRows(strange, 'anomalies', new Set()).length).toBeGreaterThan(0);
  });

  test('leaves out what is folded and says how much that is', () => {
    const [first] = separators(rows);
    const all = shown('all');
    const folded = shown('all', [first!]);
    expect(folded[0]).toMatchObject({ index: first, hidden: all.length - folded.length });
    expect(folded[0]!.hidden).toBeGreaterThan(0);
    expect(separatorOf(rows, first! + 1)).toBe(first);
  });

  test('finds the line that proves something by its number', () => {
    const row = [...rows].find((each) => each.kind === 'line' && each.line.text.startsWith('535'))!;
    expect(row.kind === 'line' && rows.at(indexOfSeq(rows, row.line.seq))).toBe(row);
    expect(row.kind === 'line' && row.refusal).toBe(true);
    expect(indexOfSeq(rows, 99_999)).toBe(-1);
  });

  test('marks as refusals the replies of the server, whichever side is ours', () => {
    const refusals = (events: readonly SessionEvent[]) =>
      [...transcript(events)].flatMap((row) => (row.kind === 'line' && row.refusal ? [row.line.direction] : []));
    expect(refusals(authFailed('smtp.office365.com'))).toEqual(['received']);
    expect(refusals(serverSession(2525))).toEqual(['sent']);
  });
});

describe('verdict', () => {
  test('is one sentence, with who must act', () => {
    const verdict = runVerdict(view('check', authFailed('smtp.example.org')));
    expect(verdict).toMatchObject({ tone: 'err', badge: 'Failed', title: 'Login refused: smtp.example.org:587' });
    expect(verdict.sentence).toContain('535 5.7.139');
    expect(verdict.actor).not.toBeNull();
  });

  test('reports a good check, a delivery in part and a run in progress', () => {
    expect(runVerdict(view('check', localCheck('127.0.0.1', 2525)))).toMatchObject({ tone: 'ok', badge: 'OK' });
    const to = Array.from({ length: 9 }, (_, at) => `r${at}@example.org`);
    const part = runVerdict(view('send', send(sendRequest(to), '127.0.0.1', 2525)));
    expect(part).toMatchObject({ tone: 'warn', title: '127.0.0.1:2525 took the message for 8 of 9 recipients' });
    const running = {
      ...view('check', localCheck('127.0.0.1', 2525)),
      status: 'running' as const,
      report: null,
      log: { facts: fold(silent('mx.example.org')) },
    };
    expect(runVerdict(running).sentence).toBe('Waiting for the greeting…');
  });

  test('tells a refusal for good from one for now, and claims no more than the server said', () => {
    const of = (code: number | null, more: Partial<RecipientResult> = {}): RecipientResult => ({
      index: 0,
      address: 'a@example.org',
      accepted: code === null,
      reply: code === null ? reply('250 2.1.5 Ok') : reply(`${code} 4.2.0 Words`),
      final: null,
      delivery: 'no',
      ...more,
    });
    const taken = of(null, { final: reply('250 2.0.0 Queued'), delivery: 'yes' });
    expect(recipientVerdict(taken, false)).toEqual({ tone: 'ok', word: 'accepted' });
    expect(recipientVerdict(of(450), false)).toEqual({ tone: 'warn', word: 'not now' });
    expect(recipientVerdict(of(550), false)).toEqual({ tone: 'err', word: 'refused' });
    const later = of(null, { final: reply('451 4.3.0 Later') });
    expect(recipientVerdict(later, false)).toEqual({ tone: 'warn', word: 'not now' });
    expect(recipientVerdict(of(null, { delivery: 'unknown' }), false)).toEqual({ tone: 'warn', word: 'unknown' });
    expect(recipientVerdict(of(null), true)).toEqual({ tone: 'neutral', word: 'RCPT ok' });
    expect(refusedNote([taken, of(450), of(550), of(551)])).toBe('2 refused, 1 not now');
    const open = of(null, { accepted: false, reply: null });
    expect(recipientVerdict(open, false)).toEqual({ tone: 'neutral', word: 'not answered' });
    expect(refusedNote([taken, of(550), open])).toBe('1 refused, 1 not answered');

    const run = view('send', send(sendRequest(['a@example.org']), '127.0.0.1', 2525));
    const verdict = (recipients: RecipientResult[], delivery: 'some' | null): ShownVerdict =>
      runVerdict({ ...run, report: { ...run.report!, recipients, delivery } });
    expect(verdict([taken, of(450), of(550)], 'some')).toMatchObject({ tone: 'warn', badge: 'In part' });
    expect(verdict([taken, of(450)], 'some').sentence).toMatch(/^1 recipient not now \(.*again later\); /);
    // Only asked, which is neither a delivery nor a refusal.
    expect(verdict([of(null)], null)).toMatchObject({ tone: 'ok', badge: 'Would take it' });
    expect(verdict([of(null), of(550)], null)).toMatchObject({ tone: 'warn', badge: 'In part' });
    expect(verdict([of(550)], null)).toMatchObject({ tone: 'err', badge: 'Refused' });
  });

  test('names what is wrong besides a message that was taken, with who can act', () => {
    const run = view('send', send(sendRequest(['a@example.org']), '127.0.0.1', 2525));
    const finding = {
      id: 'tls.fell-back-to-clear',
      title: 'STARTTLS refused, everything after it went in clear',
      cause: 'Cause.',
      actor: 'server-admin' as const,
      remedy: 'Remedy.',
      evidence: [],
      source: null,
      verifiedOn: null,
    };
    const verdict = (severity: 'error' | 'warning' | 'info'): ShownVerdict =>
      runVerdict({ ...run, report: { ...run.report!, findings: [{ ...finding, severity }] } });
    expect(verdict('error')).toMatchObject({ tone: 'err', badge: 'Accepted, but', remedy: 'Remedy.' });
    expect(verdict('error').title).toContain('took the message for <a@example.org>; but: STARTTLS refused');
    expect(verdict('warning')).toMatchObject({ tone: 'warn', badge: 'Accepted, but' });
    expect(verdict('info')).toMatchObject({ tone: 'ok', badge: 'Accepted' });
  });

  test('never calls an unknown delivery delivered', () => {
    const events = send(sendRequest(['a@example.org']), '127.0.0.1', 2525);
    const run = view('send', events);
    const verdict = runVerdict({ ...run, report: { ...run.report!, delivery: 'unknown' } });
    expect(verdict).toMatchObject({ tone: 'warn', title: 'Whether 127.0.0.1:2525 took the message is not known' });
  });
});

test('the rate of a body is what went out over the time it took', () => {
  const { body } = fold(send(sendRequest(['a@example.org']), '127.0.0.1', 2525));
  expect(body).toMatchObject({ octets: 26_214_400 });
  expect(bodyRate(body!)).toBeCloseTo(26_214_400 / ((41 * 33 - 33) / 1000), -3);
  expect(bodyRate({ startMs: 1, lastMs: 1, octets: 5, total: 5, whole: false, sha256: null })).toBeNull();
});

test('recipients are told apart by place, so that the same address may come twice', () => {
  const { recipients } = fold(send(sendRequest(['a@example.org', 'a@example.org']), '127.0.0.1', 2525));
  expect(recipients.map((each) => [each?.index, each?.delivery])).toEqual([
    [0, 'yes'],
    [1, 'yes'],
  ]);
});

test('a ticket holds verdict, steps, offers and transcript, and no secret', () => {
  const events = authFailed('smtp.example.org');
  const text = ticketText(view('check', events), transcript(events), new Date('2026-03-02T10:00:00Z'));
  for (const part of [
    'Failed: Login refused: smtp.example.org:587',
    'AUTH: 173 ms  <- failed',
    'Offered after TLS: SIZE 157286400',
    '[password hidden, 16 octets]',
    'TLS: TLS 1.3',
  ]) {
    expect(text).toContain(part);
  }
});
