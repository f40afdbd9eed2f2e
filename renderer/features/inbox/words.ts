/** A message's envelope in few words. */
import { visible } from '../../../electron/texts/visible.ts';
import type { MessageSummary } from '../../../electron/ipc/schemas/mailbox.ts';

/** "a@example.org", or "a@example.org and 3 more". */
export function recipientsText(message: MessageSummary): string {
  const [first] = message.rcptTo;
  if (first === undefined) return 'nobody';
  const more = message.rcptTo.length - 1;
  return more === 0 ? visible(first.address) : `${visible(first.address)} and ${more} more`;
}
