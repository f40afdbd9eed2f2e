/** Whether the images that stand in a message's HTML itself may be decoded: one of them can be made to take gigabytes. */
import { Buffer } from 'node:buffer';
import { limits } from '../limits.ts';
import { unescaped } from './escapes.ts';
import { imageOf } from './image.ts';
import { svgFits } from './svg.ts';

/** Whether every image that stands in the HTML itself can be decoded without harm. */
export function embeddedImagesFit(html: string): boolean {
  // Browsers drop these from addresses wherever they stand.
  const plain = unescaped(html).replace(/[\t\r\n]/g, '');
  let writtenOut = false;
  for (const { index } of plain.matchAll(/data:/gi)) {
    const [head, kind = ''] =
      /^data:image\/([a-z+.-]{1,20})(?:;[a-z0-9=-]{1,40}){0,4},/i.exec(plain.slice(index, index + 300)) ?? [];
    if (head === undefined) return false;
    const isSvg = kind.toLowerCase() === 'svg+xml';
    if (isSvg && !/;base64,$/i.test(head)) {
      writtenOut = true;
      continue;
    }
    if (!/;base64,$/i.test(head)) return false;
    const start = index + head.length;
    const data = /[^A-Za-z0-9+/= ]/g;
    data.lastIndex = start;
    const image = imageOf(
      Buffer.from(plain.slice(start, data.exec(plain)?.index), 'base64'),
      isSvg ? 'image/svg+xml' : '',
    );
    if (image === null || image.pixels > limits.mailbox.imagePixels) return false;
  }
  return !writtenOut || drawingsFit(plain);
}

/** Drawings that are written out: where one ends only its quotes say, so all that is written counts together. */
function drawingsFit(plain: string): boolean {
  const count = (text: string): number => text.match(/data:/gi)?.length ?? 0;
  const text = plain.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  // One within another would be decoded once more.
  return count(text) === count(plain) && !/%[0-9a-f]{2}/i.test(text) && svgFits(text.replace(/data:/gi, ''));
}
