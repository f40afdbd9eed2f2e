/** Whether the images that stand in a message's HTML itself may be decoded: one of them can be made to take gigabytes. */
import { Buffer } from 'node:buffer';
import { limits } from '../wire/limits.ts';
import { unescaped } from './html-escapes.ts';
import { imageOf } from './image.ts';

/** Whether every image that stands in the HTML itself can be decoded without harm. */
export function embeddedImagesFit(html: string): boolean {
  // Browsers drop these from addresses wherever they stand.
  const plain = unescaped(html).replace(/[\t\r\n]/g, '');
  for (const { index } of plain.matchAll(/data:/gi)) {
    const [head, kind = ''] =
      /^data:image\/([a-z+.-]{1,20})(?:;[a-z0-9=-]{1,40}){0,4},/i.exec(plain.slice(index, index + 300)) ?? [];
    if (head === undefined) return false;
    if (kind.toLowerCase() === 'svg+xml') continue;
    if (!/;base64,$/i.test(head)) return false;
    const start = index + head.length;
    const data = /[^A-Za-z0-9+/= ]/g;
    data.lastIndex = start;
    const image = imageOf(Buffer.from(plain.slice(start, data.exec(plain)?.index), 'base64'), '');
    if (image === null || image.pixels > limits.mailbox.imagePixels) return false;
  }
  return true;
}
