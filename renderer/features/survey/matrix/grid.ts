/**
 * The grid of a port matrix while it fills: ports by addresses by security. One try that answers for several columns is one wide cell,
 * and so is a port whose first try nobody has answered yet. Pure.
 */
import { cellName } from '../../../../electron/protocol/fold/survey/head.ts';
import type { LiveCell } from '../../../../electron/protocol/values/app/survey.ts';
import { CELL_SECURITIES, type CellKey, type SurveyCell } from '../../../../electron/protocol/values/survey/cell.ts';
import type { Tone } from '../../../ui/tone.ts';

export interface GridCell {
  /** The same as long as it is the same try. */
  readonly id: string;
  readonly address: string;
  readonly port: number;
  /** Its first column of the address, and how many it answers for. */
  readonly column: number;
  readonly span: number;
  readonly state: 'done' | 'running' | 'waiting' | 'untried';
  /** Once it is done. */
  readonly cell: SurveyCell | null;
  /** The try that answers for it, or will; null where none is made. */
  readonly session: CellKey | null;
  /** While it runs: how far it is. */
  readonly live: LiveCell | null;
}

export interface GridRow {
  readonly port: number;
  readonly cells: readonly GridCell[];
}

export interface ShownGrid {
  readonly addresses: readonly string[];
  readonly rows: readonly GridRow[];
  /** Columns that have their answer, and all. */
  readonly known: number;
  readonly total: number;
}

export interface GridFacts {
  readonly cells: readonly SurveyCell[];
  readonly live: readonly LiveCell[];
  readonly ports: readonly number[];
  /** Those of them that are for TLS from the first byte: what is tried first differs. */
  readonly tlsPorts: readonly number[];
  readonly addresses: readonly string[];
  /** The survey is over: what has no answer will have none. */
  readonly ended: boolean;
}

const COLUMNS = CELL_SECURITIES.length;

export function matrixGrid({ cells, live, ports, tlsPorts, addresses, ended }: GridFacts): ShownGrid {
  const rows = ports.map((port) => ({
    port,
    cells: addresses.flatMap((address) => {
      const isHere = ({ key }: { readonly key: CellKey }): boolean => key.address === address && key.port === port;
      const first = tlsPorts.includes(port) ? ('tls' as const) : ('starttls' as const);
      return cellsAt({ address, port, first, cells: cells.filter(isHere), live: live.filter(isHere), ended });
    }),
  }));
  const all = rows.flatMap((row) => row.cells);
  const columns = (some: readonly GridCell[]): number => some.reduce((sum, { span }) => sum + span, 0);
  const known = all.filter(({ state }) => state === 'done' || state === 'untried');
  return { addresses, rows, known: columns(known), total: columns(all) };
}

interface Place {
  readonly address: string;
  readonly port: number;
  /** The way that is tried first. */
  readonly first: 'starttls' | 'tls';
  readonly cells: readonly SurveyCell[];
  readonly live: readonly LiveCell[];
  readonly ended: boolean;
}

function cellsAt(place: Place): GridCell[] {
  const { address, port, first, cells, live, ended } = place;
  const nothing = { address, port, cell: null, session: null, live: null };
  const whole = { ...nothing, id: `${address} ${port}`, column: 0, span: COLUMNS };
  const heard = cells.some(({ report }) => report !== null);
  if (heard) return merged(cells.map((cell) => shown(cell, place)));
  const [running] = live;
  if (ended) return [{ ...whole, state: 'untried' }];
  if (running === undefined) return [{ ...whole, state: cells.length === 0 ? 'waiting' : 'running' }];
  const own = { session: running.key, live: running };
  // Nobody has taken the connection yet: one answer may do for all columns.
  if (!isBeyondConnect(running)) return [{ ...whole, ...own, state: 'running' }];
  return CELL_SECURITIES.map((security, column) => ({
    ...nothing,
    ...(security === first ? own : {}),
    id: `${address} ${port} ${security}`,
    column,
    span: 1,
    state: security === first ? 'running' : 'waiting',
  }));
}

const isBeyondConnect = ({ phase }: LiveCell): boolean => phase !== null && phase !== 'dns' && phase !== 'connect';

function shown(cell: SurveyCell, { address, port, first, live, ended }: Place): GridCell {
  const { security } = cell.key;
  const place = {
    id: `${address} ${port} ${security ?? ''}`,
    address,
    port,
    column: security === undefined ? 0 : CELL_SECURITIES.indexOf(security),
    span: security === undefined ? COLUMNS : 1,
  };
  // Not known yet, rather than never to be known.
  if (cell.answer === 'stopped' && cell.report === null && !ended) {
    const running = live.find(({ key }) => key.security === security) ?? null;
    return {
      ...place,
      state: running === null ? 'waiting' : 'running',
      cell: null,
      session: running?.key ?? null,
      live: running,
    };
  }
  const session = cell.report === null ? null : { ...cell.key, security: cell.readFrom ?? security ?? first };
  return { ...place, state: cell.report === null ? 'untried' : 'done', cell, session, live: null };
}

/** Neighbours that one session answers for in the same way are one cell. */
function merged(cells: readonly GridCell[]): GridCell[] {
  const out: GridCell[] = [];
  for (const next of cells) {
    const last = out.at(-1);
    const same =
      last?.state === next.state &&
      last.state !== 'running' &&
      // Two ways that work are two ways to use.
      last.cell?.state !== 'works' &&
      last.cell?.answer === next.cell?.answer &&
      nameOf(last.session) === nameOf(next.session);
    if (same) out[out.length - 1] = { ...last, span: last.span + next.span };
    else out.push(next);
  }
  return out;
}

const nameOf = (key: CellKey | null): string | null => (key === null ? null : cellName(key));

const tones: Readonly<Record<SurveyCell['state'], Tone>> = {
  works: 'ok',
  fails: 'err',
  differs: 'warn',
  unknown: 'neutral',
};

/** Answers EHLO, and yet nobody can log in there: works, not enough. */
export function gridTone({ state, cell }: GridCell): Tone {
  if (state === 'running') return 'info';
  if (cell === null || state !== 'done') return 'neutral';
  return cell.answer === 'no-login' ? 'warn' : tones[cell.state];
}

/** Of a cell that came to something: which columns it is for. */
export const coveredColumns = ({ column, span }: GridCell): (typeof CELL_SECURITIES)[number][] =>
  CELL_SECURITIES.slice(column, column + span);

/** The cell that the arrow keys lead to; null at the edge. `column` counts over all addresses, as the eye does. */
export function neighbour(
  grid: ShownGrid,
  from: { readonly row: number; readonly column: number },
  key: string,
): { row: number; column: number } | null {
  const columns = grid.addresses.length * COLUMNS;
  const cell = cellAt(grid, from.row, from.column);
  if (cell === null) return null;
  const begin = beginOf(grid, cell);
  const to = {
    ArrowLeft: { row: from.row, column: begin - 1 },
    ArrowRight: { row: from.row, column: begin + cell.span },
    ArrowUp: { row: from.row - 1, column: from.column },
    ArrowDown: { row: from.row + 1, column: from.column },
    Home: { row: from.row, column: 0 },
    End: { row: from.row, column: columns - 1 },
    PageUp: { row: 0, column: from.column },
    PageDown: { row: grid.rows.length - 1, column: from.column },
  }[key];
  if (to === undefined || to.column < 0 || to.column >= columns || grid.rows[to.row] === undefined) return null;
  return to;
}

export const beginOf = ({ addresses }: ShownGrid, { address, column }: GridCell): number =>
  addresses.indexOf(address) * COLUMNS + column;

/** The cell over this column of the row. */
export function cellAt(grid: ShownGrid, row: number, column: number): GridCell | null {
  return (
    grid.rows[row]?.cells.find((cell) => {
      const begin = beginOf(grid, cell);
      return column >= begin && column < begin + cell.span;
    }) ?? null
  );
}
