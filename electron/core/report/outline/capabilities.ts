/** What the server offers, one row per keyword, with a column for each moment at which it was asked. */
import { type CapabilityRow, capabilityTable } from '../../../protocol/fold/capabilities.ts';
import type { Report } from '../../../protocol/values/session/report.ts';
import { capabilityText } from '../../../texts/session/capabilities.ts';
import { stageText } from '../../../texts/session/phases.ts';
import { visible } from '../../../texts/visible.ts';
import { cell, type Cell, type Row, type Section } from './types.ts';

export function capabilitySection(ehlo: Report['ehlo']): Section | null {
  const { stages, rows } = capabilityTable(ehlo);
  const [first] = stages;
  if (first === undefined) return null;
  if (rows.length === 0) {
    const verb = ehlo[first]?.verb ?? 'EHLO';
    return {
      title: 'Capabilities',
      kind: 'items',
      columns: null,
      rows: [{ cells: [cell(`None (answer to ${verb}).`)] }],
    };
  }
  return {
    title: stages.length === 1 ? `Capabilities ${stageText(first)}` : 'Capabilities',
    kind: 'table',
    columns: stages.length === 1 ? null : ['', ...stages.map(stageText), ''],
    rows: rows.map((row) => rowOf(row, stages.length > 1)),
  };
}

function rowOf({ keyword, params, cells }: CapabilityRow, compared: boolean): Row {
  const text = capabilityText(keyword, params);
  const meaning = cell(text.parameters ?? text.meaning ?? 'not known here', 'muted');
  const what = (...words: readonly string[]): string => words.map(visible).join(' ');
  if (!compared) return { cells: [cell(what(keyword, ...params)), meaning] };
  // What changes stands in the columns, each time as it was sent.
  const changes = cells.some((each) => each !== null && each !== 'gone' && each.change === 'changed');
  const columns = cells.map((each): Cell => {
    if (each === null) return cell('–', 'muted');
    if (each === 'gone') return cell('gone', 'warn');
    return changes
      ? cell(what(...each.params) || 'yes', each.change === 'changed' ? 'warn' : 'good')
      : cell('yes', 'good');
  });
  return { cells: [cell(changes ? what(keyword) : what(keyword, ...params)), ...columns, meaning] };
}
