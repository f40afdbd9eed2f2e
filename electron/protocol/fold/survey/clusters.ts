/**
 * Sessions told apart by what they say: greeting, what EHLO offers, certificate, TLS version and how they ended. Times, dates, ids and
 * addresses are taken off first, since they differ from one session to the next. Pure.
 */
import { compareReports, differencesIn } from '../compare/compare.ts';
import { essence, ownNames } from '../compare/text.ts';
import { mergedCapabilities } from '../capabilities.ts';
import type { Difference } from '../../values/session/comparison.ts';
import type { Ehlo } from '../../values/session/reply.ts';
import type { Report } from '../../values/session/report.ts';
import type { SurveyCell } from '../../values/survey/cell.ts';
import type { Cluster, ClusterPair } from '../../values/survey/cluster.ts';
import { limits } from '../../values/survey/limits.ts';
import { cellName } from './head.ts';

/** kept: what a server calls itself distinguishes it from its neighbour. masked: hosts of other names are meant to be alike. */
export type NamesCount = 'kept' | 'masked';

/** Somebody spoke, be it TLS alone. */
export const isHeard = ({ report }: SurveyCell): boolean =>
  report !== null && (report.greeting !== null || report.tls !== null) && report.error?.code !== 'cancelled';

function signatureOf(report: Report, count: NamesCount): string {
  const { greeting, ehlo, tls, error } = report;
  const names = count === 'kept' ? new Set<string>() : ownNames(report);
  const words = (lines: readonly string[]): string => {
    const text = lines.join(' ').trim();
    const first = text.split(/\s/, 1)[0] ?? '';
    // RFC 5321 section 4.2: a domain stands first, which a number in it makes no id.
    return count === 'kept'
      ? `${first.toLowerCase()} ${essence(text.slice(first.length), names, 'own')}`
      : essence(text, names, 'every');
  };
  const offer = (one: Ehlo | null) =>
    one === null
      ? null
      : [
          one.verb,
          words(one.lines.slice(0, 1)),
          [...mergedCapabilities(one.capabilities)]
            .map(([keyword, { params }]) => [keyword, ...params.map((each) => each.toUpperCase()).sort()].join(' '))
            .sort(),
        ];
  return JSON.stringify([
    greeting === null ? null : [greeting.code, words(greeting.lines)],
    offer(ehlo.plain),
    offer(ehlo.tls),
    tls?.version ?? null,
    count === 'kept' ? (tls?.chain[0]?.fingerprint256 ?? null) : null,
    tls === null ? null : [tls.chainError, tls.nameError === null],
    error === null ? null : [error.code, error.phase, error.reply?.code ?? null],
  ]);
}

export class Clusters {
  readonly #count: NamesCount;
  /** A session is read once. */
  readonly #signatures = new Map<string, string>();
  readonly #compared = new Map<string, Difference[]>();

  constructor(count: NamesCount) {
    this.#count = count;
  }

  of(cells: readonly SurveyCell[]): { readonly clusters: Cluster[]; readonly members: SurveyCell[][] } {
    const groups = new Map<string, SurveyCell[]>();
    for (const cell of cells) {
      if (cell.report === null || !isHeard(cell)) continue;
      const name = cellName(cell.key);
      const signature = this.#signatures.get(name) ?? signatureOf(cell.report, this.#count);
      this.#signatures.set(name, signature);
      groups.set(signature, [...(groups.get(signature) ?? []), cell]);
    }
    const members = [...groups.values()];
    return { clusters: members.flatMap((group, index) => clusterOf(group, index + 1)), members };
  }

  /** Of a few clusters every pair, of many each with the first. */
  pairs(members: readonly (readonly SurveyCell[])[]): ClusterPair[] {
    return members.flatMap(([a], index) =>
      members.slice(index + 1).flatMap(([b], other): ClusterPair[] => {
        if (a === undefined || b === undefined || (index > 0 && members.length > limits.census.compared)) return [];
        return [{ a: index + 1, b: index + other + 2, differences: this.#differences(a, b) }];
      }),
    );
  }

  #differences(a: SurveyCell, b: SurveyCell): Difference[] {
    if (a.report === null || b.report === null) return [];
    const name = `${cellName(a.key)} ${cellName(b.key)}`;
    const found = this.#compared.get(name) ?? differencesIn(compareReports(a.report, b.report));
    this.#compared.set(name, found);
    return found;
  }
}

function clusterOf(cells: readonly SurveyCell[], id: number): Cluster[] {
  const [first] = cells;
  const report = first?.report ?? null;
  if (first === undefined || report === null) return [];
  const { greeting, ehlo, tls } = report;
  const offered = mergedCapabilities((ehlo.tls ?? ehlo.plain)?.capabilities ?? []);
  const plain = ehlo.plain === null ? null : mergedCapabilities(ehlo.plain.capabilities);
  const [leaf] = tls?.chain ?? [];
  return [
    {
      id,
      cells: cells.map(({ key }) => key),
      answer: first.answer,
      greeting: greeting?.lines[0] ?? null,
      keywords: [...offered].map(([keyword, { params }]) => [keyword, ...params].join(' ')),
      startTls: plain?.has('STARTTLS') ?? null,
      tlsVersion: tls?.version ?? null,
      certificate:
        leaf === undefined
          ? null
          : { fingerprint256: leaf.fingerprint256, subject: leaf.subject, validTo: leaf.validTo },
    },
  ];
}
