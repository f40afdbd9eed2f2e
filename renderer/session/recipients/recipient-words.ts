/** What became of a recipient, in a word and a colour. */
import { isNotNow, isRefused, isUnanswered } from '../../../electron/protocol/fold/verdict.ts';
import type { RecipientResult } from '../../../electron/protocol/values/session/outcome.ts';
import type { Tone } from '../../ui/tone.ts';

/** `running`: what is not known yet may still come. */
export function recipientVerdict(result: RecipientResult, running: boolean): { tone: Tone; word: string } {
  if (isNotNow(result)) return { tone: 'warn', word: 'not now' };
  if (isRefused(result)) return { tone: 'err', word: 'refused' };
  if (isUnanswered(result)) return { tone: 'neutral', word: 'not answered' };
  if (result.delivery === 'yes') return { tone: 'ok', word: 'accepted' };
  // RCPT was answered well, and nothing more was asked, or not yet.
  if (running || result.delivery === 'no') return { tone: 'neutral', word: 'RCPT ok' };
  return { tone: 'warn', word: 'unknown' };
}

/** "1 refused, 1 not now, 2 not answered"; empty where every one was taken. */
export function refusedNote(results: readonly RecipientResult[]): string {
  const later = results.filter(isNotNow).length;
  const refused = results.filter(isRefused).length - later;
  const open = results.filter(isUnanswered).length;
  return [
    refused > 0 ? `${refused} refused` : '',
    later > 0 ? `${later} not now` : '',
    open > 0 ? `${open} not answered` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}
