/** Where `serve` puts messages: nowhere, a mailbox folder, a Maildir, an mbox file, or a real server. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileSpool } from '../adapters/file-spool.ts';
import { maildirHandler } from '../adapters/maildir.ts';
import { mboxHandler } from '../adapters/mbox.ts';
import { discardingSpool } from '../adapters/memory-spool.ts';
import type { Spool } from '../core/ports.ts';
import { inboxHandler } from '../core/server/handlers/inbox.ts';
import { sinkHandler } from '../core/server/handlers/sink.ts';
import type { MessageHandler } from '../core/server/types.ts';

export interface Store {
  readonly spool: Spool;
  readonly handler: MessageHandler;
  close(): Promise<void>;
}

/**
 * `memory` and `none` keep nothing beyond the run. Where messages are read again (printed, passed on, written elsewhere) they pass
 * through files, so that one of any size needs no memory.
 */
export async function openStore(
  where: string,
  options: { printed: boolean; relay: MessageHandler | null; workerUrl: URL },
): Promise<Store> {
  const { printed, relay, workerUrl } = options;
  const elsewhere = relay ?? fileHandler(where);
  if (elsewhere === null && where !== 'none' && where !== 'memory') {
    const { openMailbox } = await import('../adapters/mailbox.ts');
    const dir = resolve(where);
    const mailbox = await openMailbox({ dir, workerUrl });
    return { spool: fileSpool(join(dir, 'spool')), handler: inboxHandler(mailbox), close: () => mailbox.close() };
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

function fileHandler(where: string): MessageHandler | null {
  const match = /^(maildir|mbox):(.+)$/.exec(where);
  if (match?.[2] === undefined) return null;
  const path = resolve(match[2]);
  return match[1] === 'maildir' ? maildirHandler(path) : mboxHandler(path);
}
