/** What a reader asks about the parts of a message in a file: its structure, where a part lies, an image that its HTML names. */
import { changesOctets, decoded } from '../../core/message/read/transfer-encoding.ts';
import { allParts, readStructure, type MimePart } from '../../core/message/read/structure.ts';
import { partOctets, relatedImageIn } from '../../core/message/html/related-image.ts';
import { limits as storageLimits } from '../limits.ts';
import type { MimeNode } from '../../protocol/values/server/mailbox.ts';
import type { PartPlace, RelatedImage } from './worker-protocol.ts';
import { WindowedFile } from '../files/windowed-file.ts';

export function messageStructure(path: string): Promise<MimeNode> {
  return withFile(path, async (file) => node(readStructure(file).root, file));
}

export function partPlace(path: string, index: number): Promise<PartPlace | null> {
  return withFile(path, async (file) => {
    const part = allParts(readStructure(file).root).find((one) => one.index === index);
    if (part === undefined) return null;
    const { filename, encoding, start, end } = part;
    return { name: filename, encoding, start, end };
  });
}

/** Of this message alone. */
export function relatedImage(path: string, contentId: string): Promise<RelatedImage | null> {
  return withFile(path, (file) => relatedImageIn(file, contentId, storageLimits.mailbox.imageOctets));
}

/** The file is closed when the work is done. */
export async function withFile<T>(path: string, work: (file: WindowedFile) => Promise<T>): Promise<T> {
  const file = new WindowedFile(path);
  try {
    return await work(file);
  } finally {
    file.close();
  }
}

async function node(part: MimePart, file: WindowedFile): Promise<MimeNode> {
  const { index, mimeType, filename, disposition, charset, encoding } = part;
  const children: MimeNode[] = [];
  for (const child of part.children) children.push(await node(child, file));
  const size = await decodedSize(part, file);
  return { index, mimeType, filename, disposition, charset, encoding, size, children };
}

/** Octets of its content once decoded. */
export async function decodedSize(part: MimePart, file: WindowedFile): Promise<number> {
  if (!changesOctets(part.encoding)) return part.end - part.start;
  let size = 0;
  for await (const chunk of decoded(part.encoding, partOctets(part, file))) size += chunk.length;
  return size;
}
