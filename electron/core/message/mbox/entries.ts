/**
 * The messages in an mbox file: where each begins and ends, found by reading through a window, whatever the size of the file (RFC 4155,
 * with the quoting of mboxrd: a line of "From " after any number of ">" has one ">" more than the message has).
 */
import { Buffer } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import { AppError } from '../../../protocol/values/app-error.ts';
import type { MessageSource } from '../../smtp/types.ts';
import { limits } from '../limits.ts';
import { type MessageHead, readHead } from '../read/head.ts';
import { MboxUnquoting } from './unquoting.ts';

const SEPARATOR = 'From ';
/** What has to be seen together: the end of an empty line, and the separator. */
const OVERLAP = '\r\nFrom '.length;

export interface MboxEntry extends MessageHead {
  /** Offset of its separator, by which it is found again. */
  readonly at: number;
  /** Octets in the file. */
  readonly size: number;
}

interface MboxPlace {
  readonly at: number;
  readonly start: number;
  readonly end: number;
  /** Of the next separator; null at the end of the file. */
  readonly next: number | null;
}

/** Whether the file begins as an mbox does. Rejects with the system's error where it cannot be read. */
export const isMbox = (path: string): Promise<boolean> =>
  withFile(path, async (file) => (await at(file, 0, SEPARATOR.length)).toString('latin1') === SEPARATOR);

/** From the separator at `after` on, at most `most`. `next`: where to go on; null when that was all. */
export function listMbox(
  path: string,
  after: number,
  most: number,
): Promise<{ entries: MboxEntry[]; next: number | null }> {
  return withFile(path, async (file) => {
    const entries: MboxEntry[] = [];
    for (let next: number | null = after; next !== null;) {
      if (entries.length >= most) return { entries, next };
      const place: MboxPlace = await placeAt(file, next);
      const size = place.end - place.start;
      const octets = await at(file, place.start, Math.min(size, limits.mailbox.listHeadOctets));
      const { subject, from, to } = readHead(octets, false);
      entries.push({ at: place.at, size, subject, from, to });
      next = place.next;
    }
    return { entries, next: null };
  });
}

/** The message after the separator at that offset, without its quoting. */
export async function mboxSource(
  path: string,
  offset: number,
  lineEnds: MessageSource['lineEnds'],
): Promise<MessageSource> {
  const { start, end } = await withFile(path, (file) => placeAt(file, offset));
  return {
    // Of the quoting nothing is known before it is read.
    size: null,
    lineEnds,
    async *open() {
      const file = await open(path);
      try {
        const quoting = new MboxUnquoting();
        for (let from = start; from < end; from += limits.mbox.windowOctets)
          yield* quoting.push(await at(file, from, Math.min(limits.mbox.windowOctets, end - from)));
        yield* quoting.end();
      } finally {
        await file.close();
      }
    },
  };
}

/** @throws AppError `invalid-argument` where no message begins there */
async function placeAt(file: FileHandle, offset: number): Promise<MboxPlace> {
  const line = await at(file, offset, limits.mbox.separatorOctets);
  const ends = line.indexOf('\n');
  if (line.toString('latin1', 0, SEPARATOR.length) !== SEPARATOR || ends === -1)
    throw new AppError('invalid-argument', { argument: 'mbox', reason: 'no message begins there' });
  const start = offset + ends + 1;
  const { size } = await file.stat();
  for (let from = start; from < size; from += limits.mbox.windowOctets) {
    // The line before counts: an empty header is followed by the next separator at once.
    const base = Math.max(offset, from - OVERLAP);
    const window = await at(file, base, from - base + limits.mbox.windowOctets);
    for (
      let found = window.indexOf(`\n${SEPARATOR}`);
      found !== -1;
      found = window.indexOf(`\n${SEPARATOR}`, found + 1)
    ) {
      const end = emptyLineBefore(window, found);
      if (end !== null && base + found + 1 > start)
        return { at: offset, start, end: Math.max(start, base + end), next: base + found + 1 };
    }
  }
  return { at: offset, start, end: await endOfLast(file, start, size), next: null };
}

/** Where the empty line begins whose line feed stands there; null where that line is not empty. */
function emptyLineBefore(window: Buffer, feed: number): number | null {
  const begins = window[feed - 1] === 0x0d ? feed - 1 : feed;
  return window[begins - 1] === 0x0a ? begins : null;
}

/** Without the empty line that ends the file. */
async function endOfLast(file: FileHandle, start: number, size: number): Promise<number> {
  const base = Math.max(start, size - 4);
  const tail = await at(file, base, 4);
  const end = tail.at(-1) === 0x0a ? emptyLineBefore(tail, tail.length - 1) : null;
  return end === null ? size : base + end;
}

async function at(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await file.read(buffer, read, length - read, offset + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return buffer.subarray(0, read);
}

async function withFile<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path);
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}
