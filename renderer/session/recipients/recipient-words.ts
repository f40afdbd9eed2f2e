/** What became of a recipient, in a word and a colour. A 4yz reply is "not now", which is no refusal (RFC 5321 section 4.2.1). */
import type { RecipientResult } from '../../../electron/protocol/values/session/outcome.ts';
import type { Tone } from '../../ui/tone.ts';

/** It was not taken, for this time or for good. A recipient whose RCPT went well, and who was asked no more, is none of these. */
export const isRefused = (result: RecipientResult): boolean =>
  !result.accepted || (result.final !== null && result.delivery === 'no');

/** Not taken this time; the same may work later. */
export function isNotNow(result: RecipientResult): boolean {
  const code = (result.final ?? result.reply)?.code ?? 0;
  return isRefused(result) && code >= 400 && code <= 499;
}

/** `running`: what is not known yet may still come. */
export function recipientVerdict(result: RecipientResult, running: boolean): { tone: Tone; word: string } {
  if (isNotNow(result)) return { tone: 'warn', word: 'not now' };
  if (isRefused(result)) return { tone: 'err', word: 'refused' };
  if (result.delivery === 'yes') return { tone: 'ok', word: 'accepted' };
  // RCPT was answered well, and nothing more was asked, or not yet.
  if (running || result.delivery === 'no') return { tone: 'neutral', word: 'RCPT ok' };
  return { tone: 'warn', word: 'unknown' };
}

/** "1 refused, 1 not now"; empty where every one was taken. */
export function refusedNote(results: readonly RecipientResult[]): string {
  const later = results.filter(isNotNow).length;
  const refused = results.filter(isRefused).length - later;
  return [refused > 0 ? `${refused} refused` : '', later > 0 ? `${later} not now` : '']
    .filter((part) => part !== '')
    .join(', ');
}
