/**
 * The message body on its way out (RFC 5321 section 4.5.2): line ends made CRLF, dots doubled, last line completed, end of
 * data. What needs no change is passed on as slices of the input; how it stays fast on any input: see #pass and #rewrite.
 */
import { Buffer } from 'node:buffer';
import { asBuffer } from './text.ts';

const CR = 13;
const LF = 10;
const DOT = 46;
const CRLF = Buffer.from('\r\n');
const END = Buffer.from('.\r\n');

export interface BodyChanges {
  readonly bareCr: number;
  readonly bareLf: number;
  readonly addedFinalLineEnd: boolean;
}

export class DotStuffer {
  readonly #normalise: boolean;
  readonly #stuff: boolean;
  /** Where the next octet stands: at the start of a line, behind a CR, or inside a line. */
  #at: 'start' | 'cr' | 'inside' = 'start';
  #octets = 0;
  #wireOctets = 0;
  #bareCr = 0;
  #bareLf = 0;
  #addedFinalLineEnd = false;

  constructor(mode: 'normalise' | 'raw', options: { stuff?: boolean } = {}) {
    this.#normalise = mode === 'normalise';
    this.#stuff = options.stuff !== false;
  }

  /** Octets of the message: line ends normalised, before stuffing, without the end of data. What SIZE= declares. */
  get octets(): number {
    return this.#octets;
  }

  /** Octets given out so far. */
  get wireOctets(): number {
    return this.#wireOctets;
  }

  get changed(): BodyChanges {
    return { bareCr: this.#bareCr, bareLf: this.#bareLf, addedFinalLineEnd: this.#addedFinalLineEnd };
  }

  push(chunk: Uint8Array): Uint8Array[] {
    const input = asBuffer(chunk);
    if (input.length === 0) return [];
    return [this.#rewrite(input)];
  }

  end(): Uint8Array[] {
    const tail: Buffer[] = [];
    if (this.#at === 'cr' && this.#normalise) {
      tail.push(CRLF.subarray(1));
      this.#bareCr += 1;
      this.#octets += 1;
    } else if (this.#at !== 'start' && (this.#normalise || this.#stuff)) {
      tail.push(CRLF);
      this.#octets += 2;
      this.#addedFinalLineEnd = true;
    }
    if (this.#stuff) tail.push(END);
    for (const part of tail) this.#wireOctets += part.length;
    this.#at = 'start';
    return tail;
  }

  #rewrite(input: Buffer): Buffer {
    // Every octet becomes at most two, and a line end may have to be completed first.
    const output = Buffer.allocUnsafe(input.length * 2 + 1);
    let length = 0;
    let dots = 0;
    let at = this.#at;
    for (const octet of input) {
      if (at === 'cr' && octet !== LF && this.#normalise) {
        output[length++] = LF;
        this.#bareCr += 1;
        at = 'start';
      }
      if (octet === LF) {
        if (at !== 'cr' && this.#normalise) {
          output[length++] = CR;
          this.#bareLf += 1;
          at = 'cr';
        }
        output[length++] = LF;
        at = at === 'cr' ? 'start' : 'inside';
      } else if (octet === CR) {
        output[length++] = CR;
        at = 'cr';
      } else {
        if (octet === DOT && at === 'start' && this.#stuff) {
          output[length++] = DOT;
          dots += 1;
        }
        output[length++] = octet;
        at = 'inside';
      }
    }
    this.#at = at;
    this.#wireOctets += length;
    this.#octets += length - dots;
    return output.subarray(0, length);
  }
}
