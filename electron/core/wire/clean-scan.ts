/**
 * How much of a message body needs no change: every line ends in CRLF and none begins with a dot. Most bodies are like that
 * throughout, and this looks at four octets at a time. It gives up at the first line that is not; dot.ts goes on from there.
 */
import type { Buffer } from 'node:buffer';

const CR = 13;
const LF = 10;
const DOT = 46;
/** Above CR; TAB and the other controls below it are looked at one by one. */
const FIRST_HARMLESS = 14;
const FOUR_HARMLESS = 0x0e0e0e0e;
const HIGH_BITS = 0x80808080 | 0;

/** Where the next octet stands: at the start of a line, behind a CR, or inside a line. */
export type LinePlace = 'start' | 'cr' | 'inside';

export interface Clean {
  /** Octets from the beginning that need no change. Where it is not all of them a line starts there, or the input does. */
  readonly length: number;
  /** Behind those octets. */
  readonly place: LinePlace;
}

/** `dots`: a dot at the start of a line needs a change. */
export function scanClean(input: Buffer, place: LinePlace, dots: boolean): Clean {
  const { length } = input;
  const skew = input.byteOffset & 3;
  const aligned = skew === 0 ? 0 : 4 - skew;
  const words = new Int32Array(input.buffer, input.byteOffset + aligned, Math.max(0, length - aligned) >> 2);
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
