/** A report, or two compared, as Markdown, to be pasted into a ticket. What a server said stays text: it makes no link, table or HTML. */
import type { Report } from '../../ipc/schemas/report.ts';
import { outlineOf } from './outline.ts';
import { outlineOfComparison } from './outline-comparison.ts';
import type { Outline, Row, Section } from './outline-types.ts';

/** Backslashes before everything that means something to Markdown; angle brackets as entities, for renderers that pass HTML on. */
function escaped(text: string): string {
  return text
    .replace(/[\\`*_{}[\]()#+!|~-]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/(https?):\/\//gi, '$1:&#47;/')
    .replace(/www\./gi, (www) => `${www.slice(0, 3)}&#46;`)
    .replaceAll('@', '&#64;');
}

export function reportMarkdown(report: Report): string {
  const outline = outlineOf(report);
  return joined([...head(outline, `, took ${report.durationMs.toFixed(0)} ms`), ...contents(outline, 2)]);
}

/** What differs, and below it both reports whole. */
export function comparisonMarkdown(a: Report, b: Report): string {
  const outline = outlineOfComparison(a, b);
  return joined([...head(outline, ''), ...contents(outline, 2), ...sideOf('A', a), ...sideOf('B', b)]);
}

const joined = (parts: readonly string[]): string => `${parts.join('\n\n')}\n`;
const mark = ({ ok, verdict }: Outline): string => `${ok ? '✔' : '✘'} ${escaped(verdict)}`;

const head = (outline: Outline, took: string): string[] => [
  `# ${escaped(outline.title)}`,
  `**${mark(outline)}**`,
  `Started ${outline.startedAt}${took}.`,
];

function sideOf(name: string, report: Report): string[] {
  const outline = outlineOf(report);
  return [`## ${name} ${mark(outline)}`, ...contents(outline, 3)];
}

const contents = ({ paragraphs, sections }: Outline, level: number): string[] => [
  ...paragraphs.map((cells) => cells.map((part) => escaped(part.text)).join('')),
  ...sections.map((each) => section(each, level)),
];

function section({ title, kind, columns, rows }: Section, level: number): string {
  const headline = `${'#'.repeat(level)} ${escaped(title)}`;
  switch (kind) {
    case 'table':
      return `${headline}\n\n${table(columns, rows)}`;
    case 'lines': {
      const text = rows.map((row) => row.cells.map((part) => part.text).join(' ')).join('\n');
      // A fence longer than any run of backticks inside cannot be closed by what a server says.
      const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
      const fence = '`'.repeat(longest + 1);
      return `${headline}\n\n${fence}text\n${text}\n${fence}`;
    }
    case 'items':
      return `${headline}\n\n${rows.map((row) => `- ${row.cells.map((part) => escaped(part.text)).join(' — ')}`).join('\n')}`;
  }
}

function table(columns: readonly string[] | null, rows: readonly Row[]): string {
  const width = Math.max(columns?.length ?? 0, ...rows.map((row) => row.cells.length));
  const line = (cells: readonly string[]): string =>
    `| ${Array.from({ length: width }, (_, i) => cells[i] ?? '').join(' | ')} |`;
  return [
    line((columns ?? []).map(escaped)),
    line(Array.from({ length: width }, () => '---')),
    ...rows.map((row) => line(row.cells.map((part) => escaped(part.text)))),
  ].join('\n');
}
