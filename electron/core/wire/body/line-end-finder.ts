/**
 * Finds CR and LF in a window of octets. Native searches while lines are long; a loop while they are short, because a call
 * for every two octets would be many times slower than looking at them.
 */
import type { Buffer } from 'node:buffer';
import { latin1 } from '../text.ts';

const CR = 13;
const LF = 10;
/** A line below this is short; a search that finds nothing within twice as much goes native again. */
const SHORT = 16;
const DENSE = 32;

export class LineEndFinder {
  readonly #window: Buffer;
  /** Searching a string is twice as fast as searching a Buffer, the copy included. */
  readonly #text: string;
  #cr = -1;
  #lf = -1;
  #short = false;
  #shortLines = 0;

  constructor(window: Buffer) {
    this.#window = window;
    this.#text = latin1(window);
  }

  /** So many short lines in a row that looking at every octet is the fastest way on. Asking once resets it. */
  takeDense(): boolean {
    if (this.#shortLines < DENSE) return false;
    this.#shortLines = 0;
    return true;
  }

  /** Offset of the first CR or LF from `from` on; the window's length for none. Calls come in rising order. */
  next(from: number): number {
    const { length } = this.#window;
    let start = from;
    if (this.#short) {
      const stop = Math.min(from + SHORT * 2, length);
      for (; start < stop; start += 1) {
        const octet = this.#window[start];
        if (octet === LF || octet === CR) {
          this.#shortLines += 1;
          return start;
        }
      }
      this.#short = false;
      this.#shortLines = 0;
    }
    if (this.#cr < start) this.#cr = this.#find('\r', start);
    if (this.#lf < start) this.#lf = this.#find('\n', start);
    const at = Math.min(this.#cr, this.#lf);
    this.#short = at - start < SHORT;
    return at;
  }

  #find(character: string, from: number): number {
    const at = this.#text.indexOf(character, from);
    return at === -1 ? this.#window.length : at;
  }
}
