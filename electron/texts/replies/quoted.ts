/** A server's reply on one line, safe to show, as it is quoted inside our own sentences. */
import type { Reply } from '../../protocol/values/session/reply.ts';
import { shorten, visible } from '../visible.ts';

const QUOTE_LIMIT = 300;

/** `550 5.1.1 No such user`; several lines are joined by " / ". */
export function replyText(reply: Reply): string {
  const text = reply.lines
    .map((line) => visible(line.trim()))
    .filter((line) => line !== '')
    .join(' / ');
  const code = reply.code === null ? '' : String(reply.code);
  return shorten([code, text].filter((part) => part !== '').join(' '), QUOTE_LIMIT);
}

/** The same in quotation marks, to stand inside a sentence. */
export function quotedReply(reply: Reply): string {
  const text = replyText(reply);
  return text === '' ? 'an empty reply' : `"${text}"`;
}
