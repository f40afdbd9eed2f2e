/** Where in a transcript something is proven: the number of its line, to be pointed at in a text. */
import type { TranscriptRow } from '../../../electron/protocol/fold/transcript.ts';

interface Rows {
  readonly length: number;
  at(index: number): TranscriptRow | undefined;
  numberAt(index: number): number;
}

export interface Place {
  /** "line 19", "lines 3 to 5", "the TLS handshake" */
  readonly text: string;
  /** Of the event to be shown. */
  readonly seq: number;
}

/** Null where none of these events has a row. `seqs`: in their order. */
export function placeOf(rows: Rows, seqs: readonly number[]): Place | null {
  const wanted = new Set(seqs);
  let first: { readonly seq: number; readonly number: number } | null = null;
  let last = 0;
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows.at(index);
    if (row === undefined) continue;
    const seq = seqOf(row);
    if (seq === null || !wanted.has(seq)) continue;
    const number = rows.numberAt(index);
    if (number === 0) {
      if (first === null) return { text: 'the TLS handshake', seq };
      continue;
    }
    // One that stands elsewhere is not part of the same passage.
    if (first !== null && number !== last + 1) break;
    first ??= { seq, number };
    last = number;
  }
  if (first === null) return null;
  return { text: last === first.number ? `line ${last}` : `lines ${first.number} to ${last}`, seq: first.seq };
}

export function seqOf(row: TranscriptRow): number | null {
  if (row.kind === 'line') return row.line.seq;
  return row.kind === 'phase' ? null : row.seq;
}
