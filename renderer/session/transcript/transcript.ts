/** The rows of a transcript, kept in chunks so that a long session never copies what it already has, and what is copied of them. */
import { TranscriptFold, type TranscriptRow } from '../../../electron/protocol/fold/transcript.ts';
import { rowText } from '../../../electron/texts/session/transcript.ts';
import { visible } from '../../../electron/texts/visible.ts';
import type { SessionEvent } from '../../../electron/protocol/values/session/event.ts';

const CHUNK = 512;

export class TranscriptBuffer {
  readonly #chunks: TranscriptRow[][] = [];
  #length = 0;
  readonly #fold = new TranscriptFold((row) => this.#add(row));

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
    this.#fold.push(event);
  }

  #add(row: TranscriptRow): void {
    // The handshake has a row of its own, with more in it.
    if (row.kind === 'note' && row.note === 'tls-established') return;
    let chunk = this.#chunks.at(-1);
    if (chunk === undefined || chunk.length === CHUNK) {
      chunk = [];
      this.#chunks.push(chunk);
    }
    chunk.push(row);
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
