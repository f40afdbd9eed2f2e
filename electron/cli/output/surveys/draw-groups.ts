/** Sessions with several addresses, MX hosts or back ends on a terminal: what each said, what differs, and what that shows. */
import { type Cell, type CellTone, type Row, type Section, cell } from '../../../core/report/outline/types.ts';
import { compareReports } from '../../../protocol/fold/compare/compare.ts';
import { cellName } from '../../../protocol/fold/survey/head.ts';
import type { SurveyCell } from '../../../protocol/values/survey/cell.ts';
import type { Cluster } from '../../../protocol/values/survey/cluster.ts';
import type { SurveyFinding } from '../../../protocol/values/survey/state.ts';
import { placeText, valueText } from '../../../texts/session/comparison.ts';
import { answerTexts } from '../../../texts/survey/cells.ts';
import { groundsText, groupInferenceText, groupTitle } from '../../../texts/survey/groups.ts';
import { plural } from '../../../texts/units.ts';
import { shorten, visible } from '../../../texts/visible.ts';
import { limits } from '../../limits.ts';
import { drawOutline } from '../draw.ts';
import type { Output } from '../terminal.ts';
import { type GroupState, groupsOk } from './group-json.ts';

export function drawGroups(state: GroupState, output: Output): string {
  const [first, ...others] = state.inferences.map(groupInferenceText);
  const titles: Readonly<Record<GroupState['kind'], string>> = {
    addresses: 'Addresses',
    mx: 'MX hosts',
    census: 'Census',
  };
  const sections: Section[] = [
    ...(state.kind === 'census' ? clusterTable(state) : cellTable(state)),
    ...(others.length === 0 ? [] : [{ title: 'Besides', kind: 'items' as const, columns: null, rows: texts(others) }]),
    ...differences(state),
    ...findingsSection(state.findings, state.cells.length),
  ];
  return drawOutline(
    {
      title: titles[state.kind],
      startedAt: state.startedAt ?? '',
      ok: groupsOk(state),
      verdict: groupTitle(state),
      paragraphs: first === undefined ? [] : [[cell(first)]],
      sections,
    },
    output,
  );
}

const texts = (all: readonly string[]): Row[] => all.map((text) => ({ cells: [cell(text)] }));
const short = (text: string): string => shorten(visible(text), 44);
const word = ({ answer, state }: Pick<SurveyCell, 'answer' | 'state'>): Cell => {
  const tone: CellTone = state === 'works' || state === 'differs' ? 'good' : state === 'unknown' ? 'muted' : 'bad';
  return cell(answerTexts[answer], tone);
};

const certificateText = ({ certificate }: Cluster): string => certificate?.validTo?.slice(0, 10) ?? '';
const startTlsText = ({ startTls }: Cluster): string => (startTls === null ? '' : startTls ? 'yes' : 'no');

function clusterTable({ clusters, cells }: GroupState): Section[] {
  if (clusters.length === 0) return [];
  const byName = new Map(cells.map((one) => [cellName(one.key), one]));
  const rows = clusters.map((cluster): Row => {
    const [key] = cluster.cells;
    const one = key === undefined ? undefined : byName.get(cellName(key));
    return {
      cells: [
        cell(String(cluster.id)),
        cell(plural(cluster.cells.length, 'session')),
        word(one ?? { answer: cluster.answer, state: 'unknown' }),
        cell(startTlsText(cluster)),
        cell(cluster.tlsVersion ?? ''),
        cell(certificateText(cluster)),
        cell(short(cluster.greeting ?? '')),
      ],
    };
  });
  return [
    {
      title: 'Back ends, by what they say',
      kind: 'table',
      columns: ['', 'Met in', '', 'STARTTLS', 'TLS', 'Valid until', 'Greeting'],
      rows,
    },
  ];
}

function cellTable({ kind, cells, clusters, hosts }: GroupState): Section[] {
  const groupOf = new Map(clusters.flatMap((one) => one.cells.map((key) => [cellName(key), one] as const)));
  const rows = cells.map((one): Row => {
    const cluster = groupOf.get(cellName(one.key));
    const name = kind === 'mx' ? [cell(short(one.key.host))] : [];
    return {
      cells: [
        ...name,
        cell(one.key.address),
        word(one),
        cell(cluster === undefined || clusters.length < 2 ? '' : `like ${cluster.id}`, 'muted'),
        cell(cluster === undefined ? '' : startTlsText(cluster)),
        cell(cluster?.tlsVersion ?? ''),
        cell(short(one.report?.greeting?.lines[0] ?? '')),
      ],
    };
  });
  const left = hosts
    .filter(({ leftOut }) => leftOut > 0)
    .map(({ host, leftOut }): Row => {
      const more = `${short(host)}: ${plural(leftOut, 'more address', 'more addresses')} not tried`;
      return { cells: [cell(''), cell(more, 'muted')] };
    });
  if (rows.length === 0) return [];
  const columns = [...(kind === 'mx' ? ['Host'] : []), 'Address', '', '', 'STARTTLS', 'TLS', 'Greeting'];
  return [{ title: 'What answers', kind: 'table', columns, rows: [...rows, ...left] }];
}

/** Of each other group what is otherwise than in the largest one. */
function differences({ clusters, cells }: GroupState): Section[] {
  const [usual] = [...clusters].sort((a, b) => b.cells.length - a.cells.length);
  const reports = new Map(cells.map(({ key, report }) => [cellName(key), report]));
  const reportOf = ({ cells: [key] }: Cluster) => (key === undefined ? null : (reports.get(cellName(key)) ?? null));
  const base = usual === undefined ? null : reportOf(usual);
  if (usual === undefined || base === null) return [];
  return clusters.flatMap((other): Section[] => {
    const report = reportOf(other);
    if (other.id === usual.id || report === null) return [];
    const rows = compareReports(base, report)
      .filter(({ same }) => !same)
      .map(({ at, a, b }): Row => {
        const { label, thing } = placeText(at);
        return {
          cells: [cell(label === '' ? short(thing ?? '') : label), cell(valueText(at, a)), cell(valueText(at, b))],
        };
      });
    if (rows.length === 0) return [];
    const shown = rows.slice(0, limits.survey.differences);
    const more = rows.length - shown.length;
    const rest: Row[] =
      more === 0 ? [] : [{ cells: [cell(''), cell(`and ${more} more, all of them in --json`, 'muted')] }];
    const title = `${other.id} beside ${usual.id} (${groundsText(other.cells)})`;
    return [{ title, kind: 'table', columns: ['', String(usual.id), String(other.id)], rows: [...shown, ...rest] }];
  });
}

const tones: Readonly<Record<SurveyFinding['severity'], CellTone>> = {
  error: 'bad',
  warning: 'warn',
  info: 'muted',
  ok: 'good',
};

/** What is wrong with the sessions, each finding once. */
export function findingsSection(findings: readonly SurveyFinding[], of: number): Section[] {
  const shown = findings.filter(({ severity }) => severity === 'error' || severity === 'warning');
  if (shown.length === 0) return [];
  const rows = shown.map(({ severity, title, cause, cells }): Row => {
    const where = cells.length === of ? '' : ` (${groundsText(cells)})`;
    return {
      cells: [cell(severity === 'error' ? '✘' : '!', tones[severity]), cell(`${title}${where}`), cell(cause, 'muted')],
    };
  });
  return [{ title: 'Findings', kind: 'items', columns: null, rows }];
}
