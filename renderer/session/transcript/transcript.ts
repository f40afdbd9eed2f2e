/**
 * The transcript as rows in the order of the events, kept in chunks so that a long session never copies what it already has.
 * A separator is put before the first row of another phase, not where a phase begins: phases in which nothing was said would
 * only be noise.
 */
import { hiddenText, noteText } from '../../../electron/texts/session/notes.ts';
import { anomalyText } from '../../../electron/texts/session/anomalies.ts';
import { phaseText } from '../../../electron/texts/session/phases.ts';
import { visible } from '../../../electron/texts/visible.ts';
import { tlsLine } from '../tls/tls-words.ts';
import type { LineEvent, SessionEvent } from '../../../electron/protocol/values/session/event.ts';
import type { Phase } from '../../../electron/protocol/values/session/phase.ts';

export type TranscriptRow =
  | { readonly kind: 'phase'; readonly phase: Phase; readonly encrypted: boolean; readonly text: string }
  | { readonly kind: 'tls'; readonly text: string; readonly ok: boolean }
  | {
      readonly kind: 'line';
      readonly line: LineEvent;
      /** False for the second and later lines of one reply: time and arrow are shown once. */
      readonly first: boolean;
      /** A reply that refuses, 4yz or 5yz. */
      readonly refusal: boolean;
    }
  | {
      readonly kind: 'note';
      readonly encrypted: boolean;
      readonly seq: number;
      readonly tMs: number;
      readonly text: string;
      readonly severe: boolean;
    };

const CHUNK = 512;

export class TranscriptBuffer {
  #chunks: TranscriptRow[][] = [];
  #length = 0;
  #phase: Phase | null = null;
  #encrypted = false;
  #role: 'client' | 'server' = 'client';
  #previous: LineEvent | null = null;
  #lastLine: LineEvent | null = null;

  get length(): number {
    return this.#length;
  }

  at(index: number): TranscriptRow | undefined {
    return this.#chunks[Math.floor(index / CHUNK)]?.[index % CHUNK];
  }

  *[Symbol.iterator](): Generator<TranscriptRow> {
    for (const chunk of this.#chunks) yield* chunk;
  }

  push(event: SessionEvent): void {
    switch (event.type) {
      case 'line': {
        this.#enter(event.phase, event.encrypted);
        const first = !continues(this.#previous, event);
        // Replies come from the server: what a client receives is what a server sends.
        const reply = (event.direction === 'received') === (this.#role === 'client');
        this.#add({ kind: 'line', line: event, first, refusal: reply && /^[45]\d\d(?:[ -]|$)/.test(event.text) });
        this.#previous = event;
        this.#lastLine = event;
        break;
      }
      case 'note':
        // The handshake has a row of its own, with more in it.
        if (event.note === 'tls-established') break;
        this.#note(event.phase, event.seq, event.tMs, noteText(event.note, event.params), false);
        break;
      case 'anomaly': {
        const { title } = anomalyText(event.anomaly);
        // The line right above has it whole.
        const last = this.#lastLine;
        const said = last !== null && (last.anomalies.includes(event.anomaly) || last.text.endsWith(event.detail));
        const detail = event.detail === '' || said ? '' : `: ${visible(event.detail)}`;
        this.#note(event.phase, event.seq, event.tMs, `${title}${detail}`, true);
        break;
      }
      case 'session-begin':
        this.#role = event.role;
        break;
      case 'tls':
        this.#encrypted = true;
        this.#previous = null;
        // What follows is announced by this row; its phase needs no second heading.
        this.#phase = 'ehlo-tls';
        this.#add({
          kind: 'tls',
          text: tlsLine(event.info, this.#role),
          ok: this.#role === 'server' || event.info.authorized,
        });
        break;
      default:
        break;
    }
  }

  #note(phase: Phase, seq: number, tMs: number, text: string, severe: boolean): void {
    // Notes about the connection itself belong to the phase in which they are made, yet do not open one.
    if (this.#phase === null) this.#enter(phase, this.#encrypted);
    this.#previous = null;
    this.#add({ kind: 'note', encrypted: this.#encrypted, seq, tMs, text, severe });
  }

  #enter(phase: Phase, encrypted: boolean): void {
    this.#encrypted = encrypted;
    if (this.#phase === phase) return;
    this.#phase = phase;
    this.#previous = null;
    this.#add({ kind: 'phase', phase, encrypted, text: phaseText(phase).label });
  }

  #add(row: TranscriptRow): void {
    let chunk = this.#chunks.at(-1);
    if (chunk === undefined || chunk.length === CHUNK) {
      chunk = [];
      this.#chunks.push(chunk);
    }
    chunk.push(row);
    this.#length += 1;
  }
}

/** A line goes on with the one before it when that was a reply's line with a hyphen behind the code. */
function continues(previous: LineEvent | null, line: LineEvent): boolean {
  return (
    previous !== null &&
    previous.direction === line.direction &&
    previous.phase === line.phase &&
    /^\d{3}-/.test(previous.text)
  );
}

/** What a row says, as text: for searching and for copying. Server text has its control characters escaped. */
export function rowText(row: TranscriptRow): string {
  switch (row.kind) {
    case 'phase':
    case 'tls':
    case 'note':
      return row.text;
    case 'line':
      return lineText(row.line);
  }
}

export function lineText(line: LineEvent): string {
  const text = visible(line.text);
  if (line.hidden === null) return text;
  return text === '' ? hiddenText(line.hidden) : `${text} ${hiddenText(line.hidden)}`;
}

/** Whether a row holds the text, given in lower case; separators are passed over. */
export const rowHolds = (row: TranscriptRow, wanted: string): boolean =>
  row.kind !== 'phase' && rowText(row).toLowerCase().includes(wanted);

/** The transcript as it is pasted into a ticket: time, direction, text. */
export function transcriptText(rows: Iterable<TranscriptRow>): string {
  const out: string[] = [];
  for (const row of rows) out.push(rowLine(row));
  return out.join('\n');
}

/** One row of it. */
export function rowLine(row: TranscriptRow): string {
  if (row.kind === 'phase' || row.kind === 'tls') return `-- ${row.text}`;
  if (row.kind === 'note') return `${time(row.tMs)}  *  ${row.text}`;
  return `${time(row.line.tMs)}  ${row.line.direction === 'sent' ? '>' : '<'}  ${lineText(row.line)}`;
}

const time = (tMs: number): string => `${tMs.toFixed(1)} ms`.padStart(11);
