/** A message as it would go out: read once, its beginning kept, all of it counted and hashed. */
import { createHash } from 'node:crypto';
import type { MessageSource } from '../../core/smtp/types.ts';
import type { MessagePreview } from '../../protocol/values/app/outgoing.ts';
import { limits } from '../limits.ts';

/** Rejects with the system's error where a file of it cannot be read. */
export async function previewOf(message: MessageSource): Promise<MessagePreview> {
  const hash = createHash('sha256');
  const kept: Uint8Array[] = [];
  let octets = 0;
  for await (const chunk of message.open()) {
    hash.update(chunk);
    const room = limits.messages.previewOctets - octets;
    if (room > 0) kept.push(Uint8Array.from(chunk.subarray(0, room)));
    octets += chunk.length;
  }
  const beginning = Buffer.concat(kept);
  return { text: textOf(beginning), cut: octets > beginning.length, octets, sha256: hash.digest('hex') };
}

function textOf(octets: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
  } catch {
    // Cut in the middle of a character, or not UTF-8 at all: octet by octet, so that each is to be seen.
    return octets.toString('latin1');
  }
}
