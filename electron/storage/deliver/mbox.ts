/**
 * Messages in one mbox file (RFC 4155, with the quoting of mboxrd: a line of `From ` after any number of `>` gets one more), line
 * ends LF as programs expect there. One delivery at a time; a failed one is cut off again.
 */
import { open } from 'node:fs/promises';
import type { NewMessage, SpooledMessage } from '../../core/ports.ts';
import type { MessageHandler } from '../../core/server/handlers/types.ts';
import { deliveryHeader } from './delivery-header.ts';
import { MboxQuoting } from './mbox-quoting.ts';

/** Makes `file` where it is missing. Rejects with the system's error where messages could not be put there. */
export async function openMbox(file: string): Promise<MessageHandler> {
  await (await open(file, 'a', 0o600)).close();
  let last: Promise<unknown> = Promise.resolve();
  return {
    name: 'mbox',
    handle: async (message, spooled) => {
      const delivery = last.then(() => append(file, message, spooled));
      // Whoever waits after a failed delivery is served all the same.
      last = delivery.catch(() => undefined);
      await delivery;
      await spooled.discard();
      return { reply: null, message: null };
    },
  };
}

async function append(path: string, message: NewMessage, spooled: SpooledMessage): Promise<void> {
  const file = await open(path, 'a', 0o600);
  const { size } = await file.stat();
  try {
    for await (const piece of content(message, spooled)) await file.appendFile(piece, 'latin1');
  } catch (error) {
    await file.truncate(size);
    throw error;
  } finally {
    await file.close();
  }
}

/** Latin-1 carries any octet unchanged. */
async function* content(message: NewMessage, spooled: SpooledMessage): AsyncIterable<string> {
  const sender = message.mailFrom === '' ? 'MAILER-DAEMON' : message.mailFrom.replace(/\s/g, '_');
  const header = Buffer.from(deliveryHeader(message, '\n'), 'utf8').toString('latin1');
  yield `From ${Buffer.from(sender, 'utf8').toString('latin1')} ${asctime(new Date(message.receivedAt))}\n${header}`;
  const quoting = new MboxQuoting();
  for await (const chunk of spooled.stream()) yield quoting.push(Buffer.from(chunk).toString('latin1'));
  yield quoting.end();
}

/** RFC 4155: as C's asctime, in UTC. */
function asctime(date: Date): string {
  const [weekday = '', day = '', month = '', year = '', time = ''] = date.toUTCString().split(/,? /);
  return `${weekday} ${month} ${String(Number(day)).padStart(2, ' ')} ${time} ${year}`;
}
