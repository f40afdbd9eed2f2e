/** A message parsed for reading, with caps on everything that a hostile message could blow up. */
import { closeSync, openSync, readSync } from 'node:fs';
import PostalMime, { decodeWords } from 'postal-mime';
import type { MessageSummary, MessageView } from '../ipc/schemas/mailbox.ts';
import { limits } from '../core/wire/limits.ts';
import { messagePath } from './mailbox-files.ts';
import { messageParts } from './mailbox-parts.ts';
import { text } from './message-head.ts';

export async function viewMessage(dir: string, summary: MessageSummary): Promise<MessageView> {
  const { attachments, listedTo } = await messageParts(dir, summary.id);
  // The parser takes time and memory for each part, so that a bomb is cut where our own list of its parts ends.
  const most = Math.min(limits.mailbox.viewOctets, listedTo ?? Infinity);
  const bytes = readStart(messagePath(dir, summary.id), most);
  let truncated = bytes.length < summary.size;
  const cut = (value: string | undefined): string | null => {
    if (value === undefined) return null;
    if (value.length <= limits.mailbox.viewText) return value;
    truncated = true;
    return value.slice(0, limits.mailbox.viewText);
  };
  try {
    const email = await PostalMime.parse(bytes, {
      maxNestingDepth: limits.mailbox.mimeDepth,
      maxHeadersSize: limits.mailbox.headerOctets,
      // As attachments, whole; their text is not this message's.
      forceRfc822Attachments: true,
    });
    if (email.headers.length > limits.mailbox.headers || attachments.length > limits.mailbox.attachments)
      truncated = true;
    return {
      summary,
      headers: email.headers
        .slice(0, limits.mailbox.headers)
        .map(({ originalKey, value }) => ({ name: originalKey, value: decodeWords(value) })),
      text: cut(email.text),
      html: cut(email.html),
      attachments: attachments.slice(0, limits.mailbox.attachments),
      truncated,
    };
  } catch {
    // The parser gave up (nesting, header size). The message is shown as the text that it is.
    truncated = true;
    return { summary, headers: [], text: cut(text(bytes)), html: null, attachments: [], truncated };
  }
}

function readStart(path: string, most: number): Uint8Array {
  const fd = openSync(path, 'r');
  try {
    const chunks: Uint8Array[] = [];
    let left = most;
    while (left > 0) {
      const buffer = Buffer.allocUnsafe(Math.min(left, 1_048_576));
      const got = readSync(fd, buffer, 0, buffer.length, null);
      if (got === 0) break;
      chunks.push(buffer.subarray(0, got));
      left -= got;
    }
    return Buffer.concat(chunks);
  } finally {
    closeSync(fd);
  }
}
