/**
 * Messages as files of a Maildir (cr.yp.to/proto/maildir.html): written in tmp, renamed into new, so that a reader never meets half
 * of one. Each begins with Return-Path and Delivered-To, as a delivery agent writes them.
 */
import { access, constants } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { NewMessage, SpooledMessage } from '../../core/ports.ts';
import type { MessageHandler } from '../../core/server/handlers/types.ts';
import { deliveryHeader } from './delivery-header.ts';
import { writeAtomically } from '../files/atomic-write.ts';
import { makeFolder } from '../files/make-folder.ts';

let serial = 0;

/** Makes `dir` with cur, new and tmp where they are missing. Rejects with the system's error where messages could not be put there. */
export async function openMaildir(dir: string): Promise<MessageHandler> {
  for (const name of ['cur', 'new', 'tmp']) {
    await makeFolder(join(dir, name));
    await access(join(dir, name), constants.W_OK);
  }
  return {
    name: 'maildir',
    handle: async (message, spooled) => {
      const name = uniqueName();
      const beside = { path: join(dir, 'tmp', name) };
      await writeAtomically(join(dir, 'new', name), content(message, spooled), { durable: false, beside });
      await spooled.discard();
      return { reply: null, message: null };
    },
  };
}

/** Time, process and number of the delivery, host; `/` and `:` have a meaning there. */
function uniqueName(): string {
  serial += 1;
  const now = Date.now();
  const host = hostname().replaceAll('/', '\\057').replaceAll(':', '\\072');
  return `${Math.floor(now / 1000)}.M${(now % 1000) * 1000}P${process.pid}Q${serial}.${host}`;
}

async function* content(message: NewMessage, spooled: SpooledMessage): AsyncIterable<Uint8Array> {
  yield Buffer.from(deliveryHeader(message, '\r\n'), 'utf8');
  yield* spooled.stream();
}
