/** Every address, every MX host, and the census: whole sessions, grouped by what they say, and how the groups differ. */
import type { CellKey, SurveyCell } from '../../values/survey/cell.ts';
import type { GroupUnit } from '../../values/survey/cluster.ts';
import type { FoundHost, SurveyEvent } from '../../values/survey/event.ts';
import type { StateOf } from '../../values/survey/state.ts';
import { cellAnswer } from './answer.ts';
import { Clusters } from './clusters.ts';
import { findingsOfCells } from './findings.ts';
import { stateOf } from './grid.ts';
import { inferOfGroups } from './group-inference.ts';
import { SurveyHead, cellName } from './head.ts';

type Grouped = 'addresses' | 'mx' | 'census';
const units: Readonly<Record<Grouped, GroupUnit>> = { addresses: 'address', mx: 'host', census: 'back-end' };

export class GroupsFold {
  readonly #kind: Grouped;
  readonly #head: SurveyHead;
  readonly #cells: Map<string, SurveyCell>;
  readonly #clusters: Clusters;

  constructor(kind: Grouped, host: string, from: StateOf<Grouped> | null = null) {
    this.#kind = kind;
    this.#head = new SurveyHead(host, from);
    this.#cells = new Map(from?.cells.map((cell) => [cellName(cell.key), cell]));
    this.#clusters = new Clusters(kind === 'census' ? 'kept' : 'masked');
  }

  push(event: SurveyEvent): void {
    this.#head.push(event);
    if (event.type !== 'cell-done') return;
    const { key, report } = event;
    const answer = cellAnswer(report);
    this.#cells.set(cellName(key), { key, state: stateOf(answer), answer, report, readFrom: null });
  }

  get state(): StateOf<Grouped> {
    const { head } = this.#head;
    const all = inOrder([...this.#cells.values()], head.hosts);
    const { clusters, members } = this.#clusters.of(all);
    const cells = marked(all, members);
    const pairs = this.#clusters.pairs(members);
    const inferences = inferOfGroups({
      unit: units[this.#kind],
      cells,
      clusters,
      members,
      pairs,
      hosts: head.hosts,
      route: head.route,
      stopped: head.status === 'stopped',
    });
    return {
      kind: this.#kind,
      ...head,
      cells,
      findings: findingsOfCells(cells, 'each-asked'),
      clusters,
      pairs,
      inferences,
    };
  }
}

/** By host and address as they were found, then by session: they end in any order. */
function inOrder(cells: readonly SurveyCell[], hosts: readonly FoundHost[]): SurveyCell[] {
  const places = hosts.flatMap(({ host, addresses }) => addresses.map((address) => `${host} ${address}`));
  const place = ({ host, address }: CellKey): number => places.indexOf(`${host} ${address}`);
  return [...cells].sort((a, b) => place(a.key) - place(b.key) || (a.key.round ?? 0) - (b.key.round ?? 0));
}

/** What works, but otherwise than most, differs. Where no group has more than half, nobody can say which is the usual one. */
function marked(cells: readonly SurveyCell[], members: readonly (readonly SurveyCell[])[]): SurveyCell[] {
  const heard = members.reduce((sum, group) => sum + group.length, 0);
  const usual = members.find((group) => group.length * 2 > heard);
  return cells.map((cell) => {
    const state = stateOf(cell.answer);
    return { ...cell, state: state === 'works' && usual !== undefined && !usual.includes(cell) ? 'differs' : state };
  });
}
