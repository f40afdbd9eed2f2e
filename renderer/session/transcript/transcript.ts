/** The rows of a transcript, kept in chunks so that a long session never copies what it already has, and what is copied of them. */
import { TranscriptFold, type TranscriptRow } from '../../../electron/protocol/fold/transcript.ts';
import { rowText } from '../../../electron/texts/session/transcript.ts';
import { visible } from '../../../electron/texts/visible.ts';
import type { SessionEvent } from '../../../electron/protocol/values/session/event.ts';

const CHUNK = 512;

export class TranscriptBuffer {
  readonly #chunks: TranscriptRow[][] = [];
  /** Separators before each chunk: with them the number of any row is known without counting from the top. */
  readonly #separators: number[] = [];
  #length = 0;
  #separatorCount = 0;
  readonly #fold = new TranscriptFold((row) => this.#add(row));

  get length(): number {
    return this.#length;
  }

  at(index: number): TranscriptRow | undefined {
    return this.#chunks[Math.floor(index / CHUNK)]?.[index % CHUNK];
  }

  /** Of a row as people count, from 1, headings left out; 0 for a heading. */
  numberAt(index: number): number {
    const row = this.at(index);
    if (row === undefined || isSeparator(row)) return 0;
    const chunk = Math.floor(index / CHUNK);
    let separators = this.#separators[chunk] ?? 0;
    for (const before of this.#chunks[chunk]?.slice(0, index % CHUNK) ?? []) if (isSeparator(before)) separators += 1;
    return index + 1 - separators;
  }

  *[Symbol.iterator](): Generator<TranscriptRow> {
    for (const chunk of this.#chunks) yield* chunk;
  }

  push(event: SessionEvent): void {
    this.#fold.push(event);
  }

  #add(row: TranscriptRow): void {
    let chunk = this.#chunks.at(-1);
    // The handshake has a row of its own, with more in it, which stands for the note: what points at the one means the other.
    if (row.kind === 'note' && row.note === 'tls-established') {
      const last = chunk?.at(-1);
      if (last?.kind === 'tls') chunk?.splice(-1, 1, { ...last, seq: row.seq });
      return;
    }
    if (chunk === undefined || chunk.length === CHUNK) {
      chunk = [];
      this.#chunks.push(chunk);
      this.#separators.push(this.#separatorCount);
    }
    chunk.push(row);
    if (isSeparator(row)) this.#separatorCount += 1;
    this.#length += 1;
  }
}

export const isSeparator = (row: TranscriptRow): boolean => row.kind === 'phase' || row.kind === 'tls';

/** What is drawn of a row, for searching too. What the line above has whole is not written again below it. */
export const shownText = (row: TranscriptRow): string =>
  visible(rowText(row.kind === 'anomaly' && row.repeated ? { ...row, detail: '' } : row));

/** Whether a row holds the text, given in lower case; separators are passed over. */
export const rowHolds = (row: TranscriptRow, wanted: string): boolean =>
  row.kind !== 'phase' && shownText(row).toLowerCase().includes(wanted);

/** The transcript as it is pasted into a ticket: time, direction, text. */
export function transcriptText(rows: Iterable<TranscriptRow>): string {
  const out: string[] = [];
  for (const row of rows) out.push(rowLine(row));
  return out.join('\n');
}

/** One row of it. */
export function rowLine(row: TranscriptRow): string {
  if (row.kind === 'phase' || row.kind === 'tls') return `-- ${shownText(row)}`;
  if (row.kind !== 'line') return `${time(row.tMs)}  *  ${shownText(row)}`;
  return `${time(row.line.tMs)}  ${row.line.direction === 'sent' ? '>' : '<'}  ${shownText(row)}`;
}

const time = (tMs: number): string => `${tMs.toFixed(1)} ms`.padStart(11);
