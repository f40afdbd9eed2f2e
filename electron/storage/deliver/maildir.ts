/**
 * Messages as files of a Maildir (cr.yp.to/proto/maildir.html): written in tmp, renamed into new, so that a reader never meets half
 * of one. Each begins with Return-Path and Delivered-To, as a delivery agent writes them.
 */
import { createWriteStream } from 'node:fs';
import { access, constants, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { NewMessage, SpooledMessage } from '../../core/ports.ts';
import type { MessageHandler } from '../../core/server/handlers/types.ts';
import { deliveryHeader } from './delivery-header.ts';
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
      const place = join(dir, 'tmp', name);
      try {
        await pipeline(
          Readable.from(content(message, spooled)),
          createWriteStream(place, { flags: 'wx', mode: 0o600 }),
        );
        await rename(place, join(dir, 'new', name));
      } catch (error) {
        await rm(place, { force: true });
        throw error;
      }
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
