/**
 * Finds the lines of a message that are longer than 998 octets without their end (RFC 5322 section 2.1.1; RFC 5321 section 4.5.3.1.6 counts
 * 1,000 with CRLF). Looks at about one octet in a thousand of proper text: within reach of each line's start a line end is searched backwards.
 */
import { asBuffer } from '../text.ts';
import { limits } from '../limits.ts';

export interface LongLines {
  /** How many lines are too long. */
  readonly lines: number;
  /** Octets of the longest, without its end. */
  readonly longest: number;
}

const CR = 13;
const LF = 10;
const { maxLine } = limits.message;

export class LongLineFinder {
  /** True where a CR alone will be made a line end before it is sent. */
  readonly #normalise: boolean;
  #lines = 0;
  #longest = 0;
  /** Octets of the line that the chunk before ended in, a CR at its end included. */
  #carried = 0;
  #afterCr = false;

  constructor(mode: 'normalise' | 'raw') {
    this.#normalise = mode === 'normalise';
  }

  /** How many of the lines that have come to their end are too long. */
  get lines(): number {
    return this.#lines;
  }

  push(chunk: Uint8Array): void {
    const octets = asBuffer(chunk);
    if (octets.length === 0) return;
    // Where the current line began; below 0 when that was in an earlier chunk.
    let start = -this.#carried;
    while (start < octets.length) {
      // An LF alone after 998 octets; one with a CR before it is found by walking there.
      const reach = start + maxLine;
      const end = reach < 0 ? -1 : octets.lastIndexOf(LF, reach);
      if (end >= 0 && end >= start) {
        start = end + 1;
        continue;
      }
      if (reach >= octets.length) {
        start = this.#afterBareCr(octets, start);
        break;
      }
      const walked = this.#walk(octets, start);
      start = walked.start;
      if (!walked.ended) break;
    }
    this.#carried = octets.length - start;
    this.#afterCr = octets[octets.length - 1] === CR;
  }

  /** null when every line is short enough. */
  end(): LongLines | null {
    this.#judge(this.#carried - (this.#afterCr && this.#carried > 0 ? 1 : 0));
    this.#carried = 0;
    this.#afterCr = false;
    return this.#lines === 0 ? null : { lines: this.#lines, longest: this.#longest };
  }

  /** What has come of a line is short yet; where a CR alone stands in it, only what follows counts on. */
  #afterBareCr(octets: Buffer, start: number): number {
    if (!this.#normalise) return start;
    const last = octets.length < 2 ? -1 : octets.lastIndexOf(CR, octets.length - 2);
    if (last >= 0 && last >= start) return last + 1;
    return this.#afterCr && start < 0 ? 0 : start;
  }

  /** Through what is probably one long line, up to its end or that of the chunk; `start` of the line that follows. */
  #walk(octets: Buffer, begun: number): { start: number; ended: boolean } {
    let start = begun;
    const from = Math.max(0, begun);
    // Octet by octet only where a CR counts as well.
    const found = this.#normalise ? from : octets.indexOf(LF, from);
    for (let at = found === -1 ? octets.length : found; at < octets.length; at += 1) {
      const octet = octets[at];
      const followsCr = at === 0 ? this.#afterCr && start < 0 : octets[at - 1] === CR && at > start;
      if (octet === LF) {
        this.#judge(at - start - (followsCr ? 1 : 0));
        return { start: at + 1, ended: true };
      }
      if (followsCr && this.#normalise) {
        this.#judge(at - start - 1);
        start = at;
      }
    }
    return { start, ended: false };
  }

  #judge(length: number): void {
    if (length <= maxLine) return;
    this.#lines += 1;
    this.#longest = Math.max(this.#longest, length);
  }
}
