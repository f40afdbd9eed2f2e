/**
 * Finds the end of a message in what a client sends after DATA and takes off the dot-stuffing (RFC 5321 section 4.5.2). The
 * end is CRLF.CRLF and nothing else (section 4.1.1.4); whatever another server might take for it is counted, because a
 * second message may be meant to hide behind it (SMTP smuggling).
 */
import { Buffer } from 'node:buffer';
import type { Anomaly } from '../../ipc/schemas/reply.ts';
import { LineEndFinder } from './line-end-finder.ts';
import { Splice, WINDOW } from './splice.ts';
import { asBuffer } from './text.ts';
import { limits } from './limits.ts';

const NUL = 0;
const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const DOT = 46;
const CR_BYTES = Buffer.from('\r');
const EMPTY = Buffer.alloc(0);

export interface EndOfDataOptions {
  /** Longest line without its end that is no anomaly; limits.message.maxLine unless told otherwise. */
  readonly maxLine?: number;
}

export interface EndOfDataPart {
  /** Octets of the message, stuffing taken off: slices of the input wherever possible. */
  readonly chunks: Uint8Array[];
  readonly done: boolean;
  /** What stands behind the end of data; empty until then. */
  readonly rest: Uint8Array;
}

/** Where the next octet stands, as far as the end of data goes. */
type State =
  /** At the start of a line, which only CRLF or the beginning of the message makes. */
  | 'start'
  | 'inside'
  /** Behind a CR inside a line. */
  | 'cr'
  /** Behind a dot at the start of a line: held back, it may be stuffing or the end. */
  | 'dot'
  /** Behind dot and CR at the start of a line, both held back. */
  | 'dot-cr'
  | 'done';

/**
 * The same for look-alikes, as the laxest servers read: CR or LF alone makes a line here, NUL before the dot and NUL or
 * blanks behind it count for nothing.
 */
type Guise = 'none' | 'line' | 'dot';

export class EndOfDataReader {
  /** How often each was seen: bare-lf, bare-cr, nul, long-body-line, smuggling-attempt. */
  readonly anomalies = new Map<Anomaly, number>();
  readonly #maxLine: number;
  #state: State = 'start';
  #guise: Guise = 'line';
  /** Octets since the last line end; LF alone ends a line here, since an LF-only message is no single long line to anyone. */
  #lineLength = 0;
  #octets = 0;

  constructor(options: EndOfDataOptions = {}) {
    this.#maxLine = options.maxLine ?? limits.message.maxLine;
  }

  /** Octets of the message so far. */
  get octets(): number {
    return this.#octets;
  }

  get done(): boolean {
    return this.#state === 'done';
  }

  push(chunk: Uint8Array): EndOfDataPart {
    const input = asBuffer(chunk);
    if (this.#state === 'done') return { chunks: [], done: true, rest: input };
    const splice = new Splice(input);
    let end = 0;
    for (let base = 0; base < input.length && !this.done; base += WINDOW) {
      const stop = Math.min(base + WINDOW, input.length);
      const window = base === 0 && stop === input.length ? input : input.subarray(base, stop);
      const taken = this.#window(window, base, splice);
      this.#countNul(window, taken);
      end = base + taken;
      splice.endWindow(end);
    }
    const chunks = splice.finish(end);
    this.#octets += splice.octets;
    return { chunks, done: this.done, rest: this.done ? input.subarray(end) : EMPTY };
  }

  /** Gives how many octets were taken: all, or those up to the end of data. */
  #window(window: Buffer, base: number, splice: Splice): number {
    const finder = new LineEndFinder(window);
    let at = 0;
    while (at < window.length) {
      if (this.#state === 'inside' && this.#guise === 'none') {
        const end = finder.next(at);
        this.#lineLength += end - at;
        at = end;
        if (at === window.length) break;
      }
      this.#step(window[at] ?? 0, base + at, splice);
      at += 1;
      if (this.done) break;
    }
    return at;
  }

  #step(octet: number, at: number, splice: Splice): void {
    const state = this.#state;
    this.#lookAlike(octet, state);
    switch (state) {
      case 'start':
        if (octet === DOT) {
          splice.cut(at, at + 1);
          this.#state = 'dot';
        } else this.#inside(octet);
        break;
      case 'inside':
        this.#inside(octet);
        break;
      case 'cr':
        if (octet === LF) this.#endLine('start');
        else {
          this.#bareCr();
          this.#inside(octet);
        }
        break;
      case 'dot':
        if (octet === CR) {
          splice.cut(at, at + 1);
          this.#state = 'dot-cr';
        } else this.#inside(octet);
        break;
      case 'dot-cr':
        if (octet === LF) {
          splice.cut(at, at + 1);
          this.#state = 'done';
        } else {
          splice.insert(at, CR, CR_BYTES);
          this.#bareCr();
          this.#inside(octet);
        }
        break;
      case 'done':
        break;
    }
  }

  #inside(octet: number): void {
    if (octet === LF) {
      this.#count('bare-lf');
      this.#endLine('inside');
    } else if (octet === CR) {
      this.#state = 'cr';
    } else {
      this.#lineLength += 1;
      this.#state = 'inside';
    }
  }

  #bareCr(): void {
    this.#count('bare-cr');
    this.#lineLength += 1;
  }

  #endLine(state: State): void {
    if (this.#lineLength > this.#maxLine) this.#count('long-body-line');
    this.#lineLength = 0;
    this.#state = state;
  }

  #lookAlike(octet: number, state: State): void {
    switch (octet) {
      case CR:
      case LF:
        // Behind a true dot a CR may still become the true end; the octet after it tells.
        if (this.#guise === 'dot' && !(state === 'dot' && octet === CR)) this.#count('smuggling-attempt');
        this.#guise = 'line';
        break;
      case NUL:
        break;
      case TAB:
      case SPACE:
        if (this.#guise === 'line') this.#guise = 'none';
        break;
      case DOT:
        this.#guise = this.#guise === 'line' ? 'dot' : 'none';
        break;
      default:
        this.#guise = 'none';
    }
    if (state === 'dot-cr' && octet !== LF) this.#count('smuggling-attempt');
  }

  #countNul(window: Buffer, end: number): void {
    const first = window.indexOf(NUL);
    if (first === -1 || first >= end) return;
    let count = 0;
    for (let at = first; at < end; at += 1) if (window[at] === NUL) count += 1;
    this.anomalies.set('nul', (this.anomalies.get('nul') ?? 0) + count);
  }

  #count(anomaly: Anomaly): void {
    this.anomalies.set(anomaly, (this.anomalies.get(anomaly) ?? 0) + 1);
  }
}
