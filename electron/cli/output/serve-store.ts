/** Where `serve` puts messages: nowhere, a mailbox folder, a Maildir, an mbox file, or a real server. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileSpool } from '../../storage/spool/file-spool.ts';
import { openMaildir } from '../../storage/deliver/maildir.ts';
import { makeFolder } from '../../storage/files/make-folder.ts';
import { openMbox } from '../../storage/deliver/mbox.ts';
import { discardingSpool } from '../../storage/spool/memory-spool.ts';
import type { Spool } from '../../core/ports.ts';
import { sinkHandler } from '../../core/server/handlers/sink.ts';
import type { MessageHandler } from '../../core/server/handlers/types.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import { UsageError } from '../status.ts';

export interface Store {
  readonly spool: Spool;
  readonly handler: MessageHandler;
  close(): Promise<void>;
}

/**
 * `memory` and `none` keep nothing beyond the run. Where messages are read again (printed, passed on, written elsewhere) they pass
 * through files, so that one of any size needs no memory.
 * @throws UsageError for a place without a name, AppError `file-unreadable` where messages could not be put: reported at the start, not by a 451 to the first who sends one
 */
export async function openStore(
  where: string,
  options: { printed: boolean; relay: MessageHandler | null; workerUrl: URL },
): Promise<Store> {
  const { printed, relay, workerUrl } = options;
  if (/^(?:(?:maildir|mbox):)?$/.test(where))
    throw new UsageError('--store needs memory, none, DIR, maildir:DIR or mbox:FILE');
  const elsewhere = relay ?? (await fileHandler(where));
  if (elsewhere === null && where !== 'none' && where !== 'memory') {
    const { openMailbox } = await import('../../storage/mailbox/mailbox.ts');
    const dir = resolve(where);
    await makeFolder(dir).catch((error: unknown) => {
      throw unusable(dir, codeOf(error), error);
    });
    const mailbox = await openMailbox({ dir, workerUrl }).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'file-newer') throw error;
      const params = error instanceof AppError ? error.params : {};
      throw unusable(dir, params['reason'] === 'mailbox-in-use' ? 'EBUSY' : params['systemCode'], error);
    });
    return { spool: fileSpool(join(dir, 'spool')), handler: mailbox.inbox, close: () => mailbox.close() };
  }
  if (elsewhere === null && !printed)
    return { spool: discardingSpool(), handler: sinkHandler(), close: async () => undefined };
  const dir = await mkdtemp(join(tmpdir(), 'posthorn-'));
  return {
    spool: fileSpool(dir),
    handler: elsewhere ?? sinkHandler(),
    close: () => rm(dir, { recursive: true, force: true }),
  };
}

async function fileHandler(where: string): Promise<MessageHandler | null> {
  const match = /^(maildir|mbox):(.+)$/.exec(where);
  if (match?.[2] === undefined) return null;
  const path = resolve(match[2]);
  try {
    return await (match[1] === 'maildir' ? openMaildir(path) : openMbox(path));
  } catch (error) {
    throw unusable(path, codeOf(error), error);
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : null);

function unusable(path: string, systemCode: unknown, cause: unknown): AppError {
  const code = typeof systemCode === 'string' ? systemCode : 'unknown';
  return new AppError('file-unreadable', { path, systemCode: code }, { cause });
}
