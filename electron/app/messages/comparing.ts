/** A message that a run sent beside a file that was saved at the far end. */
import { readFile, stat } from 'node:fs/promises';
import { compareArrived } from '../../core/message/compare-arrived.ts';
import { wholeOf } from '../../core/message/message-id.ts';
import type { MessageSource } from '../../core/smtp/types.ts';
import type { ArrivedComparison } from '../../protocol/values/app/arrived.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import { limits } from '../limits.ts';

/** null where either is too long, or the message is no longer held. @throws AppError `file-unreadable` */
export async function compareWithFile(
  sent: MessageSource | null,
  file: { readonly path: string; readonly name: string },
): Promise<ArrivedComparison | null> {
  const most = limits.messages.comparedOctets;
  try {
    if (sent === null || (await stat(file.path)).size > most) return null;
    const octets = await wholeOf(sent, most);
    return octets === null ? null : compareArrived(octets, await readFile(file.path));
  } catch (error) {
    const systemCode = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new AppError('file-unreadable', { file: file.name, systemCode }, { cause: error });
  }
}
