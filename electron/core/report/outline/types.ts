/** The parts of an outline; text in them is safe to show, but not yet escaped for any markup. */

export type CellTone = 'plain' | 'good' | 'bad' | 'warn' | 'muted' | 'strong';

export interface Cell {
  readonly text: string;
  readonly tone: CellTone;
}

export interface Row {
  readonly cells: readonly Cell[];
  /** Of a timeline: where its bar stands, as fractions of the whole. */
  readonly bar?: { readonly from: number; readonly to: number };
}

export interface Section {
  readonly title: string;
  /** table: columns aligned; lines: as typed on a terminal, in a fixed-width face; items: paragraphs. */
  readonly kind: 'table' | 'lines' | 'items';
  readonly columns: readonly string[] | null;
  readonly rows: readonly Row[];
}

export interface Outline {
  readonly title: string;
  readonly startedAt: string;
  readonly ok: boolean;
  readonly verdict: string;
  readonly paragraphs: readonly (readonly Cell[])[];
  readonly sections: readonly Section[];
}

export const cell = (text: string, tone: CellTone = 'plain'): Cell => ({ text, tone });
