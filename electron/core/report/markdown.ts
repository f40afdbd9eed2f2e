/** A report, or two compared, as Markdown, to be pasted into a ticket. What a server said stays text: it makes no link, table or HTML. */
import type { Report } from '../../protocol/values/session/report.ts';
import { withoutTrailing } from '../wire/text.ts';
import { outlineOf } from './outline/outline.ts';
import { outlineOfComparison } from './outline/comparison.ts';
import type { Outline, Row, Section } from './outline/types.ts';

/** Brackets, backquotes and bars mean something to Markdown and to tables, and stay outside of words. */
const words = /[^\s`|()[\]{}<>]+/g;
/** What some renderer makes a link of: a scheme, `//`, `www.`, `@`, or a name with dots (linkify-it knows the top level domains). */
const linkable = /\/\/|www\.|@|mailto:|[\p{L}\p{N}\p{M}_-][.\u3002\uff0e\uff61][\p{L}\p{M}-]/iu;

/**
 * As text, whatever it is. Of what looks like a link a code span is left alone by every renderer; some look for links in what
 * escapes and entities were decoded to. In it `//` is cut in two, for programs that look for URLs in the source.
 */
function escaped(text: string): string {
  let written = '';
  let at = 0;
  for (const { 0: word, index } of text.matchAll(words)) {
    if (!linkable.test(word)) continue;
    // What ends a sentence is no part of the name before it.
    const core = withoutTrailing(word, /[.,;:!?'"]/);
    written += `${plain(text.slice(at, index))}${code(core)}`;
    at = index + core.length;
  }
  return written + plain(text.slice(at));
}

const code = (word: string): string => `\`${word.replaceAll('//', '/`/`')}\``.replaceAll('``', '');

/** Backslashes before everything that means something to Markdown; angle brackets and backquotes as entities. */
const plain = (text: string): string =>
  text
    .replace(/[\\*_{}[\]()#+!|~-]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('`', '&#96;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

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
