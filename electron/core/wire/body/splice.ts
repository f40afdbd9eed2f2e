/**
 * An output that is an input with small edits. Few edits: slices of the input are passed on, nothing is copied. Many edits
 * in one window: everything up to its end is gathered into one buffer, so that neither slices of a few octets nor their
 * number ever get out of hand (a message of dots alone would become millions of them).
 */
import { Buffer } from 'node:buffer';

/** Octets looked at in one go: a latin1 copy of this many is cheap and stays in the processor's cache. */
export const WINDOW = 65_536;
/** Edits of one window that are still worth slices: beyond them the average slice is below some 8 KiB. */
const MANY_EDITS = 8;
/** Shorter runs are copied faster by a loop than by a call. */
const SHORT_RUN = 32;
/** Every octet of a window may get one beside it, and a line end may have to be completed before it. */
const SCRATCH = WINDOW * 2 + 2;

/** Shared by all: filled and emptied again within one call, never across an await. */
let scratch: Buffer | null = null;

export class Splice {
  readonly #input: Buffer;
  readonly #parts: Buffer[] = [];
  /** The input is done up to here. */
  #kept = 0;
  #edits = 0;
  /** Octets gathered in scratch; -1 while slices do. */
  #gathered = -1;
  #octets = 0;

  constructor(input: Buffer) {
    this.#input = input;
  }

  /** Octets given out by finish. */
  get octets(): number {
    return this.#octets;
  }

  /** Edits come in rising order of their offsets. */
  insert(at: number, octet: number, bytes: Buffer): void {
    this.#copyUpTo(at);
    if (this.#gathered === -1) {
      this.#parts.push(bytes);
      this.#octets += bytes.length;
      this.#edit();
    } else if (scratch !== null) {
      scratch[this.#gathered] = octet;
      this.#gathered += 1;
    }
  }

  cut(from: number, to: number): void {
    this.#copyUpTo(from);
    this.#kept = to;
    if (this.#gathered === -1) this.#edit();
  }

  /** For a caller that writes by itself: everything up to `at` is gathered; more goes into the buffer given. */
  beginGather(at: number): { readonly buffer: Buffer; readonly length: number } {
    this.#copyUpTo(at);
    scratch ??= Buffer.allocUnsafeSlow(SCRATCH);
    if (this.#gathered === -1) this.#gathered = 0;
    return { buffer: scratch, length: this.#gathered };
  }

  /** The caller has written up to `length`, for the input up to `at`. */
  endGather(at: number, length: number): void {
    this.#kept = at;
    this.#gathered = length;
  }

  /** To be called at each window's end. */
  endWindow(end: number): void {
    if (this.#gathered !== -1) {
      this.#copyUpTo(end);
      this.#flush();
    }
    this.#edits = 0;
  }

  /** The output of the input up to `end`. */
  finish(end: number): Buffer[] {
    this.#copyUpTo(end);
    this.#flush();
    return this.#parts;
  }

  #edit(): void {
    this.#edits += 1;
    if (this.#edits <= MANY_EDITS) return;
    scratch ??= Buffer.allocUnsafeSlow(SCRATCH);
    this.#gathered = 0;
  }

  #flush(): void {
    if (this.#gathered > 0 && scratch !== null) {
      this.#parts.push(Buffer.from(scratch.subarray(0, this.#gathered)));
      this.#octets += this.#gathered;
    }
    this.#gathered = -1;
  }

  #copyUpTo(at: number): void {
    const from = this.#kept;
    if (at <= from) return;
    this.#kept = at;
    if (this.#gathered === -1 || scratch === null) {
      this.#parts.push(from === 0 && at === this.#input.length ? this.#input : this.#input.subarray(from, at));
      this.#octets += at - from;
      return;
    }
    let to = this.#gathered;
    this.#gathered += at - from;
    if (at - from > SHORT_RUN) this.#input.copy(scratch, to, from, at);
    else for (let octet = from; octet < at; octet += 1) scratch[to++] = this.#input[octet] ?? 0;
  }
}
