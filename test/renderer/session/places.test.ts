/** Lines of a transcript have numbers, and what proves something names them. */
import { describe, expect, test } from 'vitest';
import { ShownSession } from '../../../renderer/session/log.svelte.ts';
import { placeOf } from '../../../renderer/session/transcript/place.ts';
import { indexOfSeq } from '../../../renderer/session/transcript/transcript-view.ts';
import { isSeparator, TranscriptBuffer } from '../../../renderer/session/transcript/transcript.ts';
import type { SessionEvent } from '../../../electron/protocol/values/session/event.ts';
import { authFailed } from '../fake/scenarios.ts';

function logOf(events: readonly SessionEvent[]): ShownSession {
  const log = new ShownSession();
  log.append(events);
  return log;
}

describe('numbers of lines', () => {
  test('count what is no heading, from 1, without a gap', () => {
    const { transcript } = logOf(authFailed('smtp.example.org'));
    const numbers = [...transcript].map((row, index) => ({ row, number: transcript.numberAt(index) }));
    const headings = numbers.filter(({ row }) => isSeparator(row));
    const lines = numbers.filter(({ row }) => !isSeparator(row));
    expect(headings.length).toBeGreaterThan(3);
    expect(headings.every(({ number }) => number === 0)).toBe(true);
    expect(lines.map(({ number }) => number)).toEqual(lines.map((_, at) => at + 1));
  });

  test('are right far down too, over any number of chunks', () => {
    const { transcript } = logOf(authFailed('smtp.example.org'));
    const long = new ShownSession();
    let seq = 0;
    const line = (text: string): SessionEvent[] => [
      { ...sample(transcript), seq: (seq += 1), phase: seq % 7 === 0 ? 'mail' : 'rcpt', text },
    ];
    for (let at = 0; at < 3000; at += 1) long.append(line(`250 ${at}`));
    let expected = 0;
    for (let index = 0; index < long.transcript.length; index += 1) {
      const row = long.transcript.at(index);
      if (row !== undefined && !isSeparator(row)) expected += 1;
      expect(long.transcript.numberAt(index)).toBe(row !== undefined && isSeparator(row) ? 0 : expected);
    }
    expect(expected).toBe(3000);
  });
});

describe('what proves something', () => {
  const log = logOf(authFailed('smtp.example.org'));
  const { transcript } = log;
  const refusal = [...transcript].find((row) => row.kind === 'line' && row.refusal);

  test('is a line by its number, and lines that follow each other are a passage', () => {
    if (refusal?.kind !== 'line') throw new Error('no refusal');
    const number = transcript.numberAt(indexOfSeq(transcript, refusal.line.seq));
    expect(placeOf(transcript, [refusal.line.seq])).toEqual({ text: `line ${number}`, seq: refusal.line.seq });
    const seqs = [...transcript].flatMap((row) => (row.kind === 'line' ? [row.line.seq] : []));
    const [first, second] = seqs.slice(2);
    expect(placeOf(transcript, [first ?? 0, second ?? 0])?.text).toMatch(/^lines \d+ to \d+$/);
    expect(placeOf(transcript, [first ?? 0, seqs.at(-1) ?? 0])?.text).toMatch(/^line \d+$/);
  });

  test('of the certificate is the handshake, in place of the note that it is written for', () => {
    const rows = new TranscriptBuffer();
    for (const event of authFailed('smtp.example.org')) {
      rows.push(event);
      if (event.type !== 'tls') continue;
      const params = { version: event.info.version, cipher: event.info.cipher };
      rows.push({ type: 'note', seq: 5000, tMs: event.tMs, phase: 'tls', note: 'tls-established', params });
    }
    expect(placeOf(rows, [5000])).toEqual({ text: 'the TLS handshake', seq: 5000 });
    expect(rows.at(indexOfSeq(rows, 5000))?.kind).toBe('tls');
    expect(rows.length).toBe(transcript.length);
  });

  test('is nothing where no row of it is left', () => {
    expect(placeOf(transcript, [])).toBeNull();
    expect(placeOf(transcript, [999_999])).toBeNull();
  });
});

function sample(rows: Iterable<{ kind: string }>): Extract<SessionEvent, { type: 'line' }> {
  for (const row of rows as Iterable<{ kind: string; line?: Extract<SessionEvent, { type: 'line' }> }>)
    if (row.line?.direction === 'received') return row.line;
  throw new Error('no line');
}
