/** Text from a peer as every sentence shows it: nothing hidden in it, and not too long. */
import { escapeInvisible } from '../protocol/text/escape-invisible.ts';

/** Every control or invisible character as an escape: \r, \x1b, \u202e. Ordinary text comes back unchanged. */
export const visible = (text: string): string => escapeInvisible(text);

/** At most `limit` characters, the cut marked. */
export function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}
