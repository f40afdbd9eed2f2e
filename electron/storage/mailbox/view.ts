/** The file of a message read for the window, with caps on everything that a hostile message could blow up. */
import { readMessage } from '../../core/message/read/message.ts';
import type { AttachmentInfo, ShownContent } from '../../protocol/values/server/mailbox.ts';
import { decodedSize, withFile } from './parts.ts';

export function viewMessage(path: string): Promise<ShownContent> {
  return withFile(path, async (file) => {
    const { headers, text, html, attachments: parts, notes, truncated } = readMessage(file);
    const attachments: AttachmentInfo[] = [];
    for (const part of parts) {
      const { index, filename, mimeType } = part;
      attachments.push({ index, filename, mimeType, size: await decodedSize(part, file) });
    }
    return { headers: [...headers], text, html, attachments, notes: [...notes], truncated };
  });
}
