/** `posthorn history list`: past runs and surveys, as the window's History lists them. */
import { jsonValue } from '../../../core/report/json.ts';
import { cell, type Row } from '../../../core/report/outline/types.ts';
import type { HistoryEntry } from '../../../protocol/values/app/history.ts';
import { plural } from '../../../texts/units.ts';
import { shorten, visible } from '../../../texts/visible.ts';
import { openHistoryView } from '../../input/history.ts';
import { limits } from '../../limits.ts';
import type { HistoryListValues } from '../../options/history.ts';
import type { RunCommand } from '../../options/types.ts';
import { drawTable } from '../../output/draw.ts';
import { status } from '../../status.ts';

export const runHistoryList: RunCommand<HistoryListValues> = async ({ terminal }, { chosen, output }) => {
  const { out, err } = terminal;
  const { entries } = await openHistoryView(chosen.search);
  const shown = entries.slice(0, chosen.limit ?? limits.history.listed);
  if (output.json)
    out.line(
      JSON.stringify(
        jsonValue({ schema: 1, command: 'history list', ok: true, total: entries.length, entries: shown }),
      ),
    );
  else if (shown.length === 0)
    err.line(chosen.search === undefined ? 'There is no history yet.' : 'Nothing has these words.');
  else {
    const columns = ['Id', 'When', 'What', 'Target', 'Came to'];
    for (const line of drawTable({ columns, rows: shown.map(rowOf) }, out)) out.line(line);
    const more = entries.length - shown.length;
    err.line(`${plural(shown.length, 'run')}${more === 0 ? '' : ` of ${entries.length}; --limit shows more`}`);
  }
  return status.ok;
};

function rowOf({ id, startedAt, command, survey, target, title, ok, badge }: HistoryEntry): Row {
  const tone = badge?.tone === 'warn' ? 'warn' : badge?.tone === 'neutral' ? 'muted' : ok ? 'good' : 'bad';
  return {
    cells: [
      cell(id.slice(0, limits.history.idShown)),
      cell(`${startedAt.slice(0, 16).replace('T', ' ')}Z`, 'muted'),
      cell(survey ?? command),
      cell(shorten(visible(target), 44)),
      cell(shorten(visible(title), 72), tone),
    ],
  };
}
