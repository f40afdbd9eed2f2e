/** PNG files, written out here so that tests need no library for them. */
import { deflateSync } from 'node:zlib';

/** A PNG of one colour. */
export function png(width: number, height: number, rgb: readonly [number, number, number]): Buffer {
  return pngOf(width, height, Buffer.alloc(width * height * 3, Buffer.from(rgb)));
}

/** `rgb`: three octets for each pixel, line by line from the top. */
export function pngOf(width: number, height: number, rgb: Buffer): Buffer {
  const line = width * 3;
  const lines = Array.from({ length: height }, (_, y) => [Buffer.from([0]), rgb.subarray(y * line, (y + 1) * line)]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(lines.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
}

function crc(octets: Buffer): number {
  let value = 0xffffffff;
  for (const octet of octets) {
    value ^= octet;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return (value ^ 0xffffffff) >>> 0;
}
