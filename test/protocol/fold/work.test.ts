/** What the folds cost: counted in places copied and rows handed on, not in time. */
import { expect, test } from 'vitest';
import { emptyFacts, FactsFold } from '../../../electron/protocol/fold/facts.ts';
import { TranscriptFold } from '../../../electron/protocol/fold/transcript.ts';
import type { Reply } from '../../../electron/protocol/values/session/reply.ts';
import type { SessionEvent, SessionFact } from '../../../electron/protocol/values/session/event.ts';

const ok: Reply = { code: 250, enhancedCode: null, lines: ['ok'], raw: new Uint8Array(), anomalies: [] };

/** A message to so many recipients, each asked for in a phase of its own, each answer odd. */
function* envelope(recipients: number): Generator<SessionEvent> {
  let seq = 0;
  const event = (fact: SessionFact): SessionEvent => ({ ...fact, seq: (seq += 1), tMs: seq });
  const line = { phase: 'rcpt' as const, encrypted: false, raw: null, anomalies: [], hidden: null };
  for (let index = 0; index < recipients; index += 1) {
    const address = `r${index}@example.org`;
    yield event({ type: 'phase-begin', phase: 'rcpt' });
    yield event({ type: 'line', direction: 'sent', text: `RCPT TO:<${address}>`, ...line });
    yield event({ type: 'line', direction: 'received', text: '250 ok', ...line });
    yield event({ type: 'anomaly', phase: 'rcpt', anomaly: 'bare-lf', detail: '250 ok' });
    const result = { index, address, accepted: true, reply: ok, final: null, delivery: 'no' } as const;
    yield event({ type: 'recipient', result });
    yield event({ type: 'phase-end', phase: 'rcpt', ok: true });
  }
}

const RECIPIENTS = 20_000;
const events = [...envelope(RECIPIENTS)];

test('an event copies nothing, however long the session is', () => {
  const fold = new FactsFold();
  for (const event of events) fold.push(event);
  expect(fold.copied).toBe(0);
  const facts = fold.facts();
  expect([facts.phases.length, facts.anomalies.length, facts.recipients.length]).toEqual([
    RECIPIENTS,
    RECIPIENTS,
    RECIPIENTS,
  ]);
  expect(fold.copied).toBe(0);
});

test('a batch copies each list once at the most, and only those that it changes', () => {
  const fold = new FactsFold();
  let batches = 0;
  for (let at = 0; at < events.length; at += 6000) {
    const before = fold.copied;
    for (const event of events.slice(at, at + 6000)) fold.push(event);
    const { phases } = fold.facts();
    batches += 1;
    // Phases, anomalies and recipients, as long as they were.
    expect(fold.copied - before).toBeLessThanOrEqual(3 * phases.length);
  }
  expect(batches).toBe(20);
  const before = fold.copied;
  fold.push({ seq: events.length + 1, tMs: 0, type: 'body-progress', octets: 1, total: null });
  fold.facts();
  expect(fold.copied).toBe(before);
});

test('what was known stays as it was', () => {
  const fold = new FactsFold();
  const known: { phases: number; last: boolean | null | undefined; facts: ReturnType<FactsFold['facts']> }[] = [];
  for (const event of envelope(50)) {
    fold.push(event);
    const facts = fold.facts();
    known.push({ phases: facts.phases.length, last: facts.phases.at(-1)?.ok, facts });
  }
  for (const { phases, last, facts } of known) {
    expect(facts.phases).toHaveLength(phases);
    expect(facts.phases.at(-1)?.ok).toBe(last);
  }
  expect(emptyFacts.phases).toEqual([]);
});

test('a changed list is another one, an unchanged one the same: views compare by identity', () => {
  const fold = new FactsFold();
  fold.push({ seq: 1, tMs: 0, type: 'phase-begin', phase: 'dns' });
  const before = fold.facts();
  fold.push({ seq: 2, tMs: 1, type: 'resolved', name: 'mx.example.org', addresses: ['192.0.2.1'] });
  const after = fold.facts();
  expect(after.phases).toBe(before.phases);
  expect(after.lookups).not.toBe(before.lookups);
});

test('an event gives one row, and one more where a phase begins to speak', () => {
  const rows: string[] = [];
  const fold = new TranscriptFold(({ kind }) => rows.push(kind));
  for (const event of events) fold.push(event);
  const count = (kind: string): number => rows.filter((each) => each === kind).length;
  expect([count('phase'), count('line'), count('anomaly')]).toEqual([1, 2 * RECIPIENTS, RECIPIENTS]);
  expect(rows).toHaveLength(3 * RECIPIENTS + 1);
});
