/** An image that a message's HTML names, out of the message itself. */
import { Buffer } from 'node:buffer';
import { imageOf, type Image } from './image.ts';
import { limits } from '../limits.ts';
import type { OctetSource } from '../read/octets.ts';
import { allParts, readStructure, type MimePart } from '../read/structure.ts';
import { decoded } from '../read/transfer-encoding.ts';

/** By the Content-ID letter for letter, and only if it is an image that is safe to decode. `most`: octets, decoded. */
export async function relatedImageIn(
  source: OctetSource,
  contentId: string,
  most: number,
): Promise<{ mimeType: string; bytes: Uint8Array } | null> {
  const part = allParts(readStructure(source).root).find((one) => one.contentId === contentId);
  if (part === undefined || part.end - part.start > 2 * most) return null;
  const chunks: Uint8Array[] = [];
  for await (const chunk of decoded(part.encoding, partOctets(part, source))) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  if (bytes.length > most) return null;
  const image: Image | null = imageOf(bytes, part.mimeType);
  if (image === null || image.pixels > limits.mailbox.imagePixels) return null;
  return { mimeType: image.mimeType, bytes };
}

/** As it stands, piece by piece; each is valid until the next. */
export async function* partOctets(part: MimePart, source: OctetSource): AsyncIterable<Uint8Array> {
  for (let at = part.start; at < part.end; at += limits.reading.partPiece)
    yield source.slice(at, Math.min(limits.reading.partPiece, part.end - at));
}
