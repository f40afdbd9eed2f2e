/** An outline on a terminal: aligned columns, bars for times, colours where they are wanted. */
import type { Cell, Outline, Row, Section } from '../../core/report/outline/types.ts';
import { columnsOf, padded } from './columns.ts';
import { type Output, paint } from './terminal.ts';
import { wrapped } from './wrap.ts';

const BAR = 24;

export function drawOutline(outline: Outline, output: Output): string {
  const mark = outline.ok ? paint(output, '✔', 'good') : paint(output, '✘', 'bad');
  const lines = [`${mark} ${paint(output, outline.verdict, 'strong')}`];
  if (outline.paragraphs.length > 0) lines.push('');
  for (const cells of outline.paragraphs) lines.push(...paragraph(cells, output, '  '));
  for (const section of outline.sections)
    lines.push('', paint(output, section.title, 'strong'), ...drawSection(section, output));
  return lines.join('\n');
}

export function drawSection(section: Section, output: Output): string[] {
  switch (section.kind) {
    case 'lines':
      return section.rows.map((row) =>
        `  ${row.cells.map((cell) => paint(output, cell.text, cell.tone)).join(' ')}`.trimEnd(),
      );
    case 'items':
      return section.rows.flatMap((row) => drawItem(row, output));
    case 'table':
      return drawTable(section, output);
  }
}

/** Mark and title on the first line, the rest below it. */
export function drawItem({ cells }: Row, output: Output): string[] {
  const [mark, title, ...rest] = cells;
  if (mark === undefined) return [];
  if (title === undefined) return paragraph([mark], output, '  ');
  return [
    `  ${paint(output, mark.text, mark.tone)} ${paint(output, title.text, title.tone)}`,
    ...rest.flatMap((cell) => paragraph([cell], output, '    ')),
  ];
}

export function drawTable({ columns, rows }: Pick<Section, 'columns' | 'rows'>, output: Output): string[] {
  const header: Row[] = columns === null ? [] : [{ cells: columns.map((text) => ({ text, tone: 'muted' as const })) }];
  const all = [...header, ...rows];
  const count = Math.max(...all.map((row) => row.cells.length));
  // The last column is free to be as long as it likes; the others are aligned, but one very long entry pushes only itself.
  const widths = Array.from({ length: count }, (_, i) =>
    Math.min(48, Math.max(...all.map((row) => (i < count - 1 ? width(row.cells[i]) : 0)))),
  );
  return all.map((row) => {
    const cells = row.cells.map((cell, i) => {
      const last = i === row.cells.length - 1 && row.bar === undefined;
      return padded(paint(output, cell.text, cell.tone), last ? 0 : (widths[i] ?? 0));
    });
    const bar = row.bar === undefined ? [] : [drawBar(row.bar, output, row.cells[0]?.tone === 'bad')];
    return `  ${alignBar(cells, bar, row, widths)}`.trimEnd();
  });
}

/** Durations stand right-aligned before their bars. */
function alignBar(cells: string[], bar: string[], row: Row, widths: readonly number[]): string {
  if (bar.length === 0) return cells.join('  ');
  const last = row.cells.at(-1);
  const gap = ' '.repeat(Math.max(0, 8 - width(last)));
  const head = cells.slice(0, -1).join('  ');
  return [`${head}  ${gap}${(cells.at(-1) ?? '').trimEnd()}`, ...bar].join('  ').padEnd(widths.length);
}

function drawBar({ from, to }: { from: number; to: number }, output: Output, bad: boolean): string {
  const start = Math.min(BAR - 1, Math.max(0, Math.floor(from * BAR)));
  const length = Math.max(1, Math.min(BAR - start, Math.round((to - from) * BAR)));
  return `${' '.repeat(start)}${paint(output, '█'.repeat(length), bad ? 'bad' : 'good')}`;
}

const width = (cell: Cell | undefined): number => (cell === undefined ? 0 : columnsOf(cell.text));

/** No wider than the terminal. */
function paragraph(cells: readonly Cell[], output: Output, indent: string): string[] {
  const limit = Math.max(40, Math.min(output.columns, 110)) - indent.length;
  const text = cells.map((cell) => paint(output, cell.text, cell.tone)).join('');
  return wrapped(text, limit, 'whole').map((line) => `${indent}${line}`.trimEnd());
}
