/** How a past run ended, in a word and a colour. */
import type { HistoryEntry } from '../../../electron/ipc/schemas/history.ts';
import type { Tone } from '../../ui/tone.ts';

export function entryBadge({ ok, error, command }: Pick<HistoryEntry, 'ok' | 'error' | 'command'>): {
  readonly tone: Tone;
  readonly text: string;
} {
  if (error === 'cancelled') return { tone: 'neutral', text: 'Stopped' };
  if (error !== null) return { tone: 'err', text: 'Failed' };
  if (!ok) return { tone: 'err', text: command === 'send' ? 'Refused' : 'Problem' };
  return { tone: 'ok', text: command === 'send' ? 'Sent' : 'OK' };
}
