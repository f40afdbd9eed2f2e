/** Rows of a list of servers as they are looked for: by words, and by whether they have a problem. Pure. */
import type { TargetRow } from '../../../../electron/protocol/values/survey/targets.ts';
import { targetRowText } from '../../../../electron/texts/survey/targets.ts';

export type RowChoice = 'all' | 'wrong' | 'ok';

/** Every word has to occur. `name`: what a row is called. */
export function filteredRows(
  rows: readonly TargetRow[],
  choice: RowChoice,
  search: string,
  name: (row: TargetRow) => string,
): readonly TargetRow[] {
  const words = search
    .toLowerCase()
    .split(' ')
    .filter((word) => word !== '');
  return rows.filter((row) => {
    if (choice !== 'all' && row.ok !== (choice === 'ok')) return false;
    if (words.length === 0) return true;
    const text = [name(row), row.text, row.user, row.provider, targetRowText(row), row.login, row.tls?.version]
      .join(' ')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
