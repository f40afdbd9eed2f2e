/** How a past run ended, in a word and a colour: the same as its verdict had while it was in front. */
import { plural } from '../../../electron/texts/units.ts';
import type { HistoryEntry } from '../../../electron/protocol/values/app/history.ts';
import { serverHost } from '../target/target-words.ts';
import type { Tone } from '../../ui/tone.ts';

/** The verdict without the server: that stands in the line above it. */
export function entryTitle({ title, target }: Pick<HistoryEntry, 'title' | 'target'>): string {
  const host = serverHost(target);
  if (host === '') return title;
  const isServer = (word: string | undefined): boolean => word?.toLowerCase().includes(host) === true;
  const ended = /^(.*): (\S+)$/.exec(title);
  if (isServer(ended?.[2])) return ended?.[1] ?? title;
  const begun = /^(\S+) (.*)$/.exec(title);
  return isServer(begun?.[1]) ? (begun?.[2] ?? title) : title;
}

type Ending = Pick<HistoryEntry, 'ok' | 'error' | 'command' | 'delivery' | 'warnings' | 'badge'>;

export function entryBadge({ ok, error, command, delivery, warnings = 0, badge }: Ending): {
  readonly tone: Tone;
  readonly text: string;
} {
  if (badge !== undefined) return badge;
  // Of entries of earlier versions no more is known than this.
  if (delivery === 'unknown') return { tone: 'warn', text: 'Unknown' };
  if (error === 'cancelled') return { tone: 'neutral', text: 'Stopped' };
  if (error !== null) return { tone: 'err', text: 'Failed' };
  if (delivery === 'some') return { tone: 'warn', text: 'In part' };
  if (!ok) return { tone: 'err', text: command === 'send' ? 'Refused' : 'Problem' };
  if (command === 'send') return { tone: 'ok', text: delivery === null ? 'Asked' : 'Accepted' };
  return warnings > 0 ? { tone: 'warn', text: plural(warnings, 'warning') } : { tone: 'ok', text: 'OK' };
}
