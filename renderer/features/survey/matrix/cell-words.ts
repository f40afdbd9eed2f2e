/** What stands in a cell of the grid, and what a screen reader says of it. */
import { phaseText } from '../../../../electron/texts/session/phases.ts';
import { answerTexts } from '../../../../electron/texts/survey/cells.ts';
import { securityTexts } from '../../../../electron/texts/survey/matrix.ts';
import { duration } from '../../../../electron/texts/units.ts';
import { coveredColumns, type GridCell } from './grid.ts';

export interface CellWords {
  readonly text: string;
  /** Empty where there is nothing to add. */
  readonly note: string;
}

interface Clock {
  readonly now: number;
  readonly connectMs: number;
}

/** A connect that takes longer is not merely far away. */
const SILENT_FROM_MS = 600;

export function cellWords({ state, cell, live }: GridCell, { now, connectMs }: Clock): CellWords {
  if (state === 'waiting') return { text: 'waits', note: '' };
  if (state === 'running') {
    const sinceMs = live === null ? 0 : Math.max(0, now - Date.parse(live.startedAt));
    const phase = live?.phase ?? 'connect';
    if (phase !== 'connect' && phase !== 'dns') return { text: phaseText(phase).label, note: tenths(sinceMs) };
    return sinceMs < SILENT_FROM_MS
      ? { text: 'connects', note: '' }
      : { text: 'silent so far', note: `${tenths(sinceMs).replace(' s', '')} of ${duration(connectMs)}` };
  }
  if (cell === null) return { text: 'not tried', note: '' };
  const took = cell.report?.durationMs ?? null;
  return { text: answerTexts[cell.answer], note: took === null ? '' : duration(took) };
}

const tenths = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/** Port and address are said by the headers of row and column; a wide cell names its columns. */
export function cellLabel(cell: GridCell, { text, note }: CellWords): string {
  const columns = coveredColumns(cell).map((security) => securityTexts[security]);
  const where = `${cell.port} ${columns.join(', ')} at ${cell.address}`;
  const what = cell.state === 'waiting' ? 'waits its turn' : text;
  return [`${where}: ${what}`, ...(note === '' || cell.state === 'running' ? [] : [note])].join(', ');
}
