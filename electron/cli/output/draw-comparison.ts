/** A comparison on a terminal: two columns that wrap, 80 characters wide where nobody says how wide it may be. */
import type { Cell, Outline, Row, Section } from '../../core/report/outline/types.ts';
import { padded } from './columns.ts';
import { drawSection } from './draw.ts';
import { type Output, paint } from './terminal.ts';
import { wrapped } from './wrap.ts';

const INDENT = '  ';
const GAP = '  ';
/** Wide enough for ENHANCEDSTATUSCODES. */
const LABEL = 19;

export function drawComparison(outline: Outline, output: Output): string {
  const width = output.live ? Math.max(60, Math.min(output.columns, 120)) : 80;
  const mark = outline.ok ? paint(output, '✔', 'good') : paint(output, '✘', 'bad');
  const lines = fill([{ text: outline.verdict, tone: 'strong' }], width - 2, output);
  const blocks = outline.sections.map((section) => [
    '',
    paint(output, section.title, 'strong'),
    ...drawPart(section, output, width),
  ]);
  return [
    ...lines.map((line, index) => (index === 0 ? `${mark} ${line}` : `${INDENT}${line}`)),
    ...outline.paragraphs.flatMap((cells) => hanging(cells, width, output)),
    ...headOf(outline, output, width),
    ...blocks.flat(),
  ].join('\n');
}

function drawPart(section: Section, output: Output, width: number): string[] {
  switch (section.kind) {
    case 'table':
      return sideBySide(section.rows, output, width);
    case 'items':
      return section.rows.flatMap(({ cells }) => fill(cells, width - 2, output).map((line) => `${INDENT}${line}`));
    case 'lines':
      return drawSection(section, output);
  }
}

/** Once above all tables. */
function headOf({ sections }: Outline, output: Output, width: number): string[] {
  const columns = sections.find(({ kind }) => kind === 'table')?.columns ?? null;
  if (columns === null) return [];
  return ['', ...sideBySide([{ cells: columns.map((text) => ({ text, tone: 'strong' as const })) }], output, width)];
}

function sideBySide(rows: readonly Row[], output: Output, width: number): string[] {
  const each = Math.floor((width - INDENT.length - LABEL - 2 * GAP.length) / 2);
  return rows.flatMap(({ cells }) => {
    const [label, ...values] = cells;
    if (label === undefined) return [];
    // A row with one value stands across both columns.
    const widths = [LABEL, ...values.map(() => (values.length === 1 ? 2 * each + GAP.length : each))];
    const drawn = cells.map((cell, index) => fill([cell], widths[index] ?? each, output));
    const height = Math.max(...drawn.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) => {
      const parts = drawn.map((lines, index) => padded(lines[line] ?? '', widths[index] ?? 0));
      return `${INDENT}${parts.join(GAP)}`.trimEnd();
    });
  });
}

/** All of it below the words of the line "A ✔ ...". */
function hanging(cells: readonly Cell[], width: number, output: Output): string[] {
  const first = cells.length > 1;
  return fill(cells, width - 6, output).map((line, index) => `${first && index === 0 ? INDENT : ' '.repeat(6)}${line}`);
}

/** A word that is longer than a line is cut, since another column stands beside it. */
const fill = (cells: readonly Cell[], width: number, output: Output): string[] =>
  wrapped(cells.map(({ text, tone }) => paint(output, text, tone)).join(''), width, 'cut');
