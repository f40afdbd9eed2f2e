/**
 * What an image file is by its own first octets, and how many pixels it would take once decoded. A few kilobytes can ask for
 * gigabytes; what cannot be measured is not shown.
 */
import { Buffer } from 'node:buffer';
import { svgFits } from './svg.ts';

export interface Image {
  readonly mimeType: string;
  /** Width times height; 0 for drawings, which are made in the size they are shown in. */
  readonly pixels: number;
}

/** `declared` decides about SVG alone, which is text. Null: no image, or none that can be measured. */
export function imageOf(octets: Uint8Array, declared: string): Image | null {
  const bytes = Buffer.from(octets.buffer, octets.byteOffset, octets.length);
  const begins = (magic: string, at = 0): boolean => bytes.toString('latin1', at, at + magic.length) === magic;
  const sized = (mimeType: string, width: number, height: number): Image => ({ mimeType, pixels: width * height });
  if (begins('\x89PNG\r\n\x1a\n') && bytes.length >= 24)
    return sized('image/png', bytes.readUInt32BE(16), bytes.readUInt32BE(20));
  if ((begins('GIF87a') || begins('GIF89a')) && bytes.length >= 10)
    return sized('image/gif', bytes.readUInt16LE(6), bytes.readUInt16LE(8));
  if (begins('BM') && bytes.length >= 26)
    return sized('image/bmp', Math.abs(bytes.readInt32LE(18)), Math.abs(bytes.readInt32LE(22)));
  if (begins('\xff\xd8\xff')) return jpeg(bytes);
  if (begins('RIFF') && begins('WEBP', 8)) return webp(bytes);
  // In UTF-16 it could not be looked into.
  if (declared === 'image/svg+xml' && !bytes.includes(0) && svgFits(bytes.toString('latin1')))
    return { mimeType: declared, pixels: 0 };
  return null;
}

/** Segments up to the frame header (ITU T.81 annex B). */
function jpeg(bytes: Buffer): Image | null {
  for (let at = 2; at + 9 <= bytes.length;) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { mimeType: 'image/jpeg', pixels: bytes.readUInt16BE(at + 5) * bytes.readUInt16BE(at + 7) };
    const length = bytes.readUInt16BE(at + 2);
    if (length < 2) return null;
    at += 2 + length;
  }
  return null;
}

/** The three kinds of WebP keep their size in three places (RFC 9649 sections 2.5 to 2.7). */
function webp(bytes: Buffer): Image | null {
  if (bytes.length < 30) return null;
  const sized = (width: number, height: number): Image => ({ mimeType: 'image/webp', pixels: width * height });
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8X':
      return sized(bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1);
    case 'VP8 ':
      return sized(bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff);
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21);
      return sized((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
    }
    default:
      return null;
  }
}
