/**
 * A report back to events, for views that are folds of events: of a session whose events nobody has, such as one in a file. What a report
 * does not hold stays unknown: names that were looked up, commands that no line shows, the octets of lines.
 */
import type { Hidden, SessionEvent, SessionFact } from '../values/session/event.ts';
import type { Phase } from '../values/session/phase.ts';
import type { Report, ReportPhase, TranscriptLine } from '../values/session/report.ts';

interface Timed {
  readonly tMs: number;
  readonly fact: SessionFact;
}

/**
 * Lines keep their numbers, which findings point at; what stands between them has fractions of one, since the numbers between are
 * others' there.
 */
const BETWEEN = 2 ** -20;

/** As texts/session/notes.ts writes what stands for a secret. */
const HIDDEN = /^(.*?) ?\[([a-zA-Z -]{1,30}) hidden, ([\d,]{1,12}) octets?\]$/;
const HIDDEN_WORDS = [
  ['password', 'password'],
  ['token', 'token'],
  ['SASL response', 'sasl-response'],
  ['secret', 'secret'],
] as const satisfies readonly (readonly [string, Hidden['what']])[];

export function eventsOfReport(report: Report): SessionEvent[] {
  const between = [...facts(report)].sort((a, b) => a.tMs - b.tMs);
  const events: SessionEvent[] = [];
  let seq = 0;
  const add = (fact: SessionFact, tMs: number, wanted = 0): void => {
    seq = Math.max(seq + BETWEEN, wanted);
    // Each kind has what it has; only number and time were missing.
    events.push({ ...fact, seq, tMs });
  };
  let next = 0;
  for (const line of report.transcript ?? []) {
    // Of the same moment, what is said of the connection goes first: a line over TLS comes after the handshake.
    for (; next < between.length && (between[next]?.tMs ?? 0) <= line.tMs; next += 1) {
      const one = between[next];
      if (one !== undefined) add(one.fact, one.tMs);
    }
    add(factOfLine(line), line.tMs, line.seq);
  }
  for (const { fact, tMs } of between.slice(next)) add(fact, tMs);
  const { durationMs, error, delivery } = report;
  add({ type: 'session-end', durationMs, error, delivery }, durationMs);
  return events;
}

function factOfLine({ direction, phase, encrypted, text, anomalies }: TranscriptLine): SessionFact {
  if (direction === 'note') return { type: 'note', phase, note: 'quoted', params: { text } };
  const [, before = '', what = '', octets = '0'] = HIDDEN.exec(text) ?? [];
  const line = { type: 'line', direction, phase, encrypted, raw: null, anomalies } as const;
  const kind = HIDDEN_WORDS.find(([words]) => words === what)?.[1];
  if (kind !== undefined)
    return { ...line, text: before, hidden: { what: kind, octets: Number(octets.replaceAll(',', '')) } };
  // What is all ASCII, and nothing was noticed about, went over as it stands.
  const exact = anomalies.length === 0 && /^[\x20-\x7e]*$/.test(text);
  return { ...line, text, hidden: null, ...(exact ? {} : { rawLost: true }) };
}

function* facts(report: Report): Generator<Timed> {
  const { startedAt, target, durationMs } = report;
  const phaseOf = (...names: readonly Phase[]): ReportPhase | undefined =>
    report.phases.find(({ name }) => names.includes(name));
  const endOf = (...names: readonly Phase[]): number => {
    const phase = phaseOf(...names);
    return phase === undefined ? durationMs : phase.startMs + phase.durationMs;
  };
  yield { tMs: 0, fact: { type: 'session-begin', role: 'client', startedAt, target, peer: null } };
  for (const { name, startMs, durationMs: took, ok } of report.phases) {
    yield { tMs: startMs, fact: { type: 'phase-begin', phase: name } };
    yield { tMs: startMs + took, fact: { type: 'phase-end', phase: name, ok } };
  }
  if (report.mx !== undefined) yield { tMs: 0, fact: { type: 'mail-route', route: report.mx } };
  for (const result of report.hosts ?? []) yield { tMs: endOf('connect'), fact: { type: 'mail-host', result } };
  let at = phaseOf('connect')?.startMs ?? 0;
  for (const attempt of report.addresses) {
    at += attempt.durationMs;
    yield { tMs: at, fact: { type: 'address', attempt } };
  }
  if (report.greeting !== null)
    yield { tMs: endOf('greeting'), fact: { type: 'reply', phase: 'greeting', command: null, reply: report.greeting } };
  const { plain, tls, auth } = report.ehlo;
  if (plain !== null) yield { tMs: endOf('ehlo'), fact: { type: 'capabilities', stage: 'plain', ehlo: plain } };
  if (report.tls !== null) yield { tMs: endOf('tls', 'starttls'), fact: { type: 'tls', info: report.tls } };
  if (tls !== null) yield { tMs: endOf('ehlo-tls', 'ehlo'), fact: { type: 'capabilities', stage: 'tls', ehlo: tls } };
  for (const tried of report.auth?.tried ?? [])
    yield { tMs: endOf('auth'), fact: { type: 'auth', tried, offered: report.auth?.offered ?? [], user: null } };
  if (auth !== null) yield { tMs: endOf('ehlo-auth'), fact: { type: 'capabilities', stage: 'auth', ehlo: auth } };
  if (report.sender !== null) yield { tMs: endOf('mail'), fact: { type: 'sender', address: '', reply: report.sender } };
  for (const result of report.recipients) yield { tMs: endOf('data', 'rcpt'), fact: { type: 'recipient', result } };
  for (const { command, reply } of report.answers ?? [])
    yield { tMs: durationMs, fact: { type: 'reply', phase: 'command', command, reply } };
}
