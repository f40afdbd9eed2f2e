/** A message's envelope in few words. */
import { visible } from '../../../electron/texts/visible.ts';
import type { MessageSummary } from '../../../electron/protocol/values/server/mailbox.ts';

/** The display name of From, else its address, else the envelope's sender. */
export function senderText(message: MessageSummary): string {
  const from = message.from ?? message.mailFrom;
  const name = /^\s*"?([^"<]*?)"?\s*<[^<>]*>\s*$/.exec(from)?.[1];
  return visible(name === undefined || name === '' ? from : name) || '<>';
}

/** "a@example.org", or "a@example.org and 3 more". */
export function recipientsText(message: MessageSummary): string {
  const [first] = message.rcptTo;
  if (first === undefined) return 'nobody';
  const more = message.rcptTo.length - 1;
  return more === 0 ? visible(first.address) : `${visible(first.address)} and ${more} more`;
}
