/** `posthorn profiles list`: what the window's sidebar shows, in its order. */
import { shown } from '../../../core/profiles/exchange/export.ts';
import { jsonValue } from '../../../core/report/json.ts';
import { plural } from '../../../texts/units.ts';
import type { PlainValues } from '../../options/profiles.ts';
import type { RunCommand } from '../../options/types.ts';
import { drawTable } from '../../output/draw.ts';
import { listColumns, listRow, profileSummary } from '../../output/profiles.ts';
import { openProfiles } from '../../input/profiles.ts';
import { status } from '../../status.ts';

export const runList: RunCommand<PlainValues> = async ({ terminal }, { output }) => {
  const { out, err } = terminal;
  const { book } = await openProfiles(terminal);
  const profiles = shown(book, book.profiles);
  if (output.json) {
    const rows = profiles.map((profile) => profileSummary(book, profile));
    out.line(JSON.stringify(jsonValue({ schema: 1, command: 'profiles list', ok: true, profiles: rows })));
  } else if (profiles.length === 0) err.line('There are no profiles yet.');
  else {
    const rows = profiles.map((profile) => listRow(book, profile));
    for (const line of drawTable({ columns: listColumns, rows }, out)) out.line(line);
    err.line(plural(profiles.length, 'profile'));
  }
  return status.ok;
};
