/** What is read of the index: a row, and a message that has none yet. */
import type { MessageSummary } from '../../protocol/values/server/mailbox.ts';
import { plainText, type ListHead } from '../../core/message/read/head.ts';
import { searchable } from './schema.ts';
import type { SqlRow } from '../sqlite/sqlite.ts';

/** A message that is kept and has no row yet. */
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

export function toSummary(row: SqlRow): MessageSummary {
  // Written by #insert from a value of that type; the file is ours alone and its version was checked.
  const rest = JSON.parse(String(row['summary'])) as Omit<MessageSummary, 'unread' | 'tooComplex'>;
  const tooComplex = Number(row['searchable']) === searchable.tooComplex;
  return { ...rest, unread: Number(row['unread']) === 1, ...(tooComplex ? { tooComplex } : {}) };
}
