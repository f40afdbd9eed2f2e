/** What sessions with several back ends, addresses or hosts show together: ids with parameters, the most telling first. Pure. */
import { mergedCapabilities } from '../capabilities.ts';
import type { CellAnswer, SurveyCell } from '../../values/survey/cell.ts';
import type { Cluster, ClusterPair, GroupInference, GroupUnit } from '../../values/survey/cluster.ts';
import type { FoundHost } from '../../values/survey/event.ts';
import type { SurveyBase } from '../../values/survey/state.ts';
import { isHeard } from './clusters.ts';

export interface GroupFacts {
  readonly unit: GroupUnit;
  readonly cells: readonly SurveyCell[];
  readonly clusters: readonly Cluster[];
  /** The cells of each cluster. */
  readonly members: readonly (readonly SurveyCell[])[];
  readonly pairs: readonly ClusterPair[];
  readonly hosts: readonly FoundHost[];
  readonly route: SurveyBase['route'];
  readonly stopped: boolean;
}

/** What is counted as one. */
type Unit = readonly SurveyCell[];

export function inferOfGroups(facts: GroupFacts): GroupInference[] {
  const { unit, cells, stopped } = facts;
  const halted: GroupInference[] = stopped ? [{ code: 'stopped', params: {} }] : [];
  const missing = unresolved(facts);
  const ended = cells.filter(({ answer }) => answer !== 'stopped');
  const heard = ended.filter(isHeard);
  if (ended.length === 0) return [...halted, ...missing];
  if (heard.length === 0) {
    const answers = unique(ended.map(({ answer }) => answer));
    return [...halted, { code: 'none-answers', params: { unit, sessions: ended.length, answers } }, ...missing];
  }
  const units = unitsOf(facts, ended);
  const differing = [...failing(unit, units), ...offers(unit, units), ...encryption(unit, units)];
  const quiet = ended.filter((cell) => !isHeard(cell));
  const unanswered: GroupInference[] =
    unit !== 'back-end' || quiet.length === 0
      ? []
      : [
          {
            code: 'unanswered',
            params: { sessions: quiet.length, of: ended.length, answers: unique(quiet.map(({ answer }) => answer)) },
          },
        ];
  return [...halted, ...differing, ...missing, ...unanswered, ...together(facts, heard, differing.length > 0)];
}

const unique = <T>(all: readonly T[]): T[] => [...new Set(all)];

/** Names without an address. */
function unresolved({ unit, hosts, route }: GroupFacts): GroupInference[] {
  const lost = hosts.filter(({ addresses }) => addresses.length === 0);
  return lost.map(({ host, dnsCode: code }): GroupInference => {
    const params = { host, dnsCode: code ?? 'ENODATA' };
    if (params.dnsCode === 'NULL_MX' || params.dnsCode === 'NO_MX') return { code: 'no-mail', params };
    return { code: unit === 'host' && route !== null ? 'host-not-found' : 'name-not-found', params };
  });
}

function unitsOf({ unit, members }: GroupFacts, cells: readonly SurveyCell[]): Unit[] {
  if (unit === 'back-end') return [...members];
  const by = new Map<string, SurveyCell[]>();
  for (const cell of cells) {
    const name = unit === 'host' ? cell.key.host : cell.key.address;
    by.set(name, [...(by.get(name) ?? []), cell]);
  }
  return [...by.values()];
}

/** The units of which a cell is so, among those of which it can be said; null where it is so of none or of all. */
function split(
  unit: GroupUnit,
  units: readonly Unit[],
  isSaid: (cell: SurveyCell) => boolean,
  isSo: (cell: SurveyCell) => boolean,
) {
  const asked = units.map((one) => one.filter(isSaid)).filter((one) => one.length > 0);
  const these = asked.filter((one) => one.some(isSo));
  const all = these.length === asked.length && asked.every((one) => one.every(isSo));
  if (these.length === 0 || all) return null;
  const cells = these.flatMap((one) => one.filter(isSo).map(({ key }) => key));
  return { unit, these: these.length, of: asked.length, cells };
}

const isFailure = (answer: CellAnswer): boolean => answer !== 'works' && answer !== 'no-login' && answer !== 'stopped';

/** One for each way in which some fail. Where all fail the same way, that is one too. */
function failing(unit: GroupUnit, units: readonly Unit[]): GroupInference[] {
  const kinds = new Map<CellAnswer, string>();
  for (const { answer, report } of units.flat())
    if (isFailure(answer) && !kinds.has(answer)) kinds.set(answer, report?.error?.message ?? '');
  return [...kinds].map(([answer, text]): GroupInference => {
    const these = units.filter((one) => one.some((cell) => cell.answer === answer));
    const cells = these.flatMap((one) => one.filter((cell) => cell.answer === answer).map(({ key }) => key));
    return { code: 'fails', params: { unit, these: these.length, of: units.length, cells, answer, text } };
  });
}

/** What decides whether mail can be handed over, before what only makes it quicker. */
const telling: readonly string[] = ['STARTTLS', 'AUTH', 'SIZE', 'SMTPUTF8', '8BITMIME', 'PIPELINING'];
const rank = (keyword: string): number => (telling.includes(keyword) ? telling.indexOf(keyword) : telling.length);

function offers(unit: GroupUnit, units: readonly Unit[]): GroupInference[] {
  const found = new Map<string, GroupInference>();
  for (const stage of ['plain', 'tls'] as const) {
    const offered = new Map(
      units.flat().map((cell) => [cell, mergedCapabilities(cell.report?.ehlo[stage]?.capabilities ?? [])]),
    );
    const isSaid = ({ report }: SurveyCell): boolean => (report?.ehlo[stage] ?? null) !== null;
    for (const keyword of unique([...offered.values()].flatMap((one) => [...one.keys()]))) {
      const some = split(unit, units, isSaid, (cell) => offered.get(cell)?.has(keyword) !== true);
      // The same of the same before TLS and after it is one thing.
      const name = `${keyword} ${JSON.stringify(some?.cells)}`;
      if (some !== null && !found.has(name))
        found.set(name, { code: 'keyword-missing', params: { ...some, keyword, stage } });
    }
  }
  const keywordOf = (one: GroupInference): string => (one.code === 'keyword-missing' ? one.params.keyword : '');
  return [...found.values()].sort((a, b) => rank(keywordOf(a)) - rank(keywordOf(b)));
}

function encryption(unit: GroupUnit, units: readonly Unit[]): GroupInference[] {
  const versionOf = ({ report }: SurveyCell): string | null => report?.tls?.version ?? null;
  // TLSv1, TLSv1.1, TLSv1.2, TLSv1.3: in the order of their names.
  const versions = unique(units.flat().flatMap((cell) => versionOf(cell) ?? [])).sort();
  const newest = versions.at(-1) ?? '';
  const older = versions.slice(0, -1).flatMap((version): GroupInference[] => {
    const some = split(
      unit,
      units,
      (cell) => versionOf(cell) !== null,
      (cell) => versionOf(cell) === version,
    );
    return some === null ? [] : [{ code: 'older-tls', params: { ...some, version, newest } }];
  });
  const prints = unique(units.flat().flatMap(({ report }) => report?.tls?.chain[0]?.fingerprint256 ?? []));
  // Hosts of other names have certificates of their own.
  if (unit === 'host' || prints.length < 2) return older;
  return [...older, { code: 'certificates', params: { unit, of: units.length, certificates: prints.length } }];
}

/** What is said of all: that they are alike, or differ in nothing that has its own sentence. */
function together(
  { unit, clusters, pairs, hosts }: GroupFacts,
  heard: readonly SurveyCell[],
  isDifferent: boolean,
): GroupInference[] {
  const of =
    unit === 'host'
      ? hosts.filter(({ addresses }) => addresses.length > 0).length
      : unique(heard.map(({ key }) => key.address)).length;
  if (clusters.length === 1)
    return isDifferent ? [] : [{ code: 'alike', params: { unit, sessions: heard.length, of } }];
  if (isDifferent) return [];
  const paths = unique(pairs.flatMap(({ differences }) => differences.map(({ path }) => path)));
  const count = unit === 'back-end' ? clusters.length : of;
  return paths.length === 0
    ? [{ code: 'names-only', params: { unit, of: count } }]
    : [{ code: 'other-differences', params: { unit, of: count, paths } }];
}
