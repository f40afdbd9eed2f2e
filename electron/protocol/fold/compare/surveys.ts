/**
 * Two surveys of one kind side by side: what each cell came to, and what differs between its reports, by the paths of `compare`. Back
 * ends are paired by what they say, since which of them a session meets is luck.
 */
import type { Difference } from '../../values/session/comparison.ts';
import type { Report } from '../../values/session/report.ts';
import type { CellAnswer, CellKey, SurveyCell } from '../../values/survey/cell.ts';
import type { Cluster } from '../../values/survey/cluster.ts';
import type { StateOf, SurveyState } from '../../values/survey/state.ts';
import type { TargetRow } from '../../values/survey/targets.ts';
import { cellName } from '../survey/head.ts';
import { compareReports, differencesIn } from './compare.ts';
import { item } from './parts.ts';

export interface ComparedCell {
  /** Of the side that has it; null of a target that came to no session. */
  readonly key: CellKey | null;
  /** Of a list as typed; else null. */
  readonly target: string | null;
  /** null: only the other side has it. */
  readonly a: CellAnswer | null;
  readonly b: CellAnswer | null;
  readonly differences: readonly Difference[];
}

export interface ComparedSurveys {
  /** Only those with a difference, or that one side alone has. */
  readonly cells: readonly ComparedCell[];
  readonly same: number;
}

/** null for two of different kinds: there is nothing to be held side by side. */
export function compareSurveys(a: SurveyState, b: SurveyState): ComparedSurveys | null {
  const all = comparedCells(a, b);
  if (all === null) return null;
  const cells = all.filter((cell) => cell.a !== cell.b || cell.differences.length > 0);
  return { cells, same: all.length - cells.length };
}

function comparedCells(a: SurveyState, b: SurveyState): ComparedCell[] | null {
  if (a.kind === 'targets' && b.kind === 'targets') return a.do === b.do ? comparedRows(a.rows, b.rows) : null;
  if (a.kind === 'census' && b.kind === 'census') return comparedClusters(a, b);
  if (a.kind === 'watch' && b.kind === 'watch') return paired(lastRound(a), lastRound(b), cellPair);
  if (a.kind !== b.kind) return null;
  const named = (cells: readonly SurveyCell[]) => new Map(cells.map((cell) => [cellName(cell.key), cell] as const));
  return paired(named(a.cells), named(b.cells), cellPair);
}

type Pair<T> = (a: T | null, b: T | null) => ComparedCell;

/** By name: those of a in its order, then those that b alone has. */
function paired<T>(left: ReadonlyMap<string, T>, right: ReadonlyMap<string, T>, pair: Pair<T>): ComparedCell[] {
  const both = [...left].map(([name, one]) => pair(one, right.get(name) ?? null));
  const rest = [...right].filter(([name]) => !left.has(name)).map(([, one]) => pair(null, one));
  return [...both, ...rest];
}

const differencesOf = (a: Report | null, b: Report | null): Difference[] =>
  a === null || b === null ? [] : differencesIn(compareReports(a, b));

const cellPair: Pair<SurveyCell> = (a, b) => ({
  key: a?.key ?? b?.key ?? null,
  target: null,
  a: a?.answer ?? null,
  b: b?.answer ?? null,
  differences: differencesOf(a?.report ?? null, b?.report ?? null),
});

/** Of a watch how the last round went: what was before stands in its own changes. */
function lastRound({ cells, watch, host }: StateOf<'watch'>): ReadonlyMap<string, SurveyCell> {
  const cell = cells.at(-1);
  if (cell === undefined) return new Map();
  const { round: _round, ...key } = cell.key;
  return new Map([[host, { ...cell, key, report: watch.last ?? cell.report }]]);
}

function comparedRows(a: readonly TargetRow[], b: readonly TargetRow[]): ComparedCell[] {
  const named = (rows: readonly TargetRow[]) =>
    new Map(rows.map((row) => [JSON.stringify([row.text, row.user ?? null]), row] as const));
  return paired(named(a), named(b), (left, right) => ({
    key: left?.sessions[0] ?? right?.sessions[0] ?? null,
    target: left?.text ?? right?.text ?? null,
    a: left?.answer ?? null,
    b: right?.answer ?? null,
    differences: left === null || right === null ? [] : differencesOfRows(left, right),
  }));
}

/** What a row still knows of its report. */
function differencesOfRows(a: TargetRow, b: TargetRow): Difference[] {
  return differencesIn([
    item(['ok'], a.ok, b.ok),
    item(['error', 'code'], a.error, b.error),
    item(['cause'], a.cause?.id ?? null, b.cause?.id ?? null),
    item(['provider'], a.provider, b.provider),
    item(['tls', 'version'], a.tls?.version ?? null, b.tls?.version ?? null),
    item(['tls', 'validTo'], a.tls?.validTo ?? null, b.tls?.validTo ?? null),
    item(['auth', 'used'], a.login, b.login),
  ]);
}

type Census = StateOf<'census'>;

function comparedClusters(a: Census, b: Census): ComparedCell[] {
  const [left, right] = [clustersOf(a), clustersOf(b)];
  const free = [...right];
  const found = left.map((one): ComparedCell => {
    const at = free.findIndex((other) => differencesOf(one.report, other.report).length === 0);
    const [same] = at === -1 ? [] : free.splice(at, 1);
    return {
      key: one.key,
      target: null,
      a: one.cluster.answer,
      b: same?.cluster.answer ?? null,
      differences: [],
    };
  });
  const rest = free.map(({ key, cluster }): ComparedCell => ({
    key,
    target: null,
    a: null,
    b: cluster.answer,
    differences: [],
  }));
  return [...found, ...rest];
}

interface MetCluster {
  readonly cluster: Cluster;
  readonly key: CellKey | null;
  readonly report: Report | null;
}

function clustersOf({ clusters, cells }: Census): MetCluster[] {
  const reports = new Map(cells.map(({ key, report }) => [cellName(key), report]));
  return clusters.map((cluster) => {
    const [key = null] = cluster.cells;
    return { cluster, key, report: key === null ? null : (reports.get(cellName(key)) ?? null) };
  });
}
