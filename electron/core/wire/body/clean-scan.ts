/**
 * How much of a message body needs no change: every line ends in CRLF and none begins with a dot. Most bodies are like that
 * throughout, and this looks at four octets at a time, or at sixteen. It gives up at the first line that is not; dot.ts goes on from there.
 */
import type { Buffer } from 'node:buffer';
import { cleanBlocks } from './clean-blocks.ts';

const CR = 13;
const LF = 10;
const DOT = 46;
/** Above CR; TAB and the other controls below it are looked at one by one. */
const FIRST_HARMLESS = 14;
const FOUR_HARMLESS = 0x0e0e0e0e;
const HIGH_BITS = 0x80808080 | 0;
/** From how many octets on the copying and the call are worth it; its code is not even compiled for less. */
const BLOCKS_FROM = 4_096;

const NO_WORDS = new Int32Array(0);

/** Where the next octet stands: at the start of a line, after a CR, or inside a line. */
export type LinePlace = 'start' | 'cr' | 'inside';

export interface Clean {
  /** Octets from the beginning that need no change. Where it is not all of them a line starts there, or the input does. */
  readonly length: number;
  /** After those octets. */
  readonly place: LinePlace;
}

/** `dots`: a dot at the start of a line needs a change. */
export function scanClean(input: Buffer, place: LinePlace, dots: boolean): Clean {
  if (input.length < BLOCKS_FROM) return scanWords(input, place, dots);
  const looked = cleanBlocks(input, place === 'cr' ? CR : place === 'start' ? LF : 0, dots);
  if (looked === 0) return scanWords(input, place, dots);
  const reached = placeBehind(input[looked - 1]);
  const rest = scanWords(input.subarray(looked), reached, dots);
  if (rest.length > 0 || looked === input.length) return { length: looked + rest.length, place: rest.place };
  const lineStart = input.lastIndexOf(LF, looked - 1) + 1;
  return stoppedAt(lineStart, place);
}

const placeBehind = (octet: number | undefined): LinePlace => (octet === CR ? 'cr' : octet === LF ? 'start' : 'inside');

function scanWords(input: Buffer, place: LinePlace, dots: boolean): Clean {
  const { length } = input;
  // The few octets before the first whole word; a short input at the end of its memory has none after them.
  const aligned = Math.min(-input.byteOffset & 3, length);
  const count = (length - aligned) >> 2;
  const words = count === 0 ? NO_WORDS : new Int32Array(input.buffer, input.byteOffset + aligned, count);
  let lineStart = 0;
  let at = 0;
  if (place === 'cr') {
    if (input[0] !== LF) return { length: 0, place };
    lineStart = at = 1;
  }
  if (dots && input[at] === DOT && (place !== 'inside' || at > 0)) return stoppedAt(lineStart, place);
  while (at < length) {
    const octet = input[at] ?? 0;
    if (octet >= FIRST_HARMLESS) {
      const skipped = ((at - aligned) & 3) === 0 ? aligned + skipWords(words, (at - aligned) >> 2) * 4 : at;
      at = Math.max(skipped, at + 1);
    } else if (octet === CR) {
      if (at + 1 === length) return { length, place: 'cr' };
      if (input[at + 1] !== LF) return stoppedAt(lineStart, place);
      lineStart = at += 2;
      if (dots && input[at] === DOT) return stoppedAt(lineStart, place);
    } else if (octet === LF) {
      return stoppedAt(lineStart, place);
    } else {
      at += 1;
    }
  }
  if (length === 0) return { length, place };
  return { length, place: lineStart === length ? 'start' : 'inside' };
}

const stoppedAt = (lineStart: number, place: LinePlace): Clean =>
  lineStart === 0 ? { length: 0, place } : { length: lineStart, place: 'start' };

/** The first word from this one on with an octet that may be a line end; their number for none. */
function skipWords(words: Int32Array, from: number): number {
  for (let index = from; index < words.length; index += 1) {
    const word = words[index] ?? 0;
    // The high bit of an octet is set by the subtraction alone where the octet is smaller; a borrow only follows a true hit.
    if (((word - FOUR_HARMLESS) & ~word & HIGH_BITS) !== 0) return index;
  }
  return words.length;
}
