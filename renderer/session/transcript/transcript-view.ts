/** Which rows of a transcript are shown: what the filter lets through, without the phases that are folded. */
import type { TranscriptRow } from '../../../electron/protocol/fold/transcript.ts';
import { seqOf } from './place.ts';
import { isSeparator, rowHolds } from './transcript.ts';

export const FILTERS = ['all', 'sent', 'received', 'notes', 'anomalies'] as const;
export type TranscriptFilter = (typeof FILTERS)[number];

export interface ShownRow {
  /** In the transcript. */
  readonly index: number;
  /** Of a folded separator: how many rows it hides; else 0. */
  readonly hidden: number;
}

function passes(row: TranscriptRow, filter: TranscriptFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'sent':
    case 'received':
      return row.kind === 'line' && row.line.direction === filter;
    case 'notes':
      return row.kind === 'note' || row.kind === 'anomaly' || row.kind === 'body';
    case 'anomalies':
      return row.kind === 'line' ? row.line.anomalies.length > 0 : row.kind === 'anomaly';
  }
}

/** A separator with the rows below it that the filter lets through. */
interface Group {
  readonly index: number;
  readonly below: number[];
}

/** `folded`: indices of separators. One below which a filter leaves nothing is not shown either. */
export function shownRows(
  rows: Iterable<TranscriptRow>,
  filter: TranscriptFilter,
  folded: ReadonlySet<number>,
): ShownRow[] {
  const shown: ShownRow[] = [];
  let separator: Group | null = null;
  const close = (group: Group | null): void => {
    if (group === null) return;
    const { index, below } = group;
    if (below.length === 0 && filter !== 'all') return;
    const isFolded = folded.has(index);
    shown.push({ index, hidden: isFolded ? below.length : 0 });
    if (!isFolded) for (const each of below) shown.push({ index: each, hidden: 0 });
  };
  let index = 0;
  for (const row of rows) {
    if (isSeparator(row)) {
      close(separator);
      separator = { index, below: [] };
    } else if (passes(row, filter)) {
      if (separator === null) shown.push({ index, hidden: 0 });
      else separator.below.push(index);
    }
    index += 1;
  }
  close(separator);
  return shown;
}

/** No phase. */
export const nothingFolded: ReadonlySet<number> = new Set();

/** With that separator folded where it was not, and the other way round. */
export function foldedOtherwise(folded: ReadonlySet<number>, index: number): ReadonlySet<number> {
  const others = [...folded].filter((each) => each !== index);
  return new Set(folded.has(index) ? others : [...others, index]);
}

/** Indices of all separators, to fold everything. */
export function separators(rows: Iterable<TranscriptRow>): Set<number> {
  const found = new Set<number>();
  let index = 0;
  for (const row of rows) {
    if (isSeparator(row)) found.add(index);
    index += 1;
  }
  return found;
}

/** The separator that a row stands below, to be unfolded; null above the first. */
export function separatorOf(rows: { at(index: number): TranscriptRow | undefined }, index: number): number | null {
  for (let at = index; at >= 0; at -= 1) {
    const row = rows.at(at);
    if (row !== undefined && isSeparator(row)) return at;
  }
  return null;
}

/** Where the row of the event with this number stands; -1 when it has none. */
export function indexOfSeq(rows: Iterable<TranscriptRow>, seq: number): number {
  let index = 0;
  for (const row of rows) {
    if (seqOf(row) === seq) return index;
    index += 1;
  }
  return -1;
}

/** Places among the shown rows that hold the text, whatever its case. */
export function searchShown(
  rows: { at(index: number): TranscriptRow | undefined },
  shown: readonly ShownRow[],
  query: string,
): number[] {
  const wanted = query.toLowerCase();
  return shown.flatMap(({ index }, place) => {
    const row = rows.at(index);
    return row !== undefined && rowHolds(row, wanted) ? [place] : [];
  });
}
