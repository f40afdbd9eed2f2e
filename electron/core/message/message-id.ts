/** The Message-ID of a message that is to be sent, out of its header. */
import type { MessageSource } from '../smtp/types.ts';
import { limits } from './limits.ts';

/** With its angle brackets; null where the header has none. Rejects where the source cannot be read. */
export async function messageIdOf(source: MessageSource): Promise<string | null> {
  return messageIdIn(await headOf(source));
}

async function headOf(source: MessageSource): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source.constant?.() ?? source.open()) {
    parts.push(chunk);
    length += chunk.length;
    if (length >= limits.compared.headOctets) break;
  }
  return Buffer.concat(parts).subarray(0, limits.compared.headOctets);
}

const field = /^Message-ID:[ \t]{0,100}(?:\r?\n[ \t]{1,100})?(<[^<>\s]{1,990}>)/im;

function messageIdIn(head: Buffer): string | null {
  const text = head.toString('latin1');
  const [header = ''] = text.split(/\r?\n\r?\n/, 1);
  return field.exec(header)?.[1] ?? null;
}

/** All of it, where it is no longer than what is compared; null where it is. */
export async function wholeOf(source: MessageSource, most: number): Promise<Buffer | null> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source.constant?.() ?? source.open()) {
    length += chunk.length;
    if (length > most) return null;
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}
