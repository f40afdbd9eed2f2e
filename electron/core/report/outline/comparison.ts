/** A comparison as a person reads it: one sentence, a line for each side, what differs in two columns, what is the same in one line. */
import { limits } from '../limits.ts';
import type { Report } from '../../../protocol/values/session/report.ts';
import {
  COMPARISON_GROUPS,
  type ComparisonGroup,
  comparisonVerdict,
  groupText,
  placeText,
  sameKeywords,
  valueText,
} from '../../../texts/session/comparison.ts';
import { FINDING_CODES } from '../../../texts/session/findings.ts';
import { replyText } from '../../../texts/replies/quoted.ts';
import { duration, list } from '../../../texts/units.ts';
import { targetText, verdictText } from '../../../texts/outcomes/verdict.ts';
import { visible } from '../../../texts/visible.ts';
import { compareReports } from '../../../protocol/fold/compare/compare.ts';
import type { Compared } from '../../../protocol/fold/compare/parts.ts';
import { cell, type Cell, type Outline, type Row, type Section, type CellTone } from './types.ts';

interface SideRow {
  readonly group: ComparisonGroup;
  readonly label: string;
  readonly a: Cell;
  readonly b: Cell;
  /** For the sentence above; null where it needs no mention. */
  readonly thing: string | null;
  readonly keyword: boolean;
}

export function outlineOfComparison(a: Report, b: Report): Outline {
  const compared = compareReports(a, b);
  const rows = rowsOf({ a, b }, compared);
  const counted = rows.filter(({ thing }) => thing !== null);
  const things = [...new Set(counted.flatMap(({ thing }) => thing ?? []))];
  const keywords = new Set(counted.flatMap(({ keyword, thing }) => (keyword && thing !== null ? [thing] : [])));
  // Before the greeting nothing is heard of a server.
  const met = compared.some(({ at }) => at[0] === 'greeting');
  const alike = compared.every(({ at, same }) => at[0] !== 'error' || same);
  const columns = ['', `A ${targetText(a.target)}`, `B ${targetText(b.target)}`];
  return {
    title: `compare ${targetText(a.target)} ${targetText(b.target)}`,
    startedAt: a.startedAt < b.startedAt ? a.startedAt : b.startedAt,
    ok: a.ok && b.ok,
    verdict: comparisonVerdict({ a, b }, { things, keywords, compared: met, alike }),
    paragraphs: [...sideLines('A', a), ...sideLines('B', b)],
    sections: [
      ...COMPARISON_GROUPS.flatMap((group) => groupSection(group, rows, columns)),
      ...sameSection({ a, b }, compared),
    ],
  };
}

/** How that side did, and where it ended early, why. */
const sideLines = (name: string, report: Report): Cell[][] => [
  [cell(`${name} `, 'strong'), report.ok ? cell('✔ ', 'good') : cell('✘ ', 'bad'), cell(verdictText(report))],
  ...(report.error === null ? [] : [[cell(report.error.message, 'muted')]]),
];

function groupSection(group: ComparisonGroup, rows: readonly SideRow[], columns: readonly string[]): Section[] {
  const own = rows.filter((row) => row.group === group);
  const before = repeatedBefore(group, rows);
  const fresh = own.filter((row) => !before.has(identity(row)));
  const repeated = own.filter((row) => before.has(identity(row)));
  if (own.length === 0) return [];
  const shown = fresh.slice(0, limits.compare.maxRows).map(({ label, a, b }): Row => ({ cells: [cell(label), a, b] }));
  const more = fresh.length - shown.length;
  const notes: Row[] = [
    ...(more > 0 ? [{ cells: [cell(''), cell(`and ${more} more, all of them in --json`, 'muted')] }] : []),
    ...(repeated.length > 0
      ? [{ cells: [cell('As before', 'muted'), cell(repeated.map(({ label }) => label).join(', '), 'muted')] }]
      : []),
  ];
  return [{ title: groupText(group), kind: 'table', columns, rows: [...shown, ...notes] }];
}

const identity = ({ label, a, b }: SideRow): string => JSON.stringify([label, a.text, b.text]);

/** What an earlier EHLO stated in the same way is not repeated. */
function repeatedBefore(group: ComparisonGroup, rows: readonly SideRow[]): ReadonlySet<string> {
  const earlier: readonly ComparisonGroup[] =
    group === 'after' ? ['plain'] : group === 'login' ? ['plain', 'after'] : [];
  return new Set(rows.filter((row) => earlier.includes(row.group)).map(identity));
}

function rowsOf(sides: { readonly a: Report; readonly b: Report }, compared: readonly Compared[]): SideRow[] {
  const differing = compared.filter(({ same }) => !same);
  const done = new Set<string>();
  return differing.flatMap((each): SideRow[] => {
    const key = keyOf(each);
    // The port stands in the head, and how each ended in its own line.
    if (each.path === 'target.port' || each.at[0] === 'error') return [];
    if (done.has(key) || (each.path === 'auth.offered' && differing.some(isOfferOfAuth))) return [];
    done.add(key);
    const { group, label, thing } = placeText(each.at);
    const whole = wholeRow(sides, each);
    const keyword = each.at[0] === 'ehlo' && each.at[2] !== 'verb' && each.at[2] !== 'text';
    const [a, b] = whole?.cells ?? ([valueCell(each, each.a), valueCell(each, each.b)] as const);
    const hello = each.at[0] === 'ehlo' && each.at[2] === 'text' && done.has('greeting');
    const named = hello ? null : group === 'findings' ? findingThing(sides, each, differing) : thing;
    return [{ group, label: whole?.label ?? label, a, b, thing: whole?.thing ?? named, keyword }];
  });
}

const isOfferOfAuth = ({ at }: Compared): boolean => at[0] === 'ehlo' && at[2] === 'AUTH';

/** Code, enhanced code and words of one reply are one row. */
function keyOf({ at, path }: Compared): string {
  if (at[0] === 'greeting' || at[0] === 'sender') return at[0];
  if (at[0] === 'recipients' || at[0] === 'answers') return `${at[0]} ${at[1] ?? ''}`;
  if (at[0] === 'auth' && at[1] === 'tried') return `auth ${at[2] ?? ''}`;
  return path;
}

function valueCell({ at }: Compared, value: Compared['a']): Cell {
  const bad = at[1] === 'chainError' || at[1] === 'nameError';
  const tone: CellTone = at[0] === 'target' ? 'muted' : bad ? (value === null ? 'good' : 'warn') : 'plain';
  return cell(valueText(at, value), tone);
}

interface WholeRow {
  readonly cells: readonly [Cell, Cell];
  readonly label?: string;
  readonly thing?: string;
}

/** Rows that show more than the value that differs: the whole reply, the outcome, the finding's title. */
function wholeRow({ a, b }: { readonly a: Report; readonly b: Report }, { at }: Compared): WholeRow | null {
  const both = (of: (report: Report) => Cell): readonly [Cell, Cell] => [of(a), of(b)];
  const index = Number(at[1]);
  switch (at[0]) {
    case 'greeting':
      return { cells: both(({ greeting }) => replyCell(greeting)) };
    case 'sender':
      return { cells: both(({ sender }) => replyCell(sender)) };
    case 'recipients': {
      const address = visible(a.recipients[index]?.address ?? b.recipients[index]?.address ?? '');
      return {
        cells: both(({ recipients }) => replyCell(recipients[index]?.reply ?? null)),
        label: `RCPT ${address}`,
        thing: `answer to RCPT <${address}>`,
      };
    }
    case 'answers': {
      const command = visible(a.answers?.[index]?.command ?? b.answers?.[index]?.command ?? '');
      const cells = both(({ answers }) => replyCell(answers?.[index]?.reply ?? null));
      return { cells, label: command, thing: `answer to ${command}` };
    }
    case 'auth':
      return at[1] === 'tried' ? { cells: both((report) => triedCell(report, String(at[2]))) } : null;
    case 'findings':
      return { cells: both((report) => findingCell(report, at.slice(1).join('.'))) };
    default:
      return null;
  }
}

function replyCell(reply: Report['greeting']): Cell {
  if (reply === null) return cell('–', 'muted');
  return cell(replyText(reply), reply.code !== null && reply.code < 400 ? 'plain' : 'bad');
}

function triedCell({ auth }: Report, mechanism: string): Cell {
  const tried = auth?.tried.findLast((one) => one.mechanism === mechanism);
  if (tried === undefined) return cell('not tried', 'muted');
  return tried.reply === null ? cell(tried.ok ? 'works' : 'no answer') : replyCell(tried.reply);
}

const weights = { error: 'bad', warning: 'warn', info: 'muted', ok: 'good' } as const;

function findingCell({ findings }: Report, id: string): Cell {
  const found = findings.filter((finding) => finding.id === id);
  const [first] = found;
  if (first === undefined) return cell('–', 'muted');
  return cell(found.map(({ severity, title }) => `${severity}: ${title}`).join('; '), weights[first.severity]);
}

/** Findings that follow from what stands above anyway: they stand in the table and are not counted twice. */
const follows: Readonly<Record<string, readonly string[]>> = {
  'tls.name-mismatch': ['tls.nameError'],
  'tls.old-version': ['tls.version'],
  'tls.not-offered': ['ehlo.plain.STARTTLS', 'tls.version', 'target.port'],
  'tls.offered-again': ['ehlo.tls.STARTTLS', 'ehlo.auth.STARTTLS'],
  'auth.offered-in-clear': ['ehlo.plain.AUTH'],
  'server.greeting-name': ['greeting.text'],
  'server.no-size-limit': ['ehlo.plain.SIZE', 'ehlo.tls.SIZE', 'ehlo.auth.SIZE'],
  'server.trusts-client': ['ehlo.plain.XCLIENT', 'ehlo.tls.XCLIENT', 'ehlo.auth.XCLIENT'],
  'session.masked': ['greeting.text'],
  'hello.ehlo-refused': ['ehlo.plain.verb'],
};

function findingThing(
  { a, b }: { readonly a: Report; readonly b: Report },
  { at }: Compared,
  differing: readonly Compared[],
): string | null {
  const id = at.slice(1).join('.');
  // On both, and graver on one, since that port or wish makes it so.
  if ([a, b].every(({ findings }) => findings.some((finding) => finding.id === id))) return null;
  if ([a, b].some(({ error }) => error?.code === 'tls-failed') && id.startsWith('tls.')) return null;
  // An explained refusal: the refusal itself is shown.
  if (!FINDING_CODES.some((code) => code === id)) return null;
  const causes = id.startsWith('tls.certificate-') ? ['tls.chainError'] : (follows[id] ?? []);
  if (differing.some(({ path }) => causes.includes(path))) return null;
  const asked = id === 'server.lists-members' || id === 'server.confirms-addresses';
  if (asked && differing.some((each) => each.at[0] === 'answers')) return null;
  const found = [...a.findings, ...b.findings].find((finding) => finding.id === id);
  return found === undefined ? null : `"${found.title}"`;
}

function sameSection({ a, b }: { readonly a: Report; readonly b: Report }, compared: readonly Compared[]): Section[] {
  const words = sameWords(
    compared.filter(({ same }) => same),
    compared,
  );
  const times = `Not compared: names, dates and ids. A took ${duration(a.durationMs)}, B ${duration(b.durationMs)}.`;
  return [
    {
      title: 'Same on both',
      kind: 'items',
      columns: null,
      rows: [
        { cells: [cell(words.length === 0 ? 'nothing that both came to' : list(words))] },
        { cells: [cell(times, 'muted')] },
      ],
    },
  ];
}

/** What is equal, summed up; where everything of a kind is, its value. */
function sameWords(same: readonly Compared[], all: readonly Compared[]): string[] {
  const value = (path: string): string[] => {
    const found = same.find((each) => each.path === path && each.a !== null);
    return found === undefined ? [] : [valueText(found.at, found.a)];
  };
  const equal = (part: string): boolean =>
    same.some(({ at }) => at[0] === part) && all.every((each) => each.at[0] !== part || each.same);
  const keywords = (stage: string): string[] => {
    const count = same.filter(
      ({ at }) => at[0] === 'ehlo' && at[1] === stage && at[2] !== 'verb' && at[2] !== 'text',
    ).length;
    return count === 0 ? [] : [sameKeywords(count, stage)];
  };
  const passed = (name: string): boolean => same.some(({ path, a }) => path === `tls.${name}` && a === null);
  const trust = same.find(({ path, a }) => path === 'tls.chainError' && a !== null);
  const used = same.find(({ path, a }) => path === 'auth.used' && a !== null);
  return [
    ...(equal('greeting') ? ['greeting'] : []),
    ...keywords('plain'),
    ...value('tls.version'),
    ...value('tls.cipher'),
    ...value('tls.keyExchange'),
    ...(same.some(({ path }) => path === 'tls.chain[0].fingerprint256') ? ['certificate'] : []),
    ...(passed('chainError') && passed('nameError') ? ['trust and name of the certificate'] : []),
    ...(trust === undefined ? [] : [`trust in the certificate (${valueText(trust.at, trust.a)})`]),
    ...keywords('tls'),
    ...keywords('last'),
    ...(used === undefined ? [] : [`login with ${valueText(used.at, used.a)}`]),
    ...keywords('auth'),
    ...(equal('answers') ? ['answers to what was asked besides'] : []),
    ...(equal('sender') ? ['answer to MAIL'] : []),
    ...(equal('recipients') ? ['answers to RCPT'] : []),
    ...(equal('findings') ? ['findings'] : []),
  ];
}
