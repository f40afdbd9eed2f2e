/** A message that is kept and has no row yet: what its row will say, and what it is found by until then. */
import type { MessageSummary } from '../../protocol/values/server/mailbox.ts';
import { plainText, type ListHead } from '../../core/message/read/head.ts';

export interface WaitingRow {
  readonly summary: MessageSummary;
  readonly head: ListHead;
  /** The first octets. */
  readonly start: Uint8Array;
}

/** What a message is searched by before its row is written. */
export function wordsOf({ summary, head, start }: WaitingRow): string {
  const { subject, from, mailFrom, rcptTo } = summary;
  const body = head.plain === null ? '' : plainText(start, head.plain);
  return [subject, from, mailFrom, head.to, ...rcptTo.map(({ address }) => address), body].join(' ');
}
