/** What the wire tests share: octets from text, and every way to cut an input. */
import { Buffer } from 'node:buffer';
import fc from 'fast-check';

/** Latin-1, so that \xff is one octet. */
export function octets(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

export function shown(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

export function joined(parts: readonly Uint8Array[]): string {
  return Buffer.concat(parts).toString('latin1');
}

/** The input cut at every offset into two, then into single octets, then whole. */
export function* everySplit(input: Buffer): Generator<Buffer[]> {
  yield [input];
  for (let at = 1; at < input.length; at += 1) yield [input.subarray(0, at), input.subarray(at)];
  yield Array.from({ length: input.length }, (_, at) => input.subarray(at, at + 1));
}

/** Chunks of the sizes given, over and over. */
export function inSizes(input: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0, turn = 0; at < input.length; turn += 1) {
    const size = Math.max(1, sizes[turn % Math.max(1, sizes.length)] ?? 1);
    chunks.push(input.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

/** Octets in which line ends, dots and NUL are as frequent as everything else together: random octets never meet. */
export const hostileBytes = fc
  .array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.constantFrom('\r\n', '\r', '\n', '.', '\r\n.', '\r\n..', '\0', ' ', '\t', '\r\n.\r\n'),
      },
      { weight: 3, arbitrary: fc.string({ maxLength: 40 }) },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes).toString('latin1')) },
    ),
    { maxLength: 60 },
  )
  .map((parts) => Buffer.from(parts.join(''), 'latin1'));

export const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 6 });
