/** The words by which a stored message is found, and what its row says, read from its file. */
import { readHead } from '../../core/message/read/head.ts';
import { readForSearch } from '../../core/message/read/search-text.ts';
import { limits } from '../../core/message/limits.ts';
import { messagePath } from './files.ts';
import type { MessageText } from './worker-protocol.ts';
import { indexedText } from './search.ts';
import { WindowedFile } from '../files/windowed-file.ts';

export const searchReading = (dir: string, id: string): MessageText =>
  withMessage(dir, id, (file) => {
    const { subject, from, to, body } = readForSearch(file);
    return { subject, from, to, tokens: indexedText(body) };
  });

/** Subject and sender of a message that has no envelope. */
export function headOfFile(dir: string, id: string): { subject: string | null; from: string | null } {
  return withMessage(dir, id, (file) => readHead(file.slice(0, limits.mailbox.listHeadOctets), false));
}

function withMessage<T>(dir: string, id: string, work: (file: WindowedFile) => T): T {
  const file = new WindowedFile(messagePath(dir, id));
  try {
    return work(file);
  } finally {
    file.close();
  }
}
