/** A reply the way smtplib returns it: code and text, with the whole reply beside them. */
import type { Reply } from '../../../protocol/values/session/reply.ts';

export interface ClientAnswer {
  readonly code: number;
  /** The lines without their codes, blanks around each taken off, joined by line feeds. */
  readonly message: string;
  /** With enhanced code, raw octets and anomalies. */
  readonly reply: Reply;
}

export function answerOf(reply: Reply): ClientAnswer {
  // A reply without a code never gets here as an answer: the engine ends the connection over it.
  return { code: reply.code ?? -1, message: messageOf(reply), reply };
}

export function messageOf(reply: Reply): string {
  return reply.lines.map(trimBlanks).join('\n');
}

/** Space, TAB, CR and LF alone, as bytes.strip(b' \t\r\n') does; trim() would take more. */
export function trimBlanks(line: string): string {
  let start = 0;
  let end = line.length;
  while (start < end && isBlank(line[start])) start += 1;
  while (end > start && isBlank(line[end - 1])) end -= 1;
  return line.slice(start, end);
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\r' || character === '\n';
}
