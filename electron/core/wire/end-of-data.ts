/**
 * Finds the end of a message in what a client sends after DATA and takes off the dot-stuffing (RFC 5321 section 4.5.2). The
 * end is CRLF.CRLF and nothing else (section 4.1.1.4); whatever another server might take for it is counted, because a
 * second message may be meant to hide behind it (SMTP smuggling).
 */
import { Buffer } from 'node:buffer';
import type { Anomaly } from '../../ipc/schemas/reply.ts';
import { asBuffer } from './text.ts';
import { limits } from './limits.ts';

const NUL = 0;
const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const DOT = 46;
const DOT_BYTES = Buffer.from('.');
const CR_BYTES = Buffer.from('\r');

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
  /** At the start of a line, which only CRLF or the beginning makes. */
  | 'start'
  /** Inside a line. */
  | 'inside'
  /** Behind a CR inside a line. */
  | 'cr'
  /** Behind a dot at the start of a line: held back, it may be stuffing or the end. */
  | 'dot'
  /** Behind dot and CR at the start of a line, both held back. */
  | 'dot-cr'
  | 'done';

/** The same for look-alikes: any CR or LF begins a line here, NUL and blanks around the dot do not disturb. */
type Guise = 'none' | 'line' | 'dot';

const EMPTY = Buffer.alloc(0);

export class EndOfDataReader {
  readonly anomalies = new Map<Anomaly, number>();
  readonly #maxLine: number;
  #state: State = 'start';
  #guise: Guise = 'line';
  #lineLength = 0;
  #octets = 0;

  constructor(options: EndOfDataOptions = {}) {
    this.#maxLine = options.maxLine ?? limits.message.maxLine;
  }

  /** Octets of the message so far. */
  get octets(): number {
    return this.#octets;
  }

  push(chunk: Uint8Array): EndOfDataPart {
    const input = asBuffer(chunk);
    const chunks: Uint8Array[] = [];
    let from = 0;
    const emit = (part: Buffer) => {
      if (part.length === 0) return;
      chunks.push(part);
      this.#octets += part.length;
    };
    for (let at = 0; at < input.length; at += 1) {
      if (this.#state === 'done') return { chunks, done: true, rest: input.subarray(at) };
      const octet = input[at] ?? 0;
      this.#look(octet);
      switch (this.#state) {
        case 'start':
          if (octet === DOT) {
            emit(input.subarray(from, at));
            from = at + 1;
            this.#state = 'dot';
          } else this.#inside(octet);
          break;
        case 'inside':
          this.#inside(octet);
          break;
        case 'cr':
          if (octet === LF) this.#endLine();
          else {
            this.#count('bare-cr');
            this.#inside(octet);
          }
          break;
        case 'dot':
          if (octet === CR) {
            from = at + 1;
            this.#state = 'dot-cr';
          } else this.#inside(octet);
          break;
        case 'dot-cr':
          if (octet === LF) {
            this.#state = 'done';
            return { chunks, done: true, rest: input.subarray(at + 1) };
          }
          emit(CR_BYTES);
          from = at;
          this.#lineLength += 1;
          this.#count('bare-cr');
          this.#count('smuggling-attempt');
          this.#inside(octet);
          break;
        default:
          break;
      }
    }
    if (this.#state === 'done') return { chunks, done: true, rest: EMPTY };
    emit(input.subarray(from));
    return { chunks, done: false, rest: EMPTY };
  }

  #inside(octet: number): void {
    if (octet === CR) {
      this.#state = 'cr';
      return;
    }
    if (octet === LF) this.#count('bare-lf');
    if (octet === NUL) this.#count('nul');
    this.#state = 'inside';
    this.#lineLength += 1;
  }

  #endLine(): void {
    if (this.#lineLength > this.#maxLine) this.#count('long-body-line');
    this.#lineLength = 0;
    this.#state = 'start';
  }

  #look(octet: number): void {
    void DOT_BYTES;
    switch (octet) {
      case CR:
      case LF:
        this.#guise = 'line';
        break;
      case NUL:
      case TAB:
      case SPACE:
        break;
      case DOT:
        this.#guise = this.#guise === 'line' ? 'dot' : 'none';
        break;
      default:
        this.#guise = 'none';
    }
  }

  #count(anomaly: Anomaly): void {
    this.anomalies.set(anomaly, (this.anomalies.get(anomaly) ?? 0) + 1);
  }
}
