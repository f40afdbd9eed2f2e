/** Messages to send: from octets in memory, from a file, or made up to a given size. Each can be opened again and again. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Buffer } from 'node:buffer';
import type { MessageSource } from '../types.ts';
import { asBuffer } from '../../wire/text.ts';
import { limits } from '../limits.ts';

export function sourceFromBytes(bytes: Uint8Array, lineEnds: MessageSource['lineEnds']): MessageSource {
  const octets = asBuffer(bytes);
  return {
    size: octets.length,
    lineEnds,
    ...constant(() => piecesOf(octets)),
  };
}

/** Rejects with the system's error when the file cannot be read. */
export async function sourceFromFile(path: string, lineEnds: MessageSource['lineEnds']): Promise<MessageSource> {
  const { size } = await stat(path);
  return { size, lineEnds, open: () => createReadStream(path, { highWaterMark: limits.client.sourceOctets }) };
}

/** The least that may be called the header of a message. */
const SHORT_HEADER = Buffer.from(
  'Subject: Posthorn test message\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n',
);

/**
 * A message of exactly so many octets, CRLF throughout, 7-bit but for what its header is given. `whole`: its header, with the empty line after
 * it. Where it does not fit a shorter one takes its place; that one is sent whole, however few octets were asked for.
 */
export function generatedSource(octets: number, whole: Uint8Array = SHORT_HEADER): MessageSource {
  const header = fits(whole, octets) ? whole : SHORT_HEADER;
  const line = Buffer.from(`${'The quick brown fox jumps over the lazy dog. '.repeat(2).slice(0, 76)}\r\n`);
  const block = Buffer.concat(Array.from({ length: Math.floor(limits.client.sourceOctets / line.length) }, () => line));
  const size = fits(header, octets) ? octets : header.length;
  return {
    size,
    lineEnds: 'raw',
    ...constant(function* () {
      yield header;
      let left = size - header.length;
      for (; left >= block.length; left -= block.length) yield block;
      yield lastLines(line, left);
    }),
  };
}

/** A body of one octet would be two more with the line end that DATA needs. */
const fits = (header: Uint8Array, octets: number): boolean => octets === header.length || octets >= header.length + 2;

/** Both ways to the same octets. */
function constant(pieces: () => Iterable<Uint8Array>): Required<Pick<MessageSource, 'constant' | 'open'>> {
  return {
    constant: pieces,
    async *open() {
      yield* pieces();
    },
  };
}

function piecesOf(octets: Buffer): Buffer[] {
  if (octets.length <= limits.client.sourceOctets) return octets.length === 0 ? [] : [octets];
  return Array.from({ length: Math.ceil(octets.length / limits.client.sourceOctets) }, (_, index) =>
    octets.subarray(index * limits.client.sourceOctets, (index + 1) * limits.client.sourceOctets),
  );
}

/** `length` octets ending in CRLF where there is room for it. */
function lastLines(line: Buffer, length: number): Buffer {
  const tail = Buffer.alloc(length, 'x');
  let at = 0;
  for (; length - at >= line.length; at += line.length) line.copy(tail, at);
  // No line feed alone, no line of one octet that could be a dot.
  if (length - at >= 2) tail.write('\r\n', length - 2);
  return tail;
}
