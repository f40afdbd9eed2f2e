/** What the server offers, one row per keyword, with a column for each moment at which it was asked. */
import { CAPABILITY_STAGES, type CapabilityStage } from '../../../protocol/values/session/phase.ts';
import type { Report } from '../../../protocol/values/session/report.ts';
import { capabilityText } from '../../../texts/session/capabilities.ts';
import { stageText } from '../../../texts/session/phases.ts';
import { visible } from '../../../texts/visible.ts';
import { cell, type Cell, type Row, type Section } from './types.ts';

export function capabilitySection(ehlo: Report['ehlo']): Section | null {
  const stages = CAPABILITY_STAGES.filter((stage) => ehlo[stage] !== null);
  const [first] = stages;
  if (first === undefined) return null;
  // Keyword and parameters together make a row, so that a parameter which changes after TLS is seen as a change.
  const seen = new Map<string, { keyword: string; params: readonly string[]; in: Set<CapabilityStage> }>();
  for (const stage of stages) {
    for (const { keyword, params } of ehlo[stage]?.capabilities ?? []) {
      const key = [keyword, ...params].join(' ');
      const row = seen.get(key) ?? { keyword, params, in: new Set() };
      row.in.add(stage);
      seen.set(key, row);
    }
  }
  const rows = [...seen.values()]
    .sort((a, b) => (a.keyword < b.keyword ? -1 : a.keyword > b.keyword ? 1 : 0))
    .map((entry): Row => {
      const text = capabilityText(entry.keyword, entry.params);
      const what = [entry.keyword, ...entry.params].map(visible).join(' ');
      const meaning = text.parameters ?? text.meaning ?? 'not known here';
      const columns: Cell[] =
        stages.length === 1
          ? []
          : stages.map((stage) => (entry.in.has(stage) ? cell('yes', 'good') : cell('–', 'muted')));
      return { cells: [cell(what), ...columns, cell(meaning, 'muted')] };
    });
  if (rows.length === 0) {
    const verb = ehlo[first]?.verb ?? 'EHLO';
    return {
      title: 'Capabilities',
      kind: 'items',
      columns: null,
      rows: [{ cells: [cell(`None (answer to ${verb}).`)] }],
    };
  }
  const columns = stages.length === 1 ? null : ['', ...stages.map(stageText), ''];
  return {
    title: stages.length === 1 ? `Capabilities ${stageText(first)}` : 'Capabilities',
    kind: 'table',
    columns,
    rows,
  };
}
