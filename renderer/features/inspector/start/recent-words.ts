/** The verdict of a server's last run for a table: its mark, and its sentence without the server, which stands beside it. */
import type { HistoryEntry } from '../../../../electron/protocol/values/app/history.ts';
import { visible } from '../../../../electron/texts/visible.ts';
import { entryBadge, entryTitle } from '../../../session/results/entry-words.ts';
import type { Tone } from '../../../ui/tone.ts';

export function shownVerdict(entry: HistoryEntry): {
  readonly tone: Tone;
  readonly word: string;
  readonly text: string;
} {
  const { tone, text } = entryBadge(entry);
  const words = visible(entryTitle(entry));
  return { tone, word: text, text: words.charAt(0).toUpperCase() + words.slice(1) };
}
